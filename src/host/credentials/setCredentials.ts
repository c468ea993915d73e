import * as vscode from 'vscode';
import type { Endpoint } from '../../core/chat.ts';
import { describeError, WenxinError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Configuration } from '../configuration.ts';
import { CONSOLE_PAGES, openPage } from '../failureActions.ts';
import { type ApiKeySource, KEY_VARIABLE } from './apiKeySource.ts';
import type { KeyCheck, KeyVerdict } from './keyCheck.ts';
import { askForKey, type HostKind } from './keyInput.ts';
import { pickKeyKind } from './keyKind.ts';
import { openSourceSetting, tellGood, tellRefused, tellSessionOnly, tellUnverified } from './keyMessages.ts';

/** A person looks at a progress message for so long at most. */
const CHECK_TIMEOUT_MS = 20_000;

/** Why a check ended that nobody wanted to wait for. */
const CANCELLED = new Error('cancelled');

interface SetCredentialsOptions {
  readonly keys: ApiKeySource;
  readonly configuration: Configuration;
  readonly endpoint: () => Endpoint;
  readonly check: KeyCheck;
  readonly model: () => string;
  readonly logger: Logger;
}

/** Asks for an API key, has the service look at it, and keeps it unless the service refused it. */
export async function setCredentials(options: SetCredentialsOptions): Promise<void> {
  const { configuration, endpoint } = options;
  if (configuration.get('wenxin.credentialSource') === 'environment' && !(await wantsToType(configuration))) return;
  const target = endpoint();
  const { host, hostname } = new URL(target.baseUrl);
  const hostKind = hostKindOf(hostname);
  for (;;) {
    const kind = await pickKeyKind(host, hostKind === 'baidu');
    if (kind === undefined) return;
    if (kind === 'environment') return useEnvironment(configuration);
    // The input waits while the person is on that page.
    if (kind !== 'apiKey') void openPage(CONSOLE_PAGES.apiKeys);
    const typed = await askForKey(host, hostKind);
    if (typed === 'back') continue;
    if (typed !== undefined) await checkAndKeep(options, target, typed.key);
    return;
  }
}

function hostKindOf(hostname: string): HostKind {
  if (hostname.endsWith('.baidubce.com')) return 'baidu';
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname) ? 'local' : 'other';
}

async function checkAndKeep(options: SetCredentialsOptions, target: Endpoint, key: string): Promise<void> {
  const { keys, configuration, model, logger } = options;
  const { host, origin } = new URL(target.baseUrl);
  for (let isKept = false; ;) {
    const verdict = await checkWithProgress(options, target, key);
    if (verdict === undefined && !isKept && !(await wantsUnchecked())) return;
    if (verdict?.is === 'refused') return isKept ? keys.clear().then(() => tellRefused(host)) : tellRefused(host);
    if (!isKept && (await keys.keep(key, [origin])) === 'session') void tellSessionOnly();
    isKept = true;
    if (verdict === undefined) return;
    if (verdict.is === 'good') {
      return tellGood(verdict, model(), host, configuration.get('wenxin.budget.dailyCny') > 0);
    }
    logger.warn(`The key was saved without proof that it works: ${describeError(verdict.failure)}`);
    if (!(await tellUnverified(verdict, model(), host))) return;
  }
}

/** `undefined` when the person did not want to wait. */
function checkWithProgress(
  { check }: SetCredentialsOptions,
  target: Endpoint,
  key: string,
): Thenable<KeyVerdict | undefined> {
  const { host } = new URL(target.baseUrl);
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Checking the key with {host}...', { host }),
      cancellable: true,
    },
    async (_, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort(CANCELLED));
      const late = new WenxinError('timeout', 'the check took too long', { limitSeconds: CHECK_TIMEOUT_MS / 1000 });
      const limit = setTimeout(() => stop.abort(late), CHECK_TIMEOUT_MS);
      try {
        return await check(target, key, stop.signal);
      } catch (failure) {
        if (failure === CANCELLED) return undefined;
        return { is: 'unverified', failure, isKnown: false };
      } finally {
        clearTimeout(limit);
      }
    },
  );
}

/** The key must not be lost because somebody did not want to wait for the check. */
async function wantsUnchecked(): Promise<boolean> {
  const save = vscode.l10n.t('Save Without Checking');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('The check was cancelled, and the key is not saved yet.'),
    save,
  );
  return choice === save;
}

async function useEnvironment(configuration: Configuration): Promise<void> {
  await configuration.update('wenxin.credentialSource', 'environment');
  void vscode.window.showInformationMessage(
    vscode.l10n.t('The key is now read from {name}. VS Code has to be started with that variable set.', {
      name: KEY_VARIABLE,
    }),
  );
}

/** True when a person whose key comes from the environment wants to type one instead. */
async function wantsToType(configuration: Configuration): Promise<boolean> {
  const type = vscode.l10n.t('Enter a Key Instead');
  const settings = vscode.l10n.t('Open Settings');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('The key comes from the environment variable {name}, as the setting wenxin.credentialSource says.', {
      name: KEY_VARIABLE,
    }),
    type,
    settings,
  );
  if (choice === settings) await openSourceSetting();
  if (choice !== type) return false;
  await configuration.update('wenxin.credentialSource', 'secretStorage');
  return true;
}
