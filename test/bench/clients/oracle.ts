import { setTimeout as sleep } from 'node:timers/promises';
import { Bucket } from '../service/bucket.ts';
import type { BenchClient, ClientOptions } from './benchClient.ts';
import { FairQueue } from './fairQueue.ts';
import { fetchAnswer } from './plainFetch.ts';

const AT_A_TIME = 20;
const ATTEMPTS = 3;

/** The share of the service's rate limit that can be used without a refusal. */
const RATE_SHARE = 0.99;

/** The share of the service's burst with which late timers are made up for without a refusal. */
const BURST_SHARE = 0.5;

/**
 * A client that knows the limits in advance which others must learn: first come, first served, at the service's own
 * rate.
 */
export function oracle({ url, perSecond, burst }: ClientOptions): BenchClient {
  const queue = new FairQueue(AT_A_TIME);
  const pace = new Bucket(perSecond * RATE_SHARE, Math.max(1, burst * BURST_SHARE));

  async function send(signal: AbortSignal): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      while (!pace.take(performance.now())) await sleep(pace.waitMs(performance.now()), undefined, { signal });
      try {
        return (await fetchAnswer(url, signal)).firstTokenMs;
      } catch (error) {
        if (signal.aborted || attempt === ATTEMPTS) throw error;
      }
    }
  }

  return {
    async ask(signal) {
      const startedAtMs = performance.now();
      let sentAtMs = startedAtMs;
      const firstTokenMs = await queue.run(() => {
        sentAtMs = performance.now();
        return send(signal);
      });
      return { firstTokenMs: sentAtMs - startedAtMs + firstTokenMs, totalMs: performance.now() - startedAtMs };
    },
    close: () => Promise.resolve(),
  };
}
