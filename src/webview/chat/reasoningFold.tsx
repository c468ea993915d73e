import type { VNode } from 'preact';
import type { AnswerView } from '../../protocol/turnView.ts';
import { reasoningWords } from './durationWords.ts';
import { Icon } from './icon.tsx';
import { VisiblePieces } from './markdown/visiblePieces.tsx';
import { useElapsed } from './useElapsed.ts';

/** The reasoning, collapsed, with its duration. */
export function ReasoningFold({ answer, thinking }: { answer: AnswerView; thinking: boolean }): VNode {
  const elapsed = useElapsed(thinking ? (answer.reasoningForMs ?? 0) : undefined);
  const took = answer.reasoningMs === undefined ? undefined : Math.round(answer.reasoningMs / 1000);
  return (
    <details class="reasoning">
      <summary>
        <Icon name="chevron" />
        <span class={thinking ? 'progress' : undefined}>{reasoningWords(thinking ? elapsed : took, thinking)}</span>
      </summary>
      <div class="reasoningText">
        <VisiblePieces text={answer.reasoning} within="prose" />
      </div>
    </details>
  );
}
