import type { BenchClient, ClientOptions } from './benchClient.ts';

/** All clients, by their names in the tables. Each is loaded on demand, so that a process loads only one library. */
export const CLIENTS = {
  ours: async options => (await import('./ours.ts')).ours(options),
  'ours, in memory': async options => (await import('./ours.ts')).ours(options, false),
  'ours, network alone': async options => (await import('./oursBare.ts')).oursBare(options),
  'plain fetch': async options => (await import('./plainFetch.ts')).plainFetch(options),
  'undici.request': async options => (await import('./undiciRequest.ts')).undiciRequest(options),
  'openai SDK': async options => (await import('./openaiSdk.ts')).openaiSdk(options),
  '@baiducloud/qianfan': async options => (await import('./baiduSdk.ts')).baiduSdk(options),
  'the article': async options => (await import('./article.ts')).article(options),
  'knows the limits': async options => (await import('./oracle.ts')).oracle(options),
} satisfies Readonly<Record<string, (options: ClientOptions) => Promise<BenchClient>>>;

/** A client's name in the tables. */
export type ClientName = keyof typeof CLIENTS;
