import * as vscode from 'vscode';
import { openPage } from '../consolePages.ts';

/** One secret that is asked for, or what belongs to one. */
export interface SecretQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder?: string;
  readonly step: number;
  readonly totalSteps: number;
  /** What is asked for is no secret: it is seen while it is typed, and this stands there already. */
  readonly shown?: string;
  /** Where it can be copied from, and what that page is called. */
  readonly page?: { readonly name: string; readonly url: string };
  /** What is to be said of a text as it is typed: nothing, a mistake, or a doubt. */
  readonly advise: (typed: string) => string | vscode.InputBoxValidationMessage | undefined;
  /** What it is, tidied; a text for a mistake that it still has. */
  readonly read: (typed: string) => { readonly value: string } | string;
  /** Another way to go on with what was typed. */
  readonly turn?: { readonly name: string; readonly mayTake: (typed: string) => boolean };
}

/** What came of it: the secret, `back` to the question before, or `turn` with what was typed. `undefined`: they left. */
export type SecretAnswer =
  { readonly does: 'goOn' | 'turn'; readonly value: string } | { readonly does: 'back' } | undefined;

/** Asks for a secret, hidden while it is typed unless the question says otherwise. */
export async function askForSecret(question: SecretQuestion): Promise<SecretAnswer> {
  const { page, turn } = question;
  const input = vscode.window.createInputBox();
  const openButton: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('link-external'),
    tooltip: page?.name ?? '',
  };
  const turnButton: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('arrow-swap'),
    tooltip: turn?.name ?? '',
  };
  const showButtons = (): void => {
    const turns = turn?.mayTake(input.value) === true;
    input.buttons = [vscode.QuickInputButtons.Back, ...(page ? [openButton] : []), ...(turns ? [turnButton] : [])];
  };
  input.title = question.title;
  input.step = question.step;
  input.totalSteps = question.totalSteps;
  input.prompt = question.prompt;
  input.placeholder = question.placeholder;
  input.password = question.shown === undefined;
  input.value = question.shown ?? '';
  // The secret is fetched from a browser, which takes the focus away.
  input.ignoreFocusOut = true;
  showButtons();
  try {
    return await new Promise(resolve => {
      input.onDidTriggerButton(button => {
        if (button === vscode.QuickInputButtons.Back) resolve({ does: 'back' });
        else if (button === turnButton) resolve({ does: 'turn', value: input.value.trim() });
        else if (page) void openPage(page.url);
      });
      input.onDidChangeValue(typed => {
        input.validationMessage = question.advise(typed);
        showButtons();
      });
      input.onDidAccept(() => {
        const read = question.read(input.value);
        if (typeof read === 'string') input.validationMessage = question.advise(input.value) ?? read;
        else resolve({ does: 'goOn', value: read.value });
      });
      input.onDidHide(() => resolve(undefined));
      input.show();
    });
  } finally {
    input.dispose();
  }
}
