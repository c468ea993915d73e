import { startSimulator } from '../test/support/simulator/simulator.ts';

/** What answers questions in a started VS Code, and how the extension gets there. */
export interface AnsweringSide {
  /** Of the folder with the profile: play money and real money never share a ledger. */
  readonly name: 'simulator' | 'qianfan';
  /** For the person who started it. */
  readonly description: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const KEY_VARIABLE = 'QIANFAN_BEARER_TOKEN';

/** The real service when a key is in the environment, else a simulator that speaks at the pace of a brisk model. */
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
