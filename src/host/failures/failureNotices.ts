import * as vscode from 'vscode';
import { canContinue, isStillToContinue } from '../../core/conversation/continuation.ts';
import type { Answer, Failure } from '../../core/conversation/conversation.ts';
import { isRefusalKind } from '../../core/errors.ts';
import type { FailureActionId } from './failureActions.ts';
import type { FailureWords } from './failureWords.ts';
import { chargeSentence, keptSentence } from './chargeSentences.ts';
import { circuitWords, dearerSentence, offlineWords, queueFullWords } from './flowFailures.ts';
import { isChinese } from '../language.ts';
import { sentences } from '../sentences.ts';
import { missingCredentialWords } from './missingCredentials.ts';
import { budgetWords, pausedWords, unknownPriceWords, unwrittenWords } from './moneyFailures.ts';
import { OWN_CODES, refusedCredentialWords } from './refusedCredentials.ts';
import { unusableEndpointWords } from './unusableEndpoint.ts';

/** A failure explained to the user: what happened, whether it was charged, what to do, and the buttons for it. */
export interface FailureNotice {
  readonly message: string;
  readonly actions: readonly FailureActionId[];
}

/**
 * Returns the notice for the failure that ended an answer.
 *
 * @param secondsToWait placeholder for the seconds to wait, where the view counts them down.
 */
export function failureNotice(failure: Failure, answer: Answer, secondsToWait?: string): FailureNotice {
  const { what, next, charge, actions: own } = failureWords(failure, answer, secondsToWait);
  const goesOn = own.includes('retry') && canContinue(answer) && !isStillToContinue(answer);
  const actions: readonly FailureActionId[] = goesOn ? ['continue', ...own] : own;
  const dearer = dearerSentence(failure, answer.askedModel ?? answer.model);
  const isWhole = answer.text === '' || failure.kind === 'elsewhere';
  const kept = isWhole ? undefined : keptSentence(answer, charge === undefined);
  const charged = charge ?? (kept === undefined ? chargeSentence(answer.bookings) : undefined);
  return {
    message: sentences([what, kept, charged, next, dearer, failureFacts(failure)]),
    actions: dearer === undefined ? actions : actions.toSpliced(1, 0, 'useDearerModel'),
  };
}

/** Returns what happened in one sentence, for callers that add the rest themselves. */
export function failureSentence(failure: Failure, model: string): string {
  return failureWords(failure, { model }).what;
}

/** Returns in one sentence whether it was charged. */
export function failureCharge(failure: Failure, { model, bookings }: Answer): string {
  return failureWords(failure, { model }).charge ?? chargeSentence(bookings);
}

/**
 * Returns the service's or the proxy's error code in brackets, untranslated, because their support asks for it. Codes
 * of other failures are local to this machine and only logged.
 */
export function failureFacts({ kind, code, status }: Failure): string | undefined {
  if (!isRefusalKind(kind) && kind !== 'proxy-refused' && kind !== 'not-json') return undefined;
  const isOwn = kind === 'proxy-refused' || OWN_CODES.has(code ?? '');
  return inBrackets([isOwn ? undefined : code, status === 200 ? undefined : status]);
}

/** Formats a code and an HTTP status in brackets; `undefined` without either. */
export function inBrackets([code, status]: readonly [string | undefined, number | undefined]): string | undefined {
  const parts = [code, status === undefined ? undefined : `HTTP ${status}`].filter(part => part !== undefined);
  const own = parts.join(isChinese() ? '，' : ', ');
  if (own === '') return undefined;
  return isChinese() ? `（${own}）` : `(${own})`;
}

