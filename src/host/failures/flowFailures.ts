import * as vscode from 'vscode';
import type { Failure } from '../../core/conversation/conversation.ts';
import type { FailureWords } from './failureWords.ts';

/** Returns the notice for an open circuit breaker. */
export function circuitWords(
  { endpoint, failures = 0, retryAfterMs }: Failure,
  host: string,
  seconds?: string,
): FailureWords {
  const name = endpoint ?? host;
  return {
    what: vscode.l10n.t('{endpoint} failed {count} times in a row; requests are paused.', {
      endpoint: name,
      count: String(failures),
    }),
    ...(retryAfterMs !== undefined && {
      next: vscode.l10n.t('You can try again in {seconds} s.', {
        seconds: seconds ?? String(Math.max(1, Math.ceil(retryAfterMs / 1000))),
      }),
    }),
    actions: ['tryNow', 'selectModel', 'diagnose'],
  };
}

/** Returns the notice for a full queue. */
export function queueFullWords(): FailureWords {
  return {
    what: vscode.l10n.t('Too many questions are waiting already.'),
    next: vscode.l10n.t('Wait a moment, then retry.'),
    actions: ['retry'],
  };
}

/** Returns the notice for a machine without any network. */
export function offlineWords(): FailureWords {
  return {
    what: vscode.l10n.t('This computer has no network.'),
    next: vscode.l10n.t('Connect to a network, or have the question sent when the network is back.'),
    actions: ['sendWhenBack', 'retry', 'diagnose'],
  };
}

/** Offers a fallback model that was skipped only because it is more expensive; `undefined` when there is none. */
export function dearerSentence(failure: Failure, asked: string): string | undefined {
  const { dearerModel: to, dearerRatio: ratio = Infinity } = failure;
  if (to === undefined) return undefined;
  // Stored as JSON, `Infinity` becomes `null`.
  if (!Number.isFinite(ratio)) return vscode.l10n.t('{to} costs money, {from} does not. Use it?', { to, from: asked });
  return vscode.l10n.t('{to} costs about {ratio} times as much as {from}. Use it?', {
    to,
    from: asked,
    ratio: timesText(ratio),
  });
}

/** Rounds up, so that the actual cost is never higher than stated. */
function timesText(ratio: number): string {
  return String(ratio < 10 ? Math.ceil(ratio * 10) / 10 : Math.ceil(ratio));
}
