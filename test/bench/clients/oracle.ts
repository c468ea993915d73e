import { setTimeout as sleep } from 'node:timers/promises';
import { Bucket } from '../service/bucket.ts';
import type { BenchClient, ClientOptions } from './benchClient.ts';
import { FairQueue } from './fairQueue.ts';
import { fetchAnswer } from './plainFetch.ts';

const AT_A_TIME = 20;
const ATTEMPTS = 3;

/** Of the service's limit: as much as can be used without ever being refused. */
const RATE_SHARE = 0.99;

/** Of its burst: what a late timer missed is made up for, and still nothing is refused. */
const BURST_SHARE = 0.5;

/** A client that knows beforehand what others have to learn: first come, first served, at the service's own pace. */
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
