import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { BenchClient } from '../clients/benchClient.ts';
import { heapBytes } from './memory.ts';

/** Many questions at the same moment. */
export interface QueueLoad {
  readonly questions: number;
}

export interface QueueResult {
  readonly answered: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  /** The time to accept all questions, during which the event loop was blocked. */
  readonly takingMs: number;
  readonly heapBytesPerQuestion: number;
  /** From cancelling the same number of questions to the last caller that is told. */
  readonly cancelMs: number;
}

const BEFORE_CANCEL_MS = 200;

export async function queue(client: BenchClient, { questions }: QueueLoad): Promise<QueueResult> {
  let { signal } = new AbortController();
  const askAtOnce = (): Promise<PromiseSettledResult<unknown>[]> =>
    Promise.allSettled(Array.from({ length: questions }, () => client.ask(signal, 'person')));
  await client.ask(signal, 'person');

  const heapBefore = heapBytes();
  const cpuBefore = process.cpuUsage();
  const startedAtMs = performance.now();
  const asking = askAtOnce();
  await setImmediate();
  const takingMs = performance.now() - startedAtMs;
  const heapBytesPerQuestion = (heapBytes() - heapBefore) / questions;
  const results = await asking;
  const wallMs = performance.now() - startedAtMs;
  const { user, system } = process.cpuUsage(cpuBefore);

  const controller = new AbortController();
  ({ signal } = controller);
  const cancelled = askAtOnce();
  await sleep(BEFORE_CANCEL_MS);
  const cancelledAtMs = performance.now();
  controller.abort();
  await cancelled;
  return {
    answered: results.filter(({ status }) => status === 'fulfilled').length,
    wallMs,
    cpuMs: (user + system) / 1000,
    takingMs,
    heapBytesPerQuestion,
    cancelMs: performance.now() - cancelledAtMs,
  };
}
