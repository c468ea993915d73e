import * as vscode from 'vscode';
import { failureFrom, newAnswer } from '../../core/conversation/answer.ts';
import { checkChargeSentence } from '../failures/chargeSentences.ts';
import { failureActionLabel, isWindowAction, runFailureAction } from '../failures/failureActions.ts';
import { failureCharge, failureNotice, failureSentence } from '../failures/failureNotices.ts';
import { sentences } from '../sentences.ts';
import { COMMANDS } from '../ids.ts';
import { spokenSeconds } from '../secondsText.ts';
import type { WenxinError } from '../../core/errors.ts';
import type { CredentialVerdict } from './credentialCheck.ts';

/** More buttons do not fit on one line of a notification. */
const MAX_ACTIONS = 2;

/** Actions that open the pages where keys can be copied again. */
const PAGES: ReadonlySet<string> = new Set(['openKeyPage', 'openAccessKeyPage']);

/** Not useful here: the key was just set, and the timeout of the check is not a setting. */
const USELESS_HERE: ReadonlySet<string> = new Set(['setCredentials', 'openKeyPage', 'openTimeoutSettings']);

/** Reports that the key works, and offers the next step. */
export async function tellGood(
  { totalMs, booking }: Extract<CredentialVerdict, { is: 'good' }>,
  model: string,
  host: string,
  hasBudget: boolean,
): Promise<void> {
  const ask = vscode.l10n.t('Ask a Question');
  const budget = vscode.l10n.t('Set Daily Budget...');
  const choice = await vscode.window.showInformationMessage(
    sentences([
      vscode.l10n.t('The key works: {model} answered in {seconds} s. It is sent only to {host}.', {
        model,
        seconds: spokenSeconds(totalMs),
        host,
      }),
      checkChargeSentence(booking ? [booking] : []),
    ]),
    ask,
    ...(hasBudget ? [] : [budget]),
  );
  if (choice === ask) await vscode.commands.executeCommand(COMMANDS.openChat);
  if (choice === budget) await vscode.commands.executeCommand(COMMANDS.setBudget);
}

/** Reports that the key is saved but could not be verified, and why; returns true when the user wants to try again. */
export async function tellUnverified(
  { failure: error, isKnown, booking }: Extract<CredentialVerdict, { is: 'unverified' }>,
  model: string,
  host: string,
): Promise<boolean> {
  const failure = { host, ...failureFrom(error) };
  const answer = { ...newAnswer(model), failure, bookings: booking ? [booking] : [] };
  const again = vscode.l10n.t('Try Again');
  const actions = failureNotice(failure, answer)
    .actions.filter(isWindowAction)
    .filter(id => !USELESS_HERE.has(id))
    .slice(0, MAX_ACTIONS);
  const labels = actions.map(id => failureActionLabel(id, answer));
  const choice = await vscode.window.showWarningMessage(
    sentences([
      failureSentence(failure, model),
      failureCharge(failure, answer),
      isKnown
        ? vscode.l10n.t('The key itself was accepted and is saved.')
        : vscode.l10n.t('The key is saved but not verified; it will be checked with your first question.'),
    ]),
    // A key that was accepted meets an obstacle that a second try does not remove.
    ...(isKnown ? [...labels, again] : [again, ...labels]),
  );
  const action = actions[labels.indexOf(choice ?? '')];
  if (action !== undefined) await runFailureAction(action, host);
  return choice === again;
}

/** Reports that the service rejected the credential, so that it was not saved. */
export async function tellRefused(error: WenxinError, host: string): Promise<void> {
  const failure = { host, ...failureFrom(error) };
  const answer = newAnswer('');
  const actions = failureNotice(failure, answer)
    .actions.filter(isWindowAction)
    .filter(id => id === 'setCredentials' || PAGES.has(id));
  const labels = actions.map(id => failureActionLabel(id, answer));
  const choice = await vscode.window.showErrorMessage(
    sentences([
      failureSentence(failure, ''),
      vscode.l10n.t('The key was not saved.'),
      vscode.l10n.t('Nothing was charged.'),
    ]),
    ...labels,
  );
  const action = actions[labels.indexOf(choice ?? '')];
  if (action !== undefined) await runFailureAction(action, host);
}

/** Reports that the secret storage did not keep the key. */
export async function tellSessionOnly(): Promise<void> {
  const choose = vscode.l10n.t('Choose Key Source');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'This environment cannot keep secrets, so the key lasts for this session only. For lasting use take it from an environment variable.',
    ),
    choose,
  );
  if (choice === choose) await openSourceSetting();
}

/** Reports that a key set in an earlier session is gone. */
export async function tellForgotten(): Promise<void> {
  const set = vscode.l10n.t('Set Credentials...');
  const choose = vscode.l10n.t('Choose Key Source');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'VS Code did not keep the key you set: this environment cannot keep secrets. Set it again, or choose another key source, such as an environment variable.',
    ),
    set,
    choose,
  );
  if (choice === set) await vscode.commands.executeCommand(COMMANDS.setCredentials);
  if (choice === choose) await openSourceSetting();
}

/** Opens the setting for the key's source. */
export async function openSourceSetting(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', 'wenxin.credentialSource');
}
