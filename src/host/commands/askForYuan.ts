import * as vscode from 'vscode';

/** Asks for an amount in yuan; `undefined` when the user cancels. */
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

/** Parses an amount; accepts a currency sign and thousands separators, as in pasted text. */
function amountIn(typed: string): number | undefined {
  const text = typed
    .trim()
    .replace(/^[¥￥]\s*/u, '')
    .replace(/,(?=\d{3}\b)/g, '');
  const amount = Number(text);
  return /^\d+(\.\d+)?$/.test(text) && amount >= 0.01 && amount <= 1_000_000 ? amount : undefined;
}
