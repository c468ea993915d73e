import type { VNode } from 'preact';
import { useContext } from 'preact/hooks';
import type { FailureView } from '../../protocol/turnView.ts';
import { AnsweringContext } from './answering.ts';
import { withSeconds } from './countdown.ts';
import { Icon } from './icon.tsx';
import { VisiblePieces } from './markdown/visiblePieces.tsx';
import { usePost } from './post.ts';
import { useCountdown } from './useCountdown.ts';

/** Explains why an answer is missing or incomplete, and offers actions. */
export function FailureBox({ turnId, failure }: { turnId: string; failure: FailureView }): VNode {
  const post = usePost();
  const answering = useContext(AnsweringContext);
  const { waiting } = failure;
  const leftMs = useCountdown(failure, waiting?.remainingMs);
  const isWaiting = waiting !== undefined && leftMs !== undefined && leftMs > 0;
  return (
    <div class={`failure ${failure.severity}`}>
      <Icon name={failure.severity} />
      <p>
        <VisiblePieces text={isWaiting ? withSeconds(waiting.text, leftMs) : failure.message} within="prose" />
      </p>
      {failure.actions.length > 0 && (
        <div class="failureActions">
          {failure.actions.map(({ id, label, waitingLabel = label, asks }, index) => (
            <button
              key={id}
              type="button"
              class={index === 0 ? 'button' : 'button secondary'}
              disabled={asks && answering}
              onClick={() => post({ type: 'failureAction', turnId, actionId: id })}
            >
              <VisiblePieces text={isWaiting ? waitingLabel : label} within="prose" />
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
