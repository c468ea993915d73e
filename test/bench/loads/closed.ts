import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { BenchClient } from '../clients/benchClient.ts';
import { askAll, Tally } from './asking.ts';

/** So many callers, each of whom asks again as soon as it has its answer. */
export interface ClosedLoad {
  readonly concurrency: number;
  readonly calls: number;
  /** Asked before and not counted, for what is measured in microseconds. */
  readonly warmUpCalls: number;
}

/** What was measured; times are of answers alone. */
export interface ClosedResult {
  readonly wallMs: number;
  readonly answered: number;
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly totalMs: readonly number[];
  readonly firstTokenMs: readonly number[];
  /** Of this process, user and system, garbage collection included. */
  readonly cpuMs: number;
  /** The longest that nothing else could run. */
  readonly longestBlockMs: number;
}

export async function closed(client: BenchClient, load: ClosedLoad): Promise<ClosedResult> {
  await askAll(client, { ...load, calls: load.warmUpCalls }, new Tally());
  const tally = new Tally();
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const cpuBefore = process.cpuUsage();
  const startedAtMs = performance.now();
  await askAll(client, load, tally);
  const wallMs = performance.now() - startedAtMs;
  const { user, system } = process.cpuUsage(cpuBefore);
  delays.disable();
  const { totalMs, firstTokenMs, failed, failures } = tally;
  return {
    wallMs,
    answered: totalMs.length,
    failed,
    failures,
    totalMs,
    firstTokenMs,
    cpuMs: (user + system) / 1000,
    longestBlockMs: delays.max / 1e6,
  };
}
