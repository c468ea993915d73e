import type { BatchPace } from './dryRunPorts.ts';
import type { DryRun } from './dryRunReport.ts';

/** What has to be asked. */
interface BatchSize {
  readonly items: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

const MS_PER_MINUTE = 60_000;

/** How long a batch takes when nothing fails and nobody else asks: as long as the tightest limit makes it. */
export function paceOf(
  pace: BatchPace,
  { items, inputTokens, outputTokens }: BatchSize,
): Pick<DryRun, 'minutes' | 'pace'> {
  const { concurrency, requestsPerMinute = Infinity, tokensPerMinute = Infinity } = pace;
  const busyMs = items * pace.firstTokenMs + (1000 * outputTokens) / pace.tokensPerSecond;
  // The last ones do not share the time among all places.
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
