import type { ComponentChildren, VNode } from 'preact';
import { useContext } from 'preact/hooks';
import type { AnswerActionView } from '../../protocol/turnView.ts';
import { AnsweringContext } from './answering.ts';
import { leaveButton } from './leaveButton.ts';
import { usePost } from './post.ts';

interface AnswerActionButtonProps {
  readonly turnId: string;
  readonly action: AnswerActionView;
  readonly class: string;
  /** Content of a button without a text, whose label is then a tooltip. */
  readonly children?: ComponentChildren;
}

/** A button for an action on an answer; disabled while another answer is in progress if the action asks again. */
export function AnswerActionButton({ turnId, action, class: kind, children }: AnswerActionButtonProps): VNode {
  const post = usePost();
  const answering = useContext(AnsweringContext);
  const { id, label, asks } = action;
  const name = children === undefined ? {} : { title: label, 'aria-label': label };
  return (
    <button
      type="button"
      class={kind}
      {...name}
      disabled={asks && answering}
      onClick={({ currentTarget }) => {
        leaveButton(currentTarget);
        post({ type: 'answerAction', turnId, actionId: id });
      }}
    >
      {children ?? label}
    </button>
  );
}
