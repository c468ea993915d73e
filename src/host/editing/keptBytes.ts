import * as vscode from 'vscode';
import type { TargetFile } from './targetFile.ts';

/** What becomes of the bytes of a file that nobody changed, when VS Code saves it. */
export type KeptBytes =
  | 'kept'
  /** Its line endings are of several kinds: VS Code makes them one. */
  | 'lineEnds'
  /** Some bytes are no characters of the encoding that it was read with: they would be lost. */
  | 'lost';

/** Whether VS Code would write a file just as it is on disk. What is unsaved, the person decided about. */
export async function keptBytes({ document }: TargetFile): Promise<KeptBytes> {
  if (document.isDirty || document.isUntitled) return 'kept';
  const { encoding } = document;
  const bytes = withoutMark(await vscode.workspace.fs.readFile(document.uri));
  const written = async (text: string): Promise<Buffer> =>
    withoutMark(await vscode.workspace.encode(text, { encoding }));
  if (bytes.equals(await written(document.getText()))) return 'kept';
  return bytes.equals(await written(await vscode.workspace.decode(bytes, { encoding }))) ? 'lineEnds' : 'lost';
}

/** Whether the person lets a file be changed of which VS Code writes more anew than the change. */
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

/** Says that a file was read with an encoding that is not its own. */
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

/** The mark at the beginning says how a file is encoded, and is none of its text. */
function withoutMark(bytes: Uint8Array): Buffer {
  const buffer = Buffer.from(bytes);
  const mark = [
    [0xef, 0xbb, 0xbf],
    [0xfe, 0xff],
    [0xff, 0xfe],
  ].find(each => each.every((byte, index) => buffer[index] === byte));
  return buffer.subarray(mark?.length ?? 0);
}
