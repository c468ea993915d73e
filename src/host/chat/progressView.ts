import * as vscode from 'vscode';
import type { Answer, Wait } from '../../core/conversation/conversation.ts';
import type { ProgressView } from '../../protocol/turnView.ts';
import { sentences } from '../sentences.ts';
import { backoffText } from './backoffText.ts';
import { SECONDS } from './seconds.ts';

/** Actions on a question in progress. */
export type ProgressActionId = 'skip' | 'cancel' | 'keepWaiting' | 'stop' | 'sendAgain';

interface Progress {
  readonly text: string;
  readonly actions: readonly ProgressActionId[];
}

/** Returns what an open answer is waiting for; `undefined` when it is only waiting for the service. */
export function progressView(answer: Answer, nowMs: number): ProgressView | undefined {
  const progress = progressOf(answer);
  if (progress === undefined) return undefined;
  const { text, actions } = progress;
  const untilMs = answer.waiting?.untilMs;
  return {
    text,
    ...(untilMs !== undefined && text.includes(SECONDS) && { remainingMs: Math.max(0, untilMs - nowMs) }),
    actions: actions.map(id => ({ id, label: labelOf(id, answer) })),
  };
}

/** Returns the actions available now. */
export function progressActions(answer: Answer): readonly ProgressActionId[] {
  return progressOf(answer)?.actions ?? [];
}

function progressOf(answer: Answer): Progress | undefined {
  if (answer.state !== 'waiting') return undefined;
  const { slow, waiting } = answer;
  if (slow !== undefined) return { text: slowText(slow.seconds), actions: ['keepWaiting', 'stop', 'sendAgain'] };
  if (waiting === undefined) return undefined;
  return { text: waitText(waiting, answer.model), actions: waiting.canSkip ? ['skip', 'cancel'] : ['cancel'] };
}

function waitText(wait: Wait, model: string): string {
  switch (wait.why) {
    case 'queue':
      return queueText(wait);
    case 'rate':
      return rateText(wait);
    case 'flight':
      return vscode.l10n.t('The same question is already being asked; its answer will be used here too.');
    case 'budget':
      return vscode.l10n.t('Waiting for other questions to finish: together they could exceed the budget.');
    case 'backoff':
      return backoffText(wait, model);
    case 'circuit':
      return vscode.l10n.t('{endpoint} failed several times in a row; requests are paused. Next try in {seconds} s.', {
        endpoint: wait.endpoint ?? vscode.l10n.t('the service'),
        seconds: SECONDS,
      });
    case 'offline':
      return wait.because === 'offline'
        ? vscode.l10n.t('No network. The question is kept and will be sent when the network is back.')
        : vscode.l10n.t('{endpoint} cannot be reached. The question is kept and will be sent when it is back.', {
            endpoint: wait.endpoint ?? vscode.l10n.t('the service'),
          });
  }
}

function queueText({ position = 0, untilMs }: Wait): string {
  const facts = { count: String(position), seconds: SECONDS };
  if (untilMs === undefined) {
    return position === 0 ? vscode.l10n.t('Queued: next in line.') : vscode.l10n.t('Queued: {count} ahead.', facts);
  }
  return position === 0
    ? vscode.l10n.t('Queued: next in line, about {seconds} s.', facts)
    : vscode.l10n.t('Queued: {count} ahead, about {seconds} s.', facts);
}

function rateText({ requestsPerMinute, untilMs }: Wait): string {
  if (untilMs === undefined) return vscode.l10n.t("This minute's limit is reached; waiting costs nothing.");
  const facts = { limit: `${requestsPerMinute} RPM`, seconds: SECONDS };
  return requestsPerMinute === undefined
    ? vscode.l10n.t("This minute's limit is reached. Retrying in {seconds} s; waiting costs nothing.", facts)
    : vscode.l10n.t("This minute's limit is reached ({limit}). Retrying in {seconds} s; waiting costs nothing.", facts);
}

function slowText(seconds: number): string {
  return sentences([
    vscode.l10n.t('No answer for {seconds} s.', { seconds: String(Math.round(seconds)) }),
    vscode.l10n.t('The service may still be working; sending again may be charged again.'),
  ]);
}

function labelOf(id: ProgressActionId, { waiting }: Answer): string {
  switch (id) {
    case 'skip':
      if (waiting?.why === 'circuit') {
        return vscode.l10n.t({ message: 'Try Now', comment: ['whether the endpoint works again'] });
      }
      return waiting?.why === 'offline' ? vscode.l10n.t('Try Now') : vscode.l10n.t('Retry Now');
    case 'cancel':
      return vscode.l10n.t('Cancel');
    case 'keepWaiting':
      return vscode.l10n.t('Keep Waiting');
    case 'stop':
      return vscode.l10n.t('Stop');
    case 'sendAgain':
      return vscode.l10n.t('Send Again');
  }
}
