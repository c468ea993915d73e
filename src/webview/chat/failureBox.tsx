import type { VNode } from 'preact';
import { useContext } from 'preact/hooks';
import type { FailureView } from '../../protocol/chat.ts';
import { AnsweringContext } from './answering.ts';
import { Icon } from './icon.tsx';
import { usePost } from './post.ts';

/** Says why there is no answer, or not all of it, and what can be done. */
export function FailureBox({ turnId, failure }: { turnId: string; failure: FailureView }): VNode {
  const post = usePost();
  const answering = useContext(AnsweringContext);
  return (
    <div class={`failure ${failure.severity}`}>
      <Icon name={failure.severity} />
      <p>{failure.message}</p>
      {failure.actions.length > 0 && (
        <div class="failureActions">
          {failure.actions.map(({ id, label, asks }, index) => (
            <button
              key={id}
              type="button"
              class={index === 0 ? 'button' : 'button secondary'}
              disabled={asks && answering}
              onClick={() => post({ type: 'failureAction', turnId, actionId: id })}
            >
              {label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
