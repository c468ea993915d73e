import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { AnswerView, CitationView, ProgressView } from '../../protocol/turnView.ts';
import { AnswerEnding } from './answerEnding.tsx';
import { AnswerFoot } from './answerFoot.tsx';
import { CachedLine } from './cachedLine.tsx';
import { type CitedSources, CitedSourcesContext } from './citedText.tsx';
import { FailureBox } from './failureBox.tsx';
import { Markdown } from './markdown/markdown.tsx';
import { ProgressLine } from './progressLine.tsx';
import { ReasoningFold } from './reasoningFold.tsx';
import { isAnswering } from './reducer.ts';
import { Sources, sourceId } from './sources.tsx';

/** An answer in any state. */
export function AnswerBody({ turnId, answer }: { turnId: string; answer: AnswerView }): VNode {
  const growing = isAnswering(answer);
  const thinking = growing && answer.reasoningForMs !== undefined;
  const waits = growing && !thinking && (answer.state === 'waiting' || answer.text === '');
  const { citations = [] } = answer;
  const sources = useCitedSources(turnId, citations);
  return (
    <div class="answer">
      {answer.reasoning !== '' && <ReasoningFold answer={answer} thinking={thinking} />}
      {answer.text !== '' && (
        <CitedSourcesContext.Provider value={sources}>
          <Markdown source={answer.text} growing={growing} />
        </CitedSourcesContext.Provider>
      )}
      {waits && <ProgressLine turnId={turnId} progress={answer.progress ?? justWaiting(answer.text)} />}
      {citations.length > 0 && <Sources turnId={turnId} citations={citations} />}
      <AnswerEnding turnId={turnId} answer={answer} />
      {answer.failure !== undefined && <FailureBox turnId={turnId} failure={answer.failure} />}
      {answer.cached !== undefined && <CachedLine turnId={turnId} cached={answer.cached} />}
      {!growing && <AnswerFoot turnId={turnId} answer={answer} />}
    </div>
  );
}

function justWaiting(text: string): ProgressView {
  const words = text === '' ? l10n.t('Waiting for an answer...') : l10n.t('Waiting for more of the answer...');
  return { text: words, actions: [] };
}

/** Returns the same object while the sources are the same, so that no text is rendered again. */
function useCitedSources(turnId: string, citations: readonly CitationView[]): CitedSources {
  const indexes = citations.map(({ index }) => index).join();
  return useMemo(
    () => ({
      indexes: new Set(citations.map(({ index }) => index)),
      show: index => {
        const source = document.getElementById(sourceId(turnId, index));
        source?.scrollIntoView({ block: 'nearest' });
        source?.focus({ preventScroll: true });
      },
    }),
    [turnId, indexes],
  );
}
