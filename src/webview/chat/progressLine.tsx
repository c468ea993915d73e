import type { VNode } from 'preact';
import type { ProgressView } from '../../protocol/turnView.ts';
import { withSeconds } from './countdown.ts';
import { leaveButton } from './leaveButton.ts';
import { VisiblePieces } from './markdown/visiblePieces.tsx';
import { usePost } from './post.ts';
import { useCountdown } from './useCountdown.ts';

/** What an answer is waiting for, with the remaining seconds and the possible actions. */
export function ProgressLine({ turnId, progress }: { turnId: string; progress: ProgressView }): VNode {
  const post = usePost();
  const { text, actions } = progress;
  return (
    <div class="wait">
      <p class="progress">
        <span>
          <VisiblePieces text={withSeconds(text, useCountdown(progress, progress.remainingMs))} within="prose" />
        </span>
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
