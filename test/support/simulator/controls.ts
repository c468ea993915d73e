import type { AccountTotals, RequestRecord } from './requestLog.ts';
import type { Script, ScriptedStep, Times } from './script.ts';
import type { Settings } from './settings.ts';
import type { TokenKind } from './tokens/issuedTokens.ts';

/** How a test controls and inspects a simulator. The same operations are available over HTTP (controlEndpoint.ts). */
export interface Controls {
  /**
   * Applies a script to the next `times` requests that pass the checks (default 1), or until reset. Throws on a
   * misspelt script.
   */
  script(script: Script, times?: Times): void;
  /** Scripts an agent: each step answers the next request that matches it. Throws on a misspelt step. */
  answers(steps: readonly ScriptedStep[]): void;
  /** Changes some settings from now on. Throws on an unknown setting. */
  configure(change: Partial<Settings>): void;
  /** Revokes all tokens issued so far, or those of one kind. */
  revokeTokens(kind?: TokenKind): void;
  /** Expires all tokens issued so far, or those of one kind, as of the service's current time. */
  expireTokens(kind?: TokenKind): void;
  /**
   * Closes all connections, clears scripts, records, used limits and issued tokens, and restores the initial settings.
   */
  reset(): void;
  /** Returns copies of all records since the last reset, oldest first. */
  requests(): RequestRecord[];
  account(): AccountTotals;
  /** Returns all mistakes of clients since the last reset; empty for a correct client. */
  violations(): string[];
  /** Sends what `delivery.hold` holds back in the answers to all requests so far. */
  release(): void;
  /** Resolves as soon as the records satisfy the condition. */
  when(condition: (records: readonly RequestRecord[]) => boolean): Promise<void>;
  /** Resolves when no request is in progress. */
  idle(): Promise<void>;
}
