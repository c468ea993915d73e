import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { BenchClient } from '../clients/benchClient.ts';
import { askAll, Tally } from './asking.ts';

/** A closed loop: each caller asks again as soon as it has its answer. */
export interface ClosedLoad {
  readonly concurrency: number;
  readonly calls: number;
  /** Calls before the measurement, which matter for times in microseconds. */
  readonly warmUpCalls: number;
}

/** The measurements; times are only of answers. */
export interface ClosedResult {
  readonly wallMs: number;
  readonly answered: number;
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly totalMs: readonly number[];
  readonly firstTokenMs: readonly number[];
  /** CPU time of this process, user and system, including garbage collection. */
  readonly cpuMs: number;
  /** The longest delay of the event loop. */
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
