import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchClient } from '../clients/benchClient.ts';
import { askAll, Tally } from './asking.ts';

/** A constant number of callers; counts the answers in a time window. */
export interface SteadyLoad {
  readonly concurrency: number;
  readonly warmUpMs: number;
  readonly windowMs: number;
}

export interface SteadyResult {
  readonly answered: number;
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly perSecond: number;
}

export async function steady(client: BenchClient, load: SteadyLoad): Promise<SteadyResult> {
  const end = new AbortController();
  const tally = new Tally();
  let isCounting = false;
  const counted: Pick<Tally, 'answered' | 'failedWith'> = {
    answered: answer => isCounting && tally.answered(answer),
    failedWith: error => tally.failedWith(error),
  };
  const asking = askAll(client, { concurrency: load.concurrency, calls: Infinity }, counted, end.signal);
  await sleep(load.warmUpMs);
  isCounting = true;
  const startedAtMs = performance.now();
  await sleep(load.windowMs);
  isCounting = false;
  const wallMs = performance.now() - startedAtMs;
  end.abort();
  await asking;
  const answered = tally.totalMs.length;
  return { answered, failed: tally.failed, failures: tally.failures, perSecond: (answered / wallMs) * 1000 };
}
