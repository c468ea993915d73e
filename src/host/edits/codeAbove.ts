import * as vscode from 'vscode';
import { firstLines } from '../../core/code/textLines.ts';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { attachmentOf } from '../commands/pickCode.ts';

/** What stands at the top of a file: imports and declarations, which are many tokens in a long one. */
const MAX_CHARACTERS = 2_000;

/** The beginning of a file, to know what the code further down has at hand; nothing where the code begins there. */
export function codeAbove(document: vscode.TextDocument, { start }: vscode.Range): Attachment[] {
  const above = firstLines(document.getText(new vscode.Range(0, 0, start.line, 0)), MAX_CHARACTERS);
  if (above.trim() === '') return [];
  const range = new vscode.Range(new vscode.Position(0, 0), document.positionAt(above.length));
  return [asContext(attachmentOf(document, range, above))];
}

/** An attachment that is not to be changed, under the name by which models are told so. */
export function asContext({ isWholeFile: _, ...attachment }: Attachment): Attachment {
  return { ...attachment, name: 'context' };
}
