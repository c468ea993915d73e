import type { VNode } from 'preact';
import { useContext } from 'preact/hooks';
import type { AnswerActionView } from '../../protocol/turnView.ts';
import { AnsweringContext } from './answering.ts';
import { leaveButton } from './leaveButton.ts';
import { usePost } from './post.ts';

export interface MainActionsProps {
  readonly turnId: string;
  readonly actions: readonly AnswerActionView[];
  /** The user stopped the answer on purpose: no button stands out. */
  readonly calm: boolean;
}

/** The most likely actions for an answer, as prominent buttons. */
export function MainActions({ turnId, actions, calm }: MainActionsProps): VNode {
  const post = usePost();
  const answering = useContext(AnsweringContext);
  return (
    <div class="mainActions">
      {actions.map(({ id, label, asks }) => (
        <button
          key={id}
          type="button"
          class={calm ? 'button secondary' : 'button'}
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