/** Returns the parts of a notice: what happened, the charge if it is a special case, and what can be done. */
export function failureWords(
  failure: Failure,
  answer: Pick<Answer, 'model' | 'earlier'>,
  secondsToWait?: string,
): FailureWords {
  const { model } = answer;
  const host = failure.host ?? vscode.l10n.t('the service');
  const seconds = String(failure.limitSeconds ?? 0);
  switch (failure.kind) {
    case 'refused':
      return {
        what: vscode.l10n.t('The rate limit of {model} is reached.', { model }),
        next: waitAdvice(failure.retryAfterMs, secondsToWait),
        actions: ['retry', 'selectModel'],
      };
    case 'busy':
      return {
        what: vscode.l10n.t('{model} is busy or has an internal error.', { model }),
        next:
          failure.retryAfterMs === undefined
            ? vscode.l10n.t('Retry in a moment.')
            : waitAdvice(failure.retryAfterMs, secondsToWait),
        actions: ['retry', 'selectModel'],
      };
    case 'timeout':
      return {
        what: vscode.l10n.t('No answer for {seconds} s.', { seconds }),
        charge: vscode.l10n.t('The service may still be working; sending again may be charged again.'),
        actions: ['retry', 'openTimeoutSettings'],
      };
    case 'stalled':
      return {
        what: vscode.l10n.t('The answer stalled for {seconds} s.', { seconds }),
        actions: ['retry', 'openTimeoutSettings'],
      };
    case 'too-slow':
      return {
        what: vscode.l10n.t('The answer took longer than {seconds} s and was stopped.', { seconds }),
        actions: ['retry', 'openTimeoutSettings'],
      };
    case 'truncated':
      return { what: vscode.l10n.t('The connection broke.'), actions: ['retry'] };
    case 'interrupted':
      return {
        what: vscode.l10n.t('VS Code was closed or restarted while the answer was coming.'),
        // The window that recovered the open attempt booked it; the booking is not part of the conversation.
        charge: vscode.l10n.t('It may have been charged; the status bar counts an estimate.'),
        actions: ['retry'],
      };
    case 'elsewhere':
      return {
        what: vscode.l10n.t('This answer is still being written in another window.'),
        charge: vscode.l10n.t('Its cost is counted there.'),
        next: vscode.l10n.t('Load it again to see the rest.'),
        actions: ['loadAgain'],
      };
    case 'connection-lost':
      return {
        what: vscode.l10n.t('The connection to {host} broke before an answer came.', { host }),
        next: vscode.l10n.t('Retry in a moment.'),
        actions: ['retry', 'diagnose', 'openProxySettings'],
      };
    case 'empty':
      return { what: vscode.l10n.t('{model} sent an empty answer.', { model }), actions: ['retry', 'selectModel'] };
    case 'unreachable':
    case 'dns':
      return {
        what: vscode.l10n.t('{host} cannot be reached.', { host }),
        next: vscode.l10n.t('Check the network and the proxy; in a company network this host may have to be allowed.'),
        actions: ['retry', 'sendWhenBack', 'diagnose', 'openProxySettings'],
      };
    case 'tls':
      return {
        what: vscode.l10n.t('The certificate of {host} is not trusted; company traffic inspection often causes this.', {
          host,
        }),
        next: vscode.l10n.t("Install the company's root certificate in the system and reload."),
        actions: ['diagnose', 'reloadWindow', 'retry'],
      };
    case 'proxy-auth':
      return {
        what: vscode.l10n.t('The proxy asks for a login (407).'),
        charge: vscode.l10n.t('Nothing was sent to the service.'),
        actions: ['openProxySettings', 'diagnose', 'retry'],
      };
    case 'proxy-refused':
      return {
        what: vscode.l10n.t('The proxy does not let requests through to {host}.', { host }),
        charge: vscode.l10n.t('Nothing was sent to the service.'),
        next: vscode.l10n.t('In a company network this host may have to be allowed.'),
        actions: ['diagnose', 'openProxySettings', 'retry'],
      };
    case 'redirect':
      return {
        what: vscode.l10n.t(
          '{host} redirects to another address. It was not followed, because the key would go there too.',
          {
            host,
          },
        ),
        actions: ['openEndpointSettings', 'retry'],
      };
    case 'not-json':
      return {
        what: vscode.l10n.t('A web page came back instead of an answer, probably the login page of a proxy or Wi-Fi.'),
        next: vscode.l10n.t('Log in in the browser, then retry.'),
        actions: ['openBrowser', 'diagnose', 'retry'],
      };
    case 'no-endpoint':
      return unusableEndpointWords(failure);
    case 'no-credentials':
      return {
        ...missingCredentialWords(failure, host),
        charge: vscode.l10n.t('The question was not sent and is kept.'),
      };
    case 'credentials':
      return refusedCredentialWords(failure, host);
    case 'model-permission':
      return {
        what: vscode.l10n.t('This API Key may not use {model}, or the model does not exist.', { model }),
        next: vscode.l10n.t('Grant it in the console or choose another model.'),
        actions: ['selectModel', 'openConsole', 'retry'],
      };
    case 'model-gone':
      return {
        what: vscode.l10n.t('{model} is retired or not offered any more.', { model }),
        next: vscode.l10n.t('Choose another model.'),
        actions: ['selectModel', 'retry'],
      };
    case 'quota':
      return {
        what: vscode.l10n.t('The quota of {model} is used up; retrying now will not help.', { model }),
        actions: ['selectModel', 'openConsole', 'retry'],
      };
    case 'overdue':
      return {
        what: vscode.l10n.t('The Baidu AI Cloud account is overdue and the request was refused.'),
        next: vscode.l10n.t('Your question is kept; top up, then retry.'),
        actions: ['topUp', 'retry'],
      };
    case 'too-long':
      return failure.tokens === undefined ? refusedAsTooLong(answer) : surelyTooLong(failure, model);
    case 'unsafe':
      return {
        what: vscode.l10n.t('The service refused this question under its safety rules.'),
        next: vscode.l10n.t('Rephrase it or attach less.'),
        actions: ['editQuestion'],
      };
    case 'invalid':
      return {
        what: vscode.l10n.t('{host} rejected the request as malformed.', { host }),
        next: vscode.l10n.t('A setting such as the model or the temperature may be wrong.'),
        actions: ['selectModel', 'showLog', 'retry'],
      };
    case 'too-large':
      return {
        what: vscode.l10n.t('The answer was larger than any real one and was cut off.'),
        actions: ['retry', 'showLog'],
      };
    case 'storage':
      return unwrittenWords(failure);
    case 'budget':
      return budgetWords(failure);
    case 'paused':
      return pausedWords(failure);
    case 'price-unknown':
      return unknownPriceWords(model);
    case 'circuit':
      return circuitWords(failure, host, secondsToWait);
    case 'queue-full':
      return queueFullWords();
    case 'offline':
      return offlineWords();
    case 'unexpected':
      return {
        what: vscode.l10n.t('Something unexpected went wrong in the extension.'),
        actions: ['retry', 'showLog'],
      };
  }
}

