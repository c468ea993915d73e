import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchClient } from '../clients/benchClient.ts';
import { type Counts, machineMs } from '../service/counters.ts';

/** Rounds in which a question is cancelled while a second one waits for its slot. */
export interface CancelLoad {
  readonly rounds: number;
  /** From asking to cancelling. */
  readonly afterMs: number;
}

/**
 * Times from the cancellation until the caller is told, the service's connection closes, and the next question arrives.
 */
export interface CancelResult {
  readonly heardMs: readonly number[];
  readonly closedMs: readonly number[];
  /** Only of rounds in which the next question had to wait. */
  readonly freedMs: readonly number[];
}

const GIVE_UP_MS = 2_000;

export async function cancel(client: BenchClient, load: CancelLoad, url: string): Promise<CancelResult> {
  const result = { heardMs: [] as number[], closedMs: [] as number[], freedMs: [] as number[] };
  for (let round = 0; round < load.rounds; round++) {
    const before = await countsOf(url);
    const first = new AbortController();
    const second = new AbortController();
    const cancelled = Promise.allSettled([client.ask(first.signal, 'person')]);
    const next = Promise.allSettled([client.ask(second.signal, 'person')]);
    await sleep(load.afterMs);
    const wasWaiting = (await countsOf(url)).requests === before.requests + 1;

    const cancelledAtMs = machineMs();
    first.abort();
    await cancelled;
    result.heardMs.push(machineMs() - cancelledAtMs);
    const closed = await until(url, ({ left }) => left > before.left);
    if (closed !== undefined) result.closedMs.push(closed.lastLeftAtMs - cancelledAtMs);
    const freed = wasWaiting ? await until(url, ({ requests }) => requests >= before.requests + 2) : undefined;
    if (freed !== undefined) result.freedMs.push(freed.lastRequestAtMs - cancelledAtMs);

    second.abort();
    await next;
    await until(url, ({ left }) => left >= before.left + 2);
  }
  return result;
}

async function countsOf(url: string): Promise<Counts> {
  return (await (await fetch(`${url}/bench`)).json()) as Counts;
}

async function until(url: string, is: (counts: Counts) => boolean): Promise<Counts | undefined> {
  const startedAtMs = performance.now();
  while (performance.now() - startedAtMs < GIVE_UP_MS) {
    const counts = await countsOf(url);
    if (is(counts)) return counts;
    await sleep(2);
  }
  return undefined;
}
