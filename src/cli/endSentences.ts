import type { BatchStore } from '../core/batch/batchStore.ts';
import type { Job, PauseReason } from '../core/batch/job.ts';
import type { NanoYuan } from '../core/money.ts';
import type { Say } from './messages.ts';
import { costText } from './progressText.ts';

/** Pause reasons set by this program: they carry no message of the service or the system. */
const OWN_REASONS: ReadonlySet<PauseReason> = new Set(['person', 'budget', 'price', 'consumer']);

/** Items per read. */
const PAGE = 500;

interface EndParts {
  readonly job: Job;
  readonly store: BatchStore;
  readonly output: string;
  /** Of the whole job; `undefined` when the price is unknown. */
  readonly amountNanoYuan: NanoYuan | undefined;
  readonly say: Say;
}

/** Returns the closing messages for a job whose run ended without an interrupt. */
export function endSentences({ job, store, output, amountNanoYuan, say }: EndParts): string[] {
  const { state, counts, pause } = job;
  const { done, failed, total } = counts;
  const facts = { done, failed, total, path: output, cost: costText(amountNanoYuan, say) };
  const failures = failed === 0 ? [] : [say('failures', { kinds: failureKinds(store, job.id) })];
  if (state === 'done') return [say(failed === 0 ? 'end' : 'endFailed', facts), ...failures];
  const isOwn = pause !== undefined && OWN_REASONS.has(pause.reason);
  const detail = pause?.detail === undefined || isOwn ? [] : [say('stoppedDetail', { detail: pause.detail })];
  return [say('stopped', { reason: reasonOf(job, say) }), ...detail, say('saved', facts), ...failures];
}

function reasonOf({ state, pause }: Job, say: Say): string {
  if (state === 'cancelled') return say('because_cancelled');
  if (pause === undefined) return say('because_unfinished');
  const { reason, untilMs } = pause;
  if (reason === 'quota' && untilMs !== undefined) {
    return say('because_quotaUntil', { time: new Date(untilMs).toLocaleString('sv-SE').slice(0, 16) });
  }
  return say(`because_${reason}`);
}

/** Returns for example `3 × unsafe, 2 × too-long`, most frequent first. */
function failureKinds(store: BatchStore, jobId: string): string {
  const kinds = new Map<string, number>();
  for (let after = 0; ;) {
    const items = store.items(jobId, { states: ['failed'], after, limit: PAGE });
    for (const { outcome } of items) {
      const kind = outcome?.state === 'failed' ? (outcome.failure.code ?? outcome.failure.kind) : 'invalid';
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    const last = items.at(-1);
    if (last === undefined) break;
    after = last.number;
  }
  return [...kinds]
    .sort(([, one], [, other]) => other - one)
    .map(([kind, count]) => `${count} × ${kind}`)
    .join(', ');
}