function refusedAsTooLong({ model, earlier }: Pick<Answer, 'model' | 'earlier'>): FailureWords {
  const hasEarlier = earlier !== undefined && earlier.sent > 0;
  return {
    what: vscode.l10n.t('The question with its attachments is longer than {model} takes.', { model }),
    next: vscode.l10n.t('Select less code, start a new chat or choose a model with a larger context window.'),
    actions: [...(hasEarlier ? (['sendFewer'] as const) : []), 'editQuestion', 'selectModel', 'retry'],
  };
}

function surelyTooLong({ tokens = 0, limitTokens = 0 }: Failure, model: string): FailureWords {
  const facts = { model, tokens: tokens.toLocaleString('en-US'), limit: limitTokens.toLocaleString('en-US') };
  return {
    what: vscode.l10n.t('About {tokens} tokens, more than {model} takes ({limit}).', facts),
    charge: vscode.l10n.t('Nothing was sent.'),
    next: vscode.l10n.t('Remove attachments, start a new chat or choose a model with a larger context window.'),
    actions: ['editQuestion', 'selectModel', 'retry'],
  };
}

function waitAdvice(retryAfterMs: number | undefined, seconds?: string): string {
  if (retryAfterMs === undefined) return vscode.l10n.t('Wait a moment, then retry.');
  return vscode.l10n.t('Retry in {seconds} s.', {
    seconds: seconds ?? String(Math.max(1, Math.ceil(retryAfterMs / 1000))),
  });
}
