import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { TurnView } from '../../protocol/chat.ts';
import { AnswerBody } from './answerBody.tsx';
import { AttachmentChips } from './attachmentChips.tsx';

/** One question and its answer. It is rendered again only when its turn is another object. */
export function TurnArticle({ turn }: { turn: TurnView }): VNode {
  return useMemo(
    () => (
      <article class="turn" data-turn={turn.id}>
        <h2 class="visuallyHidden">{l10n.t('You asked')}</h2>
        <div class="question">
          <p class="questionText">{turn.question}</p>
          <AttachmentChips attachments={turn.attachments} />
        </div>
        <h2 class="visuallyHidden">{l10n.t('Wenxin answered')}</h2>
        <AnswerBody turnId={turn.id} answer={turn.answer} />
      </article>
    ),
    [turn],
  );
}
