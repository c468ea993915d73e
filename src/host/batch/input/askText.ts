import * as vscode from 'vscode';

interface AskTextOptions {
  readonly prompt: string;
  /** What stands there at first. */
  readonly value?: string;
  readonly placeHolder?: string;
  /** Says what is wrong with a text; `undefined` for nothing. */
  readonly validate?: (text: string) => string | undefined;
  /** Hears what was typed, also when the person leaves then. */
  readonly onTyped?: (text: string) => Thenable<void>;
}

/** Asks for a text in one line, which is not lost with the focus; `undefined` when the person leaves. */
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
