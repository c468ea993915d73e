import type { VNode } from 'preact';
import type { AnswerActionView } from '../../protocol/turnView.ts';
import { AnswerActionButton } from './answerActionButton.tsx';

export interface MainActionsProps {
  readonly turnId: string;
  readonly actions: readonly AnswerActionView[];
  /** The user stopped the answer on purpose: no button stands out. */
  readonly calm: boolean;
}

/** The most likely actions for an answer, as prominent buttons. */
export function MainActions({ turnId, actions, calm }: MainActionsProps): VNode {
  return (
    <div class="mainActions">
      {actions.map(action => (
        <AnswerActionButton
          key={action.id}
          turnId={turnId}
          action={action}
          class={calm ? 'button secondary' : 'button'}
        />
      ))}
    </div>
  );
}
