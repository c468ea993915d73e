import * as vscode from 'vscode';
import type { Answer, Attachment, Failure, Turn } from '../../core/conversation/conversation.ts';
import type { AnswerView, ApplyView, BranchView, FailureView, TurnView } from '../../protocol/turnView.ts';
import { attachedFile } from '../context/attachedFile.ts';
import { failureActionLabel, isAsking } from '../failures/failureActions.ts';
import { type FailureNotice, failureNotice } from '../failures/failureNotices.ts';
import { sentences } from '../sentences.ts';
import { answerActionViews } from './answerActions.ts';
import { answerNotice, type PriceOf } from './answerNotice.ts';
import { attachmentView } from './attachmentView.ts';
import { cachedView } from './cachedView.ts';
import { progressView } from './progressView.ts';
import { receiptDetails } from './receiptDetails.ts';
import { receiptView } from './receiptView.ts';
import { SECONDS } from './seconds.ts';

/** Failures where nothing went wrong: mostly the user has to decide something before anything is sent. */
const HELD_BACK: ReadonlySet<string> = new Set<Failure['kind']>([
  'elsewhere',
  'no-credentials',
  'budget',
  'paused',
  'price-unknown',
  'circuit',
  'queue-full',
  'offline',
]);

/** What the view of a turn depends on besides the turn. */
export interface Viewing {
  /** Wall time. */
  readonly nowMs: number;
  readonly priceOf: PriceOf;
  /** There is a key for the host that is asked. */
  readonly hasCredentials: boolean;
  /** Returns the alternatives of a turn, including itself, in order. */
  readonly branchesOf: (turnId: string) => readonly Turn[];
}

/** Creates the page's view of a turn. */
export type TurnPainter = (turn: Turn, viewing: Viewing) => TurnView;

/** Creates the page's view of a turn. */
export function turnView(turn: Turn, viewing: Viewing): TurnView {
  const branch = branchView(turn.id, viewing.branchesOf(turn.id));
  return {
    id: turn.id,
    question: turn.question,
    attachments: turn.attachments.map(attachmentView),
    ...(branch && { branch }),
    answer: answerView(turn.answer, viewing),
    // In an untrusted workspace, answers must not be applied to files.
    ...(vscode.workspace.isTrusted && { apply: applyView(turn.attachments) }),
  };
}

function applyView(attachments: readonly Attachment[]): ApplyView {
  const [only, another] = attachments.filter(attachment => attachedFile(attachment) !== undefined);
  if (only === undefined || another !== undefined) return { target: null };
  return {
    target: { label: attachmentView(only).label, language: only.languageId },
  };
}

function branchView(turnId: string, turns: readonly Turn[]): BranchView | undefined {
  if (turns.length < 2) return undefined;
  const place = turns.findIndex(({ id }) => id === turnId);
  const previousId = turns[place - 1]?.id;
  const nextId = turns[place + 1]?.id;
  return {
    number: place + 1,
    count: turns.length,
    ...(previousId !== undefined && { previousId }),
    ...(nextId !== undefined && { nextId }),
  };
}

function answerView(answer: Answer, { nowMs, priceOf, hasCredentials }: Viewing): AnswerView {
  const progress = progressView(answer, nowMs);
  const notice = answerNotice(answer, priceOf);
  const cached = cachedView(answer, nowMs);
  const hasEnded = answer.state !== 'waiting' && answer.state !== 'streaming';
  const receipt = hasEnded ? receiptView(answer) : undefined;
  const details = hasEnded ? receiptDetails(answer) : [];
  const actions = answerActionViews(answer);
  const { citations = [], reasoningMs, reasoningSinceMs } = answer;
  return {
    state: answer.state,
    reasoning: answer.reasoning,
    ...(reasoningMs !== undefined && { reasoningMs }),
    ...(reasoningSinceMs !== undefined && { reasoningForMs: Math.max(0, nowMs - reasoningSinceMs) }),
    text: answer.text,
    ...(citations.length > 0 && { citations }),
    ...(progress && { progress }),
    ...(notice !== undefined && { notice }),
    ...(answer.failure && { failure: failureView(answer.failure, answer, nowMs, hasCredentials) }),
    ...(cached && { cached }),
    ...(actions.length > 0 && { actions }),
    ...(receipt && { receipt }),
    ...(details.length > 0 && { details }),
  };
}

function failureView(failure: Failure, answer: Answer, nowMs: number, hasCredentials: boolean): FailureView {
  const { retryAfterMs: _, retryAtMs = 0, ...lasting } = failure;
  const notice = failureNotice(lasting, answer);
  const { message, actions } = hasCredentials && isWithoutKey(failure) ? keySetNotice(notice) : notice;
  const remainingMs = retryAtMs - nowMs;
  return {
    severity: HELD_BACK.has(failure.kind) ? 'warning' : 'error',
    message,
    ...(remainingMs > 0 && { waiting: { text: failureNotice(failure, answer, SECONDS).message, remainingMs } }),
    actions: actions.map(id => ({
      id,
      label: failureActionLabel(id, answer),
      asks: isAsking(id),
      ...(remainingMs > 0 && id === 'retry' && { waitingLabel: vscode.l10n.t('Retry Now') }),
    })),
  };
}

/** There was no key at all; other obstacles have a code. */
function isWithoutKey({ kind, code = '' }: Failure): boolean {
  return kind === 'no-credentials' && code === '';
}

/** Returns the notice for a question that had to wait for a key, which has been set since. */
function keySetNotice({ actions }: FailureNotice): FailureNotice {
  return {
    message: sentences([vscode.l10n.t('A key is set now.'), vscode.l10n.t('The question was not sent and is kept.')]),
    actions: ['retry', ...actions.filter(id => id === 'setCredentials')],
  };
}
