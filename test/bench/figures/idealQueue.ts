import { Bucket } from '../service/bucket.ts';
import type { Knobs } from '../service/knobs.ts';
import { drawWork } from '../service/work.ts';

interface ClosedLoop {
  readonly concurrency: number;
  readonly calls: number;
}

/**
 * Returns the duration of each call if calls are served first come, first served, as soon as the service has capacity:
 * without refusals, without delays between calls, and with an immediate retry after a reset. Draws the service's own
 * latencies.
 */
export function idealLatencies(knobs: Knobs, { concurrency, calls }: ClosedLoop): number[] {
  const draw = drawWork(knobs);
  const bucket = new Bucket(knobs.perSecond, knobs.burst);
  const callersReadyMs = new Array<number>(Math.min(concurrency, calls)).fill(0);
  const placesFreeMs = new Array<number>(Math.min(knobs.capacity, concurrency)).fill(0);
  const latencies: number[] = [];
  for (let call = 0; call < calls; call++) {
    const caller = indexOfLeast(callersReadyMs);
    const askedMs = callersReadyMs[caller] ?? 0;
    let doneMs = askedMs;
    for (let isDone = false; !isDone;) {
      const place = indexOfLeast(placesFreeMs);
      const work = draw();
      const startMs = permitted(bucket, Math.max(doneMs, placesFreeMs[place] ?? 0));
      doneMs = startMs + (work.isReset ? work.latencyMs / 2 : work.latencyMs);
      placesFreeMs[place] = doneMs;
      isDone = !work.isReset;
    }
    callersReadyMs[caller] = doneMs;
    latencies.push(doneMs - askedMs);
  }
  return latencies;
}

function permitted(bucket: Bucket, fromMs: number): number {
  // Slightly later, as the refilled amount may be just below one by rounding.
  const atMs = fromMs + bucket.waitMs(fromMs) + 1e-6;
  bucket.take(atMs);
  return atMs;
}

function indexOfLeast(values: readonly number[]): number {
  let least = 0;
  values.forEach((value, index) => {
    if (value < (values[least] ?? 0)) least = index;
  });
  return least;
}
