import * as vscode from 'vscode';
import { type Account, FIRST_ACCOUNT } from '../../core/auth/account.ts';
import type { Credential, HeldCredential } from '../../core/auth/credential.ts';
import type { Endpoint } from '../../core/chat.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Configuration } from '../configuration.ts';
import { CONSOLE_PAGES, openPage } from '../consolePages.ts';
import type { Accounts } from './accounts.ts';
import type { CheckCredential } from './credentialCheck.ts';
import { askForCredential } from './credentialInput.ts';
import { pickCredentialKind } from './credentialKind.ts';
import { openSourceSetting, tellGood, tellRefused, tellSessionOnly, tellUnverified } from './credentialMessages.ts';
import { checkWithProgress } from './checkProgress.ts';
import { destinationOf, hostKindOf, originsOf } from './destination.ts';
import { wantsToType } from './otherSource.ts';

/** What setting credentials depends on. */
export interface SetCredentialsOptions {
  readonly accounts: Accounts;
  readonly configuration: Configuration;
  /** Returns the endpoint that credentials of this kind would be used at. */
  readonly endpoint: (kind?: Credential['kind']) => Endpoint;
  readonly check: CheckCredential;
  readonly model: () => string;
  readonly storeVaultToken: (token: string) => Promise<void>;
  readonly logger: Logger;
}

/**
 * Asks for credentials, checks them with the service, and saves them unless the service has proven them invalid.
 *
 * @param name of the account; the current one when missing.
 */
export async function setCredentials(options: SetCredentialsOptions, name?: string): Promise<void> {
  const { configuration, endpoint, accounts } = options;
  if (!(await wantsToType(configuration, options.storeVaultToken))) return;
  const account = name ?? (await currentName(accounts));
  for (;;) {
    const { baseUrl, api = 'v2' } = endpoint();
    const { host, hostname } = new URL(baseUrl);
    const choice = await pickCredentialKind({ host, hostKind: hostKindOf(hostname), api });
    if (choice === undefined) return;
    if (choice === 'otherSource') return openSourceSetting();
    // The input box stays open while the user visits the page.
    if (choice === 'nothingYet') void openPage(CONSOLE_PAGES.apiKeys);
    const kind = choice === 'nothingYet' ? 'apiKey' : choice;
    const typed = await askForCredential(kind, destinationOf(endpoint(kind), kind, configuration));
    if (typed === 'back') continue;
    if (typed !== undefined) await checkAndKeep(options, account, typed);
    return;
  }
}

/** Credentials can be set even when the old ones cannot be read. */
async function currentName(accounts: Accounts): Promise<string> {
  return accounts.list().then(
    ({ current }) => current,
    () => FIRST_ACCOUNT,
  );
}

async function checkAndKeep(options: SetCredentialsOptions, name: string, credential: Credential): Promise<void> {
  const { accounts, configuration, model, logger } = options;
  const endpoint = options.endpoint(credential.kind);
  const { host } = new URL(endpoint.baseUrl);
  const account: Account = { name, credential, origins: originsOf(endpoint, credential.kind, configuration) };
  for (let isKept = false; ; isKept = true) {
    const verdict = await checkWithProgress(options.check, endpoint, credential);
    if (verdict === undefined && !isKept && !(await wantsUnchecked())) return;
    if (verdict?.is === 'refused') {
      if (isKept) await accounts.remove(name);
      return tellRefused(verdict.failure, host);
    }
    if (!isKept && (await accounts.keep(account)) === 'session') void tellSessionOnly();
    if (verdict === undefined) return;
    if (verdict.is === 'good') {
      return tellGood(verdict, model(), host, configuration.get('wenxin.budget.dailyCny') > 0);
    }
    logger.warn(`The credentials were saved without proof that they work: ${describeError(verdict.failure)}`);
    if (!(await tellUnverified(verdict, model(), host))) return;
  }
}

/** Asks the service a question of a few tokens with the current credentials, and reports the result. */
export async function checkAgain(
  options: SetCredentialsOptions,
  find: (signal: AbortSignal) => Promise<HeldCredential | undefined>,
): Promise<void> {
  const { check, configuration, endpoint, model } = options;
  for (;;) {
    const held = await find(new AbortController().signal);
    if (held === undefined) return;
    const target = endpoint();
    const { host } = new URL(target.baseUrl);
    const verdict = await checkWithProgress(check, target, held.credential);
    if (verdict === undefined) return;
    if (verdict.is === 'good') {
      return tellGood(verdict, model(), host, configuration.get('wenxin.budget.dailyCny') > 0);
    }
    const unverified = verdict.is === 'refused' ? ({ ...verdict, is: 'unverified', isKnown: false } as const) : verdict;
    if (!(await tellUnverified(unverified, model(), host))) return;
  }
}

/** Credentials must not be lost because the user cancelled the check. */
async function wantsUnchecked(): Promise<boolean> {
  const save = vscode.l10n.t('Save Without Checking');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'The check was cancelled, and the key is not saved yet. The check may have been charged a small amount.',
    ),
    save,
  );
  return choice === save;
}
