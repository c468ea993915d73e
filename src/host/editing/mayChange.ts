import * as vscode from 'vscode';
import type { ProtectedBecause } from '../../core/code/protectedPath.ts';

/** Asks whether a protected file may be changed. The user must type its name, so that a stray click is not enough. */
export async function mayChange({
  name,
  because,
}: {
  readonly name: string;
  readonly because: ProtectedBecause | undefined;
}): Promise<boolean> {
  if (because === undefined) return true;
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Change a Protected File'),
    prompt: `${sentenceOf(because, name)} ${vscode.l10n.t('To change it, type its name: {name}', { name })}`,
    ignoreFocusOut: true,
    validateInput: value =>
      value === '' || name.startsWith(value) ? undefined : vscode.l10n.t('This is not the name of the file.'),
  });
  return typed === name;
}

function sentenceOf(because: ProtectedBecause, name: string): string {
  switch (because) {
    case 'outside':
      return vscode.l10n.t('“{name}” is outside the folders that are open.', { name });
    case 'sensitive':
      return vscode.l10n.t('“{name}” can decide what is run on this computer, or hold secrets.', { name });
    case 'unclear':
      return vscode.l10n.t('The path of “{name}” is written in an unusual way, and may mean another file.', { name });
  }
}

/** Asks whether text may be written to a file whose encoding, such as GBK, cannot represent all of it. */
export async function mayEncode(name: string, encoding: string, text: string): Promise<boolean> {
  if (encoding.startsWith('utf')) return true;
  const read = await vscode.workspace.decode(await vscode.workspace.encode(text, { encoding }), { encoding });
  if (read === text) return true;
  const lost = [...new Set(text)].filter(character => !read.includes(character)).slice(0, 5);
  const apply = vscode.l10n.t('Apply Anyway');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('“{name}” is saved as {encoding}, which cannot represent {characters}.', {
      name,
      encoding: encoding.toUpperCase(),
      characters: lost.join(' '),
    }),
    { modal: true, detail: vscode.l10n.t('They will be replaced by question marks.') },
    apply,
  );
  return chosen === apply;
}
