import { startSimulator } from '../test/support/simulator/simulator.ts';

/** The service that answers questions in a started VS Code, and the settings to reach it. */
export interface AnsweringSide {
  /** Name of the profile folder: simulated and real spend never share a ledger. */
  readonly name: 'simulator' | 'qianfan';
  /** Shown to the developer who started it. */
  readonly description: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const KEY_VARIABLE = 'QIANFAN_BEARER_TOKEN';

/** Uses the real service if the environment contains a key, else a simulator at the pace of a fast model. */
export async function startAnsweringSide(): Promise<AnsweringSide> {
  const fromEnvironment = { 'wenxin.credentialSource': 'environment' };
  const key = process.env[KEY_VARIABLE];
  if (key !== undefined && key !== '') {
    return {
      name: 'qianfan',
      description: `Questions go to the real service with the key in ${KEY_VARIABLE}, and cost real money.`,
      settings: fromEnvironment,
      env: { [KEY_VARIABLE]: key },
      close: () => Promise.resolve(),
    };
  }
  const simulator = await startSimulator({ beforeHeadersMs: 300, chunkMs: 20 });
  return {
    name: 'simulator',
    description: 'Questions go to a simulator: answers are made up, and every ¥ is play money.',
    settings: {
      ...fromEnvironment,
      'wenxin.endpoints': [{ name: 'Simulator', baseUrl: simulator.baseUrl, api: 'v2' }],
    },
    env: { [KEY_VARIABLE]: simulator.key },
    close: () => simulator.close(),
  };
}
