import type { AccountTotals, RequestRecord } from './requestLog.ts';
import type { Script, ScriptedStep, Times } from './script.ts';
import type { Settings } from './settings.ts';
import type { TokenKind } from './tokens/issuedTokens.ts';

/** What a test can tell a simulator and learn from it. The same can be done by HTTP (controlEndpoint.ts). */
export interface Controls {
  /** For the next `times` requests that pass the checks (default 1), or always until reset. Throws on a misspelt script. */
  script(script: Script, times?: Times): void;
  /** A scripted agent: each step answers the next request that it waits for. Throws on a misspelt step. */
  answers(steps: readonly ScriptedStep[]): void;
  /** Changes some settings from now on. Throws on a setting that does not exist. */
  configure(change: Partial<Settings>): void;
  /** Refuses all tokens given out so far, or those of one kind, from now on. */
  revokeTokens(kind?: TokenKind): void;
  /** Lets all tokens given out so far, or those of one kind, expire at this moment of the service's clock. */
  expireTokens(kind?: TokenKind): void;
  /** Hangs up on everybody, forgets scripts, records, used limits and tokens given out, and restores the settings of the start. */
  reset(): void;
  /** Copies of all records since the last reset, oldest first. */
  requests(): RequestRecord[];
  account(): AccountTotals;
  /** All that clients did wrong since the last reset; a good client leaves this empty. */
  violations(): string[];
  /** Resolves at once when the records satisfy the condition. */
  when(condition: (records: readonly RequestRecord[]) => boolean): Promise<void>;
  /** Resolves when no request is under way. */
  idle(): Promise<void>;
}
