import type { VNode } from 'preact';
import { useContext } from 'preact/hooks';
import type { CachedView } from '../../protocol/turnView.ts';
import { AnsweringContext } from './answering.ts';
import { leaveButton } from './leaveButton.ts';
import { usePost } from './post.ts';

/** Shows that an answer came from the cache without cost, and the possible actions. */
export function CachedLine({ turnId, cached }: { turnId: string; cached: CachedView }): VNode {
  const post = usePost();
  const answering = useContext(AnsweringContext);
  return (
    <div class="cached">
      <p title={cached.description}>
        {cached.text}
        <span class="visuallyHidden"> {cached.description}</span>
      </p>
      {cached.actions.map(({ id, label, asks }) => (
        <button
          key={id}
          type="button"
          class="linkButton"
          disabled={asks && answering}
          onClick={({ currentTarget }) => {
            leaveButton(currentTarget);
            post({ type: 'answerAction', turnId, actionId: id });
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
