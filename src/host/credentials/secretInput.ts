import * as vscode from 'vscode';
import { openPage } from '../consolePages.ts';

/** A question for a secret, or for a value that belongs to one. */
export interface SecretQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder?: string;
  readonly step: number;
  readonly totalSteps: number;
  /** The value is not secret: it is visible while typed, and starts with this text. */
  readonly shown?: string;
  /** The page to copy it from, and its name. */
  readonly page?: { readonly name: string; readonly url: string };
  /** Validates a text as it is typed: returns an error, a warning, or nothing. */
  readonly advise: (typed: string) => string | vscode.InputBoxValidationMessage | undefined;
  /** Returns the cleaned-up value, or what is wrong with it. */
  readonly read: (typed: string) => { readonly value: string } | string;
  /** Another way to continue with what was typed. */
  readonly turn?: { readonly name: string; readonly mayTake: (typed: string) => boolean };
}

/**
 * The result: the secret, `back` to the previous question, or `turn` with what was typed. `undefined`: the user
 * cancelled.
 */
export type SecretAnswer =
  { readonly does: 'goOn' | 'turn'; readonly value: string } | { readonly does: 'back' } | undefined;

/** Asks for a secret, hidden while it is typed unless `shown` is set. */
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
  // The user copies the secret from a browser, which takes the focus.
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
