import type { BenchClient } from '../clients/benchClient.ts';
import { askAll, Tally } from './asking.ts';
import { heapBytes } from './memory.ts';

/** Many questions, to see whether anything is left of each. */
export interface SoakLoad {
  readonly concurrency: number;
  readonly calls: number;
  /** In how many equal parts; the heap is looked at after each. */
  readonly parts: number;
}

export interface SoakResult {
  readonly wallMs: number;
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
  /** Live heap after each part, the first one being the warm-up. */
  readonly heapBytes: readonly number[];
  readonly residentBytes: readonly number[];
  /** Timers after the client was closed. */
  readonly timersLeft: number;
}

export async function soak(client: BenchClient, { concurrency, calls, parts }: SoakLoad): Promise<SoakResult> {
  const failures = new Tally();
  // Times are not kept: they would be the leak.
  const tally = { answered() {}, failedWith: (error: unknown) => failures.failedWith(error) };
  const heap: number[] = [];
  const residentBytes: number[] = [];
  const startedAtMs = performance.now();
  for (let part = 0; part < parts; part++) {
    await askAll(client, { concurrency, calls: Math.ceil(calls / parts) }, tally);
    heap.push(heapBytes());
    residentBytes.push(process.memoryUsage().rss);
  }
  const wallMs = performance.now() - startedAtMs;
  await client.close();
  return {
    wallMs,
    failed: failures.failed,
    failures: failures.failures,
    heapBytes: heap,
    residentBytes,
    timersLeft: client.openTimers?.() ?? Number.NaN,
  };
}
