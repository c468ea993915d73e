import type { BatchStore } from '../core/batch/batchStore.ts';
import type { Clock } from '../core/clock.ts';

/** A runner waits for the service's allowance to be there again. Nobody wants a pipeline to wait for midnight. */
const LONGEST_WAIT_MS = 10 * 60_000;

/** Aborts its signal when a job that nobody runs just now would go on by itself, but only in a long time. */
export function endLongWaits(
  store: BatchStore,
  jobId: string,
  clock: Clock,
): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const unsubscribe = store.onDidChange(() => {
    const job = store.job(jobId);
    // As long as there is a runner, it waits for what it has sent.
    if (job?.state !== 'paused' || job.runners > 0) return;
    const { untilMs = 0 } = job.pause ?? {};
    if (untilMs - clock.now() > LONGEST_WAIT_MS) controller.abort(new DOMException('a long wait', 'AbortError'));
  });
  return { signal: controller.signal, dispose: unsubscribe };
}
