import * as vscode from 'vscode';
import type { Failure } from '../../core/conversation/conversation.ts';
import type { FailureWords } from './failureWords.ts';

/** What to say when an endpoint failed so often that it is left alone for a while. */
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
      next: vscode.l10n.t('Next try in {seconds} s.', {
        seconds: seconds ?? String(Math.max(1, Math.ceil(retryAfterMs / 1000))),
      }),
    }),
    actions: ['tryNow', 'selectModel', 'diagnose'],
  };
}

/** What to say when more questions wait than anybody can mean. */
export function queueFullWords(): FailureWords {
  return {
    what: vscode.l10n.t('Too many questions are waiting already.'),
    next: vscode.l10n.t('Wait a moment, then retry.'),
    actions: ['retry'],
  };
}

/** What to say when this computer has no network at all. */
export function offlineWords(): FailureWords {
  return {
    what: vscode.l10n.t('This computer has no network.'),
    next: vscode.l10n.t('Connect to a network, or have the question sent when the network is back.'),
    actions: ['sendWhenBack', 'retry', 'diagnose'],
  };
}

/** What to say of a model that would have answered, had it not been dearer; `undefined` where there is none. */
export function dearerSentence(failure: Failure, asked: string): string | undefined {
  const { dearerModel: to, dearerRatio: ratio = Infinity } = failure;
  if (to === undefined) return undefined;
  // A number that is none was kept as `null`.
  if (!Number.isFinite(ratio)) return vscode.l10n.t('{to} costs money, {from} does not. Use it?', { to, from: asked });
  return vscode.l10n.t('{to} costs about {ratio} times as much as {from}. Use it?', {
    to,
    from: asked,
    ratio: timesText(ratio),
  });
}

/** Rounded up, so that nobody pays more than was said. */
function timesText(ratio: number): string {
  return String(ratio < 10 ? Math.ceil(ratio * 10) / 10 : Math.ceil(ratio));
}
