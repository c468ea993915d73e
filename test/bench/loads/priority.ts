import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchAnswered, BenchClient } from '../clients/benchClient.ts';
import { Tally } from './asking.ts';

/** A user who asks now and then while a batch runs in the same client. */
export interface PriorityLoad {
  /** Asked at once, or through the client's own batch; 0 for the user alone. */
  readonly batchItems: number;
  /** Questions of the user alone; with a batch, the user asks as long as it runs. */
  readonly questions: number;
  readonly questionEveryMs: number;
}

export interface PriorityResult {
  readonly totalMs: readonly number[];
  readonly failed: number;
  readonly batchAnswered: number;
  readonly batchFailed: number;
  /** Everything that was answered while the batch ran. */
  readonly perSecond: number;
}

export async function priority(client: BenchClient, load: PriorityLoad): Promise<PriorityResult> {
  const { signal } = new AbortController();
  const person = new Tally();
  const ask = async (tally: Tally, urgency: 'person' | 'batch'): Promise<void> => {
    try {
      tally.answered(await client.ask(signal, urgency));
    } catch (error) {
      tally.failedWith(error);
    }
  };
  const askAtOnce = async (): Promise<BatchAnswered> => {
    const items = new Tally();
    await Promise.all(Array.from({ length: load.batchItems }, () => ask(items, 'batch')));
    return { answered: items.totalMs.length, failed: items.failed };
  };
  const askBatch = (): Promise<BatchAnswered> =>
    load.batchItems > 0 && client.batch ? client.batch(load.batchItems, signal) : askAtOnce();
  const startedAtMs = performance.now();
  let isBatchOver = false;
  const batch = askBatch().then(items => {
    isBatchOver = true;
    return { ...items, wallMs: performance.now() - startedAtMs, questions: person.totalMs.length };
  });
  const asked: Promise<void>[] = [];
  // With a batch, the user asks until it ends.
  while (load.batchItems > 0 ? !isBatchOver : asked.length < load.questions) {
    asked.push(ask(person, 'person'));
    await sleep(load.questionEveryMs);
  }
  await Promise.all(asked);
  const { answered, failed, wallMs, questions } = await batch;
  return {
    totalMs: person.totalMs,
    failed: person.failed,
    batchAnswered: answered,
    batchFailed: failed,
    perSecond: ((answered + questions) / wallMs) * 1000,
  };
}
