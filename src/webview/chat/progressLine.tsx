import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ProgressView } from '../../protocol/chat.ts';
import { nextChangeMs, withSeconds } from './countdown.ts';
import { leaveButton } from './leaveButton.ts';
import { usePost } from './post.ts';

/** What an answer waits for, with the seconds that are left, and what can be done meanwhile. */
export function ProgressLine({ turnId, progress }: { turnId: string; progress: ProgressView }): VNode {
  const post = usePost();
  const { text, actions } = progress;
  return (
    <div class="wait">
      <p class="progress">
        <span>{withSeconds(text, useRemainingMs(progress))}</span>
      </p>
      {actions.length > 0 && (
        <div class="waitActions">
          {actions.map(({ id, label }) => (
            <button
              key={id}
              type="button"
              class="button secondary"
              onClick={({ currentTarget }) => {
                leaveButton(currentTarget);
                post({ type: 'progressAction', turnId, actionId: id });
              }}
            >
              {label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** Counts down by the page's own clock from what the host said; rendered anew when a second is over. */
function useRemainingMs(progress: ProgressView): number | undefined {
  const { remainingMs } = progress;
  const endsAtMs = useMemo(() => performance.now() + (remainingMs ?? 0), [progress]);
  const [, tick] = useState(0);
  const leftMs = endsAtMs - performance.now();
  useEffect(() => {
    const delayMs = remainingMs === undefined ? undefined : nextChangeMs(leftMs);
    if (delayMs === undefined) return;
    const timer = setTimeout(() => tick(count => count + 1), delayMs);
    return () => clearTimeout(timer);
  });
  return remainingMs === undefined ? undefined : leftMs;
}
