import type { ClientName } from '../clients/clients.ts';

/** The extent of a run. */
export interface Plan {
  readonly isQuick: boolean;
  /** Repeats of everything that has medians, each with its own seed. */
  readonly repeats: number;
  /** Clients in the tables that compare many. */
  readonly clients: readonly ClientName[];
  /** Callers and their questions in the tables with the article's columns. */
  readonly reference: readonly Offered[];
  readonly rateBound: readonly Offered[];
  readonly rateBoundClients: readonly ClientName[];
  readonly steady: { readonly concurrencies: readonly number[]; readonly warmUpMs: number; readonly windowMs: number };
  readonly tokens: { readonly lifeSeconds: number; readonly windowMs: number };
  readonly outageQuestions: number;
  readonly cpu: { readonly calls: number; readonly warmUpCalls: number };
  readonly firstTokenCalls: number;
  readonly queued: number;
  readonly batchItems: number;
  readonly cancelRounds: number;
  readonly cacheHits: number;
  readonly usageAttempts: number;
  readonly chatTurns: number;
  readonly soakCalls: number;
}

/** The number of callers, and the number of questions in total. */
export interface Offered {
  readonly concurrency: number;
  readonly calls: number;
}

const PEERS: readonly ClientName[] = [
  'ours',
  'plain fetch',
  'undici.request',
  'openai SDK',
  '@baiducloud/qianfan',
  'the article',
  'knows the limits',
];

/** Takes about forty minutes. */
export const FULL: Plan = {
  isQuick: false,
  repeats: 3,
  clients: PEERS,
  reference: [
    { concurrency: 5, calls: 200 },
    { concurrency: 10, calls: 300 },
    { concurrency: 20, calls: 400 },
    { concurrency: 50, calls: 600 },
    { concurrency: 200, calls: 800 },
    { concurrency: 1000, calls: 1000 },
  ],
  rateBound: [
    { concurrency: 10, calls: 150 },
    { concurrency: 50, calls: 200 },
    { concurrency: 200, calls: 300 },
  ],
  rateBoundClients: ['ours', 'openai SDK', '@baiducloud/qianfan', 'the article', 'knows the limits'],
  steady: { concurrencies: [20, 50, 200, 1000], warmUpMs: 5_000, windowMs: 25_000 },
  tokens: { lifeSeconds: 3, windowMs: 10_000 },
  outageQuestions: 200,
  cpu: { calls: 8_000, warmUpCalls: 3_000 },
  firstTokenCalls: 200,
  queued: 10_000,
  batchItems: 1_000,
  cancelRounds: 20,
  cacheHits: 20_000,
  usageAttempts: 200_000,
  chatTurns: 10_000,
  soakCalls: 200_000,
};

/** Takes less than two minutes: enough to see that everything works, with rough figures. */
export const QUICK: Plan = {
  ...FULL,
  isQuick: true,
  repeats: 1,
  clients: PEERS.filter(client => client !== 'undici.request'),
  reference: [
    { concurrency: 20, calls: 60 },
    { concurrency: 200, calls: 200 },
  ],
  rateBound: [{ concurrency: 50, calls: 100 }],
  rateBoundClients: ['ours', 'openai SDK', 'knows the limits'],
  steady: { concurrencies: [50], warmUpMs: 1_500, windowMs: 2_000 },
  tokens: { lifeSeconds: 2, windowMs: 2_500 },
  outageQuestions: 100,
  cpu: { calls: 600, warmUpCalls: 400 },
  firstTokenCalls: 20,
  queued: 1_000,
  batchItems: 200,
  cancelRounds: 3,
  cacheHits: 1_000,
  usageAttempts: 20_000,
  chatTurns: 1_000,
  soakCalls: 4_000,
};
