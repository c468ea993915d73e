import * as vscode from 'vscode';
import type { Answer, Attachment, Failure, Turn } from '../../core/conversation/conversation.ts';
import type { FailureKind } from '../../core/errors.ts';
import type { AnswerView, AttachmentView, FailureView, TurnView } from '../../protocol/chat.ts';
import { failureActionLabel, isAsking } from '../failures/failureActions.ts';
import { failureNotice } from '../failures/failureNotices.ts';
import { answerNotice, type PriceOf } from './answerNotice.ts';
import { cachedView } from './cachedView.ts';
import { progressView } from './progressView.ts';
import { receiptView } from './receiptView.ts';

/** Nothing went wrong and nothing was sent: the person has to decide something first. */
const HELD_BACK: ReadonlySet<string> = new Set<FailureKind>([
  'no-credentials',
  'budget',
  'price-unknown',
  'circuit',
  'queue-full',
  'offline',
]);

/** What the picture of a turn depends on besides the turn. */
export interface Viewing {
  /** Wall time. */
  readonly nowMs: number;
  readonly priceOf: PriceOf;
}

/** What the page shows of a turn. */
export function turnView(turn: Turn, viewing: Viewing): TurnView {
  return {
    id: turn.id,
    question: turn.question,
    attachments: turn.attachments.map(attachmentView),
    answer: answerView(turn.answer, viewing),
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

function answerView(answer: Answer, { nowMs, priceOf }: Viewing): AnswerView {
  const progress = progressView(answer, nowMs);
  const notice = answerNotice(answer, priceOf);
  const cached = cachedView(answer, nowMs);
  const receipt = answer.state === 'waiting' || answer.state === 'streaming' ? undefined : receiptView(answer);
  return {
    state: answer.state,
    reasoning: answer.reasoning,
    text: answer.text,
    ...(progress && { progress }),
    ...(notice !== undefined && { notice }),
    ...(answer.failure && { failure: failureView(answer.failure, answer) }),
    ...(cached && { cached }),
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
