import type { BenchClient } from '../clients/benchClient.ts';
import { askAll, Tally } from './asking.ts';
import { heapBytes } from './memory.ts';

/** Many questions, to find out whether each of them leaks. */
export interface SoakLoad {
  readonly concurrency: number;
  readonly calls: number;
  /** The number of equal parts; the heap is measured after each. */
  readonly parts: number;
}

export interface SoakResult {
  readonly wallMs: number;
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
  /** Live heap after each part; the first part is the warm-up. */
  readonly heapBytes: readonly number[];
  readonly residentBytes: readonly number[];
  /** Pending timers after the client was closed. */
  readonly timersLeft: number;
}

export async function soak(client: BenchClient, { concurrency, calls, parts }: SoakLoad): Promise<SoakResult> {
  const failures = new Tally();
  // Times are not stored: they would themselves be a leak.
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
