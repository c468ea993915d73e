import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { AnswerView, ProgressView } from '../../protocol/chat.ts';
import { CachedLine } from './cachedLine.tsx';
import { FailureBox } from './failureBox.tsx';
import { Icon } from './icon.tsx';
import { Markdown } from './markdown/markdown.tsx';
import { ProgressLine } from './progressLine.tsx';
import { ReceiptLine } from './receiptLine.tsx';
import { isAnswering } from './reducer.ts';

/** An answer, whatever became of it. */
export function AnswerBody({ turnId, answer }: { turnId: string; answer: AnswerView }): VNode {
  const growing = isAnswering(answer);
  const thinking = growing && answer.text === '' && answer.reasoning !== '';
  return (
    <div class="answer">
      {answer.reasoning !== '' && <Reasoning text={answer.reasoning} thinking={thinking} />}
      {answer.text !== '' && <Markdown source={answer.text} growing={growing} />}
      {growing && answer.text === '' && !thinking && (
        <ProgressLine turnId={turnId} progress={answer.progress ?? justWaiting()} />
      )}
      {answer.state === 'stopped' && <p class="aside">{l10n.t('Stopped.')}</p>}
      {answer.notice !== undefined && <p class="aside">{answer.notice}</p>}
      {answer.failure !== undefined && <FailureBox turnId={turnId} failure={answer.failure} />}
      {answer.cached !== undefined && <CachedLine turnId={turnId} cached={answer.cached} />}
      {answer.receipt !== undefined && <ReceiptLine receipt={answer.receipt} />}
    </div>
  );
}

function justWaiting(): ProgressView {
  return { text: l10n.t('Waiting for an answer...'), actions: [] };
}

function Reasoning({ text, thinking }: { text: string; thinking: boolean }): VNode {
  return (
    <details class="reasoning">
      <summary>
        <Icon name="chevron" />
        <span class={thinking ? 'progress' : undefined}>{thinking ? l10n.t('Reasoning...') : l10n.t('Reasoning')}</span>
      </summary>
      <div class="reasoningText">{text}</div>
    </details>
  );
}
