import * as vscode from 'vscode';
import type { TargetFile } from './targetFile.ts';

/** What happens to the unchanged bytes of a file when VS Code saves it. */
export type KeptBytes =
  | 'kept'
  /** The file has mixed line endings, which VS Code normalizes. */
  | 'lineEnds'
  /** Some bytes are invalid in the encoding the file was read with, and would be lost. */
  | 'lost';

/** Checks whether VS Code would write a file back byte for byte. `kept` if unsaved: saving is the user's decision. */
export async function keptBytes({ document }: TargetFile): Promise<KeptBytes> {
  if (document.isDirty || document.isUntitled) return 'kept';
  const { encoding } = document;
  const bytes = withoutMark(await vscode.workspace.fs.readFile(document.uri));
  const written = async (text: string): Promise<Buffer> =>
    withoutMark(await vscode.workspace.encode(text, { encoding }));
  if (bytes.equals(await written(document.getText()))) return 'kept';
  return bytes.equals(await written(await vscode.workspace.decode(bytes, { encoding }))) ? 'lineEnds' : 'lost';
}

/** Asks the user, if saving the file would alter bytes outside the change; false when it must not be changed. */
export async function mayRewrite(file: TargetFile): Promise<boolean> {
  switch (await keptBytes(file)) {
    case 'kept':
      return true;
    case 'lost':
      await tellLost(file);
      return false;
    case 'lineEnds':
      return mayUnify(file);
  }
}

/** Warns that a file was opened with the wrong encoding. */
export async function tellLost({ document, name }: TargetFile): Promise<void> {
  const reopen = vscode.l10n.t('Reopen with Encoding');
  const facts = { name, encoding: document.encoding.toUpperCase() };
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      '“{name}” is not {encoding} throughout: saving it would destroy the rest. Nothing was changed.',
      facts,
    ),
    reopen,
  );
  if (chosen !== reopen) return;
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('workbench.action.editor.changeEncoding');
}

async function mayUnify({ document, name }: TargetFile): Promise<boolean> {
  const apply = vscode.l10n.t('Apply Anyway');
  const kind = document.eol === vscode.EndOfLine.CRLF ? 'CRLF' : 'LF';
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('“{name}” has mixed line endings.', { name }),
    { modal: true, detail: vscode.l10n.t('When VS Code saves it, all of them will end with {kind}.', { kind }) },
    apply,
  );
  return chosen === apply;
}

/** Strips a byte order mark (UTF-8 or UTF-16). */
function withoutMark(bytes: Uint8Array): Buffer {
  const buffer = Buffer.from(bytes);
  const mark = [
    [0xef, 0xbb, 0xbf],
    [0xfe, 0xff],
    [0xff, 0xfe],
  ].find(each => each.every((byte, index) => buffer[index] === byte));
  return buffer.subarray(mark?.length ?? 0);
}
