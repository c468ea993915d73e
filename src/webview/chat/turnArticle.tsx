import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { TurnView } from '../../protocol/turnView.ts';
import { AnswerBody } from './answerBody.tsx';
import { CodePlaceContext } from './codePlace.ts';
import { QuestionBox } from './questionBox.tsx';
import { plainVisibleText } from './markdown/visibleText.ts';

/** Length of the label that screen readers announce when moving between questions. */
const LABEL_LENGTH = 120;

/** A question and its answer. It is rendered again only when its turn is another object. */
export function TurnArticle({ turn }: { turn: TurnView }): VNode {
  return useMemo(
    () => (
      <article
        class="turn"
        data-turn={turn.id}
        tabIndex={-1}
        aria-label={plainVisibleText(turn.question.slice(0, LABEL_LENGTH))}
      >
        <h2 class="visuallyHidden">{l10n.t('You asked')}</h2>
        <QuestionBox turn={turn} />
        <h2 class="visuallyHidden">{l10n.t('Wenxin answered')}</h2>
        <CodePlaceContext.Provider value={{ turnId: turn.id, apply: turn.apply }}>
          <AnswerBody turnId={turn.id} answer={turn.answer} />
        </CodePlaceContext.Provider>
      </article>
    ),
    [turn],
  );
}
