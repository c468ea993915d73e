import * as vscode from 'vscode';
import type { Answer, Attachment, Failure, Turn } from '../../core/conversation/conversation.ts';
import type { FailureKind } from '../../core/errors.ts';
import { formatYuan } from '../../core/money.ts';
import type { AnswerView, AttachmentView, FailureView, TurnView } from '../../protocol/chat.ts';
import { failureActionLabel, isAsking } from '../failures/failureActions.ts';
import { failureNotice, sentences } from '../failures/failureNotices.ts';
import { receiptView } from './receiptView.ts';

/** Nothing went wrong and nothing was sent: the person has to decide something first. */
const HELD_BACK: ReadonlySet<string> = new Set<FailureKind>(['no-credentials', 'budget', 'price-unknown']);

/** What the page shows of a turn. */
export function turnView(turn: Turn): TurnView {
  return {
    id: turn.id,
    question: turn.question,
    attachments: turn.attachments.map(attachmentView),
    answer: answerView(turn.answer),
  };
}

/** What the page shows of an attachment. */
export function attachmentView({ id, path, startLine, endLine }: Attachment): AttachmentView {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const lines = startLine === endLine ? String(startLine) : `${startLine}–${endLine}`;
  return {
    id,
    label: `${name}:${lines}`,
    description:
      startLine === endLine
        ? vscode.l10n.t('{path}, line {line}', { path, line: lines })
        : vscode.l10n.t('{path}, lines {lines}', { path, lines }),
  };
}

function answerView(answer: Answer): AnswerView {
  const notice = noticeFor(answer);
  const receipt = answer.state === 'waiting' || answer.state === 'streaming' ? undefined : receiptView(answer);
  return {
    state: answer.state,
    reasoning: answer.reasoning,
    text: answer.text,
    ...(answer.waitsFor === 'budget' && {
      progress: vscode.l10n.t('Waiting for other questions to end: together they could pass the budget.'),
    }),
    ...(notice !== undefined && { notice }),
    ...(answer.failure && { failure: failureView(answer.failure, answer) }),
    ...(receipt && { receipt }),
  };
}

function failureView(failure: Failure, answer: Answer): FailureView {
  const { message, actions } = failureNotice(failure, answer);
  return {
    severity: HELD_BACK.has(failure.kind) ? 'warning' : 'error',
    message,
    actions: actions.map(id => ({ id, label: failureActionLabel(id, answer), asks: isAsking(id) })),
  };
}

function noticeFor(answer: Answer): string | undefined {
  if (answer.safety === 'withdrawn') {
    return vscode.l10n.t('The safety rules of the service took this answer back. Word the question differently.');
  }
  if (answer.safety === 'ended') {
    return vscode.l10n.t('The safety rules of the service ended this conversation. Start a new chat to go on.');
  }
  const parts = [limitSentence(answer), cutSentence(answer)].filter(part => part !== undefined);
  return parts.length === 0 ? undefined : sentences(parts);
}

/** Nothing for an answer that ended before anything came: its length did not matter. */
function limitSentence({ limited, state, text, reasoning }: Answer): string | undefined {
  const isEmpty = text === '' && reasoning === '';
  if (limited === undefined || (isEmpty && state !== 'waiting' && state !== 'streaming')) return undefined;
  return vscode.l10n.t("{left} of today's budget was left, so this answer was limited to {tokens} tokens.", {
    left: formatYuan(limited.leftNanoYuan),
    tokens: limited.maxOutputTokens.toLocaleString('en-US'),
  });
}

function cutSentence({ finish, limited, isModelLimit, model }: Answer): string | undefined {
  if (finish === 'filtered') return vscode.l10n.t('The safety rules of the service cut this answer.');
  if (finish !== 'length') return undefined;
  // The limit in the settings is not what cut it.
  if (limited !== undefined) return vscode.l10n.t('It was cut there.');
  if (isModelLimit)
    return vscode.l10n.t('The answer was cut: {model} writes no more at once. Ask to continue.', { model });
  return vscode.l10n.t('The answer was cut at the output limit. Ask to continue, or raise the limit in the settings.');
}
