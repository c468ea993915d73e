import type { AccountTotals, RequestRecord } from './requestLog.ts';
import { type Script, type ScriptedStep, scriptOf, type Times } from './script.ts';
import type { Settings } from './settings.ts';
import type { TokenKind } from './tokens/issuedTokens.ts';

export type { AccountTotals, RequestRecord } from './requestLog.ts';
export type { Script, ScriptedStep, Times } from './script.ts';
export type { Settings } from './settings.ts';

/** HTTP client for a simulator in another process. The methods do the same as those of Simulator. */
export interface SimulatorControl {
  script(script: Script, times?: Times): Promise<void>;
  answers(steps: readonly ScriptedStep[]): Promise<void>;
  configure(change: Partial<Settings>): Promise<void>;
  revokeTokens(kind?: TokenKind): Promise<void>;
  expireTokens(kind?: TokenKind): Promise<void>;
  release(): Promise<void>;
  reset(): Promise<void>;
  requests(): Promise<RequestRecord[]>;
  account(): Promise<AccountTotals>;
  violations(): Promise<string[]>;
  idle(): Promise<void>;
}

/**
 * Controls the simulator at `url`, such as `http://127.0.0.1:8080`. Every method throws the simulator's error text when
 * it refuses.
 */
export function controlSimulator(url: string): SimulatorControl {
  const call = async (method: 'GET' | 'POST', name: string, body?: object): Promise<unknown> => {
    const text = body && JSON.stringify(body);
    const response = await fetch(`${url}/__control/${name}`, { method, ...(text !== undefined && { body: text }) });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error((answer as { error: string }).error);
    return answer;
  };
  const tell = async (name: string, body?: object): Promise<void> => {
    await call('POST', name, body);
  };
  return {
    script: (script, times = 1) => tell('script', { script, times }),
    answers: async steps => {
      for (const step of steps) await tell('script', { script: scriptOf(step), times: 1 });
    },
    configure: change => tell('configure', change),
    revokeTokens: kind => tell('revoke', { kind }),
    expireTokens: kind => tell('expire', { kind }),
    release: () => tell('release'),
    reset: () => tell('reset'),
    requests: async () => (await call('GET', 'requests')) as RequestRecord[],
    account: async () => (await call('GET', 'account')) as AccountTotals,
    violations: async () => (await call('GET', 'violations')) as string[],
    idle: async () => {
      await call('GET', 'idle');
    },
  };
}
