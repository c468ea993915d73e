import * as vscode from 'vscode';
import { readPastedKey } from '../../core/auth/apiKey.ts';
import type { Endpoint } from '../../core/chat.ts';
import { failureFrom } from '../../core/conversation/answer.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { formatYuan } from '../../core/money.ts';
import { type ApiKeySource, KEY_VARIABLE } from '../apiKeySource.ts';
import { amountLabel, chargeSentence } from '../chargeSentences.ts';
import { CONSOLE_PAGES, openPage } from '../failureActions.ts';
import { failureSentence, sentences } from '../failureNotices.ts';
import { COMMANDS } from '../ids.ts';
import type { KeyCheck } from '../keyCheck.ts';
import type { CredentialSource } from '../settings.ts';

/** A person looks at a progress message for so long at most. */
const CHECK_TIMEOUT_MS = 20_000;

interface SetCredentialsOptions {
  readonly keys: ApiKeySource;
  readonly source: () => CredentialSource;
  readonly endpoint: () => Endpoint;
  readonly check: KeyCheck;
  readonly model: () => string;
  readonly logger: Logger;
}

/** Asks for an API key, has the service look at it, and keeps it unless the service refused it. */
export async function setCredentials({
  keys,
  source,
  endpoint,
  check,
  model,
  logger,
}: SetCredentialsOptions): Promise<void> {
  if (source() === 'environment') return explainEnvironment();
  const target = endpoint();
  const { host, hostname, origin } = new URL(target.baseUrl);
  const key = await askForKey(host, hostname.endsWith('.baidubce.com'));
  if (key === undefined) return;
  const verdict = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Checking the key with {host}...', { host }),
    },
    () => check(target, key, AbortSignal.timeout(CHECK_TIMEOUT_MS)),
  );
  if (verdict.is === 'refused') return offerAgain(host);
  if (!(await keep(keys, key, origin, logger))) return;
  if (verdict.is === 'good') {
    const amount = verdict.booking ? amountLabel([verdict.booking]) : formatYuan(0);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The key works and is saved. It is sent only to {host}. This check cost {amount}.', {
        host,
        amount,
      }),
    );
    return;
  }
  logger.warn(`The key was saved without proof that it works: ${describeError(verdict.failure)}`);
  void vscode.window.showWarningMessage(
    sentences([
      failureSentence({ host, ...failureFrom(verdict.failure) }, model()),
      chargeSentence(verdict.booking ? [verdict.booking] : []),
      vscode.l10n.t('The key is saved but not verified; it will be checked with your first question.'),
    ]),
  );
}

/** Keeps the key. Where that fails the person is told, and may try again without pasting it anew. */
async function keep(keys: ApiKeySource, key: string, origin: string, logger: Logger): Promise<boolean> {
  for (;;) {
    try {
      await keys.keep(key, [origin]);
      return true;
    } catch (error) {
      logger.error(`The key cannot be kept: ${describeError(error)}`);
      const retry = vscode.l10n.t('Retry');
      const choice = await vscode.window.showErrorMessage(
        vscode.l10n.t(
          'The secret storage of VS Code does not answer, so the key is not saved. Unlock the keyring of the system, or use the environment variable QIANFAN_BEARER_TOKEN.',
        ),
        retry,
      );
      if (choice !== retry) return false;
    }
  }
}

function askForKey(host: string, isBaiduHost: boolean): Thenable<string | undefined> {
  return vscode.window
    .showInputBox({
      title: vscode.l10n.t('API Key for {host}', { host }),
      prompt: vscode.l10n.t(
        'Kept encrypted by VS Code and sent only to {host}. Qianfan console, System Management, API Key.',
        {
          host,
        },
      ),
      placeHolder: isBaiduHost ? 'bce-v3/ALTAK-…/…' : '',
      password: true,
      ignoreFocusOut: true,
      validateInput: pasted => adviceFor(pasted, isBaiduHost),
    })
    .then(pasted => {
      const read = readPastedKey(pasted ?? '', isBaiduHost);
      return read.is === 'key' || read.is === 'otherKind' ? read.key : undefined;
    });
}

function adviceFor(pasted: string, isBaiduHost: boolean): string | vscode.InputBoxValidationMessage | undefined {
  switch (readPastedKey(pasted, isBaiduHost).is) {
    case 'key':
      return undefined;
    case 'empty':
      return pasted === '' ? undefined : vscode.l10n.t('Paste the API Key.');
    case 'damaged':
      return vscode.l10n.t('There are spaces, line breaks or other characters in it that no API Key has.');
    case 'accessKey':
      return vscode.l10n.t('This looks like an Access Key, not an API Key. An API Key starts with bce-v3/.');
    case 'otherKind':
      return {
        message: vscode.l10n.t(
          'This looks like the key of another kind, not an API Key. An API Key starts with bce-v3/.',
        ),
        severity: vscode.InputBoxValidationSeverity.Warning,
      };
  }
}

async function offerAgain(host: string): Promise<void> {
  const again = vscode.l10n.t('Set Credentials...');
  const page = vscode.l10n.t('Open API Key Page');
  const choice = await vscode.window.showErrorMessage(
    vscode.l10n.t(
      '{host} refused this API Key; it may be deleted or incomplete. It was not saved. Nothing was charged.',
      { host },
    ),
    again,
    page,
  );
  if (choice === again) await vscode.commands.executeCommand(COMMANDS.setCredentials);
  if (choice === page) await openPage(CONSOLE_PAGES.apiKeys);
}

async function explainEnvironment(): Promise<void> {
  const settings = vscode.l10n.t('Open Settings');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('The key comes from the environment variable {name}, as the setting wenxin.credentialSource says.', {
      name: KEY_VARIABLE,
    }),
    settings,
  );
  if (choice === settings) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'wenxin.credentialSource');
  }
}
