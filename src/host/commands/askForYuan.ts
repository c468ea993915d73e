import * as vscode from 'vscode';

/** Asks for an amount of money. In yuan; `undefined` when the person thinks better of it. */
export async function askForYuan(
  title: string,
  prompt: string,
  current: number | undefined,
): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    value: current === undefined ? '' : String(current),
    ignoreFocusOut: true,
    validateInput: typed =>
      typed.trim() === '' || amountIn(typed) !== undefined
        ? undefined
        : vscode.l10n.t('Enter an amount between 0.01 and 1,000,000.'),
  });
  return text === undefined ? undefined : amountIn(text);
}

/** Also with a currency sign before it and separators in it, as people paste them. */
function amountIn(typed: string): number | undefined {
  const text = typed
    .trim()
    .replace(/^[¥￥]\s*/u, '')
    .replace(/,(?=\d{3}\b)/g, '');
  const amount = Number(text);
  return /^\d+(\.\d+)?$/.test(text) && amount >= 0.01 && amount <= 1_000_000 ? amount : undefined;
}
