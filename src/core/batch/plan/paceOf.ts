import type { BatchPace } from './dryRunPorts.ts';
import type { DryRun } from './dryRunReport.ts';

/** Size of the part of a batch that is not cached. */
interface BatchSize {
  readonly items: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

const MS_PER_MINUTE = 60_000;

/** Returns how long a batch takes without failures or other requests, as determined by the tightest limit. */
export function paceOf(
  pace: BatchPace,
  { items, inputTokens, outputTokens }: BatchSize,
): Pick<DryRun, 'minutes' | 'pace'> {
  const { concurrency, requestsPerMinute = Infinity, tokensPerMinute = Infinity } = pace;
  const busyMs = items * pace.firstTokenMs + (1000 * outputTokens) / pace.tokensPerSecond;
  // With fewer items than slots, only as many slots are used.
  const minutes = {
    concurrency: busyMs / Math.max(1, Math.min(concurrency, items)) / MS_PER_MINUTE,
    requests: items / requestsPerMinute,
    tokens: (inputTokens + outputTokens) / tokensPerMinute,
  } as const;
  const [heldUpBy = 'concurrency'] = (['concurrency', 'requests', 'tokens'] as const).toSorted(
    (one, other) => minutes[other] - minutes[one],
  );
  return { minutes: minutes[heldUpBy], pace: { ...pace, heldUpBy } };
}
