import type { BatchStore } from '../core/batch/batchStore.ts';
import type { Clock } from '../core/clock.ts';

/** A runner waits for the service's quota to come back; a pipeline should not wait until midnight. */
const LONGEST_WAIT_MS = 10 * 60_000;

/** Returns a signal that aborts when a job without runners is paused for more than 10 minutes. */
export function endLongWaits(
  store: BatchStore,
  jobId: string,
  clock: Clock,
): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const unsubscribe = store.onDidChange(() => {
    const job = store.job(jobId);
    // Runners that are still active wait for the requests they have sent.
    if (job?.state !== 'paused' || job.runners > 0) return;
    const { untilMs = 0 } = job.pause ?? {};
    if (untilMs - clock.now() > LONGEST_WAIT_MS) controller.abort(new DOMException('a long wait', 'AbortError'));
  });
  return { signal: controller.signal, dispose: unsubscribe };
}
