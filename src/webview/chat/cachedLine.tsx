import type { VNode } from 'preact';
import type { CachedView } from '../../protocol/turnView.ts';
import { AnswerActionButton } from './answerActionButton.tsx';

/** Shows that an answer came from the cache without cost, and the possible actions. */
export function CachedLine({ turnId, cached }: { turnId: string; cached: CachedView }): VNode {
  return (
    <div class="cached">
      <p title={cached.description}>
        {cached.text}
        <span class="visuallyHidden"> {cached.description}</span>
      </p>
      {cached.actions.map(action => (
        <AnswerActionButton key={action.id} turnId={turnId} action={action} class="linkButton" />
      ))}
    </div>
  );
}
