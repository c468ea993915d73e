import * as vscode from 'vscode';
import { readPastedKey } from '../../core/auth/apiKey.ts';
import { CONSOLE_PAGES, openPage } from '../failureActions.ts';

/** Whose machine the key goes to. */
export type HostKind = 'baidu' | 'local' | 'other';

/** Asks for an API key, hidden while it is typed. `back` when the person wants to choose again, `undefined` when they left. */
export async function askForKey(
  host: string,
  hostKind: HostKind,
): Promise<{ readonly key: string } | 'back' | undefined> {
  const isBaiduHost = hostKind === 'baidu';
  const input = vscode.window.createInputBox();
  const openKeyPage: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('link-external'),
    tooltip: vscode.l10n.t('Open API Key Page'),
  };
  input.title = vscode.l10n.t('API Key for {host}', { host });
  input.step = 2;
  input.totalSteps = 2;
  input.prompt = promptFor(host, hostKind);
  input.placeholder = isBaiduHost ? 'bce-v3/ALTAK-…/…' : '';
  input.password = true;
  // The key is fetched from a browser, which takes the focus away.
  input.ignoreFocusOut = true;
  input.buttons = [vscode.QuickInputButtons.Back, ...(isBaiduHost ? [openKeyPage] : [])];
  try {
    return await new Promise(resolve => {
      input.onDidTriggerButton(button => {
        if (button === vscode.QuickInputButtons.Back) resolve('back');
        else void openPage(CONSOLE_PAGES.apiKeys);
      });
      input.onDidChangeValue(pasted => {
        input.validationMessage = adviceFor(pasted, isBaiduHost);
      });
      input.onDidAccept(() => {
        const read = readPastedKey(input.value, isBaiduHost);
        if (read.is === 'key' || read.is === 'otherKind') resolve({ key: read.key });
        else input.validationMessage = adviceFor(input.value, isBaiduHost) ?? vscode.l10n.t('Paste the API Key.');
      });
      input.onDidHide(() => resolve(undefined));
      input.show();
    });
  } finally {
    input.dispose();
  }
}

function promptFor(host: string, hostKind: HostKind): string {
  switch (hostKind) {
    case 'baidu':
      return vscode.l10n.t(
        'Kept encrypted by VS Code and sent only to {host}. Qianfan console, System Management, API Key.',
        { host },
      );
    case 'local':
      return vscode.l10n.t('Kept encrypted by VS Code and sent only to {host}, which is this computer.', { host });
    case 'other':
      return vscode.l10n.t(
        'Kept encrypted by VS Code and sent only to {host}. This host does not belong to Baidu: whoever runs it can read the key and your questions.',
        { host },
      );
  }
}

/** What the shape of a pasted text tells. */
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
