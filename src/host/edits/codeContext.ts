import * as vscode from 'vscode';
import { firstLines } from '../../core/code/textLines.ts';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { estimateTokens } from '../../core/tokens.ts';
import { attachmentOf } from '../commands/pickCode.ts';

/** Limit for the top of a file, its imports and declarations, which can take many tokens in a long file. */
const MOST_CHARACTERS_ABOVE = 2_000;

/** Surrounding code shows a model names and style. More than this adds cost but little value. */
const MOST_TOKENS_AROUND = 600;
const MOST_LINES_AROUND = 40;
/** Limit for the rest of the code's own first and last lines; generated files can be a single line. */
const MOST_CHARACTERS_BESIDE = 1_000;

/** Marks an attachment as read-only context, using the name that the prompt refers to. */
export function asContext({ isWholeFile: _, ...attachment }: Attachment): Attachment {
  return { ...attachment, name: 'context' };
}

/** Returns the top of the file above the range, for its imports and declarations; nothing if it is blank. */
export function codeAbove(document: vscode.TextDocument, { start }: vscode.Range): Attachment[] {
  const above = firstLines(document.getText(new vscode.Range(0, 0, start.line, 0)), MOST_CHARACTERS_ABOVE);
  const range = new vscode.Range(new vscode.Position(0, 0), document.positionAt(above.length));
  return contextIn(document, range);
}

/** Returns the lines above and below a range as context. */
export function codeBeside(document: vscode.TextDocument, { start, end }: vscode.Range): Attachment[] {
  const first = start.line - linesThatFit(document, start.line - 1, -1);
  const above = isLong(start.character)
    ? new vscode.Range(start.translate(0, -MOST_CHARACTERS_BESIDE), start)
    : new vscode.Range(first, 0, start.line, start.character);
  const last = end.line + linesThatFit(document, end.line + 1, 1);
  const below = isLong(document.lineAt(end.line).text.length - end.character)
    ? new vscode.Range(end, end.translate(0, MOST_CHARACTERS_BESIDE))
    : new vscode.Range(end, document.lineAt(last).range.end);
  return [...contextIn(document, above), ...contextIn(document, below)];
}

function contextIn(document: vscode.TextDocument, range: vscode.Range): Attachment[] {
  const text = document.getText(range).toWellFormed();
  return text.trim() === '' ? [] : [asContext(attachmentOf(document, range, text))];
}

function isLong(characters: number): boolean {
  return characters > MOST_CHARACTERS_BESIDE;
}

function linesThatFit(document: vscode.TextDocument, from: number, step: 1 | -1): number {
  let tokens = 0;
  for (let count = 0; ; count++) {
    const line = from + count * step;
    if (count === MOST_LINES_AROUND || line < 0 || line >= document.lineCount) return count;
    tokens += estimateTokens(document.lineAt(line).text) + 1;
    if (tokens > MOST_TOKENS_AROUND) return count;
  }
}
