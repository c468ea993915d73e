import * as vscode from 'vscode';

interface AskTextOptions {
  readonly prompt: string;
  /** The initial text. */
  readonly value?: string;
  readonly placeHolder?: string;
  /** Returns what is wrong with a text; `undefined` when it is valid. */
  readonly validate?: (text: string) => string | undefined;
  /** Called with what was typed, even when the user cancels. */
  readonly onTyped?: (text: string) => Thenable<void>;
}

/** Asks for one line of text in a box that stays open when it loses focus; `undefined` when the user cancels. */
export async function askText(options: AskTextOptions): Promise<string | undefined> {
  const { prompt, value = '', placeHolder, validate, onTyped } = options;
  let typed = value;
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Run Batch'),
    prompt,
    value,
    ignoreFocusOut: true,
    ...(placeHolder !== undefined && { placeHolder }),
    validateInput: now => {
      typed = now;
      return now.trim() === '' ? undefined : validate?.(now);
    },
  });
  await onTyped?.(text ?? typed);
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}
