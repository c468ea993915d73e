import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { estimateTokens } from '../../core/tokens.ts';
import { attachmentOf } from '../commands/pickCode.ts';

/** What is around code tells a model its names and habits. More than this helps little, and is paid for. */
const MOST_TOKENS = 600;
const MOST_LINES = 40;
/** Of the lines that the code itself begins and ends in: programs make them as long as a file. */
const MOST_CHARACTERS = 1_000;

/** The name under which the model is told that it is not to be changed. */
const NAME = 'context';

/** The lines above and below a part of a document, for a model to look at. */
export function contextAround(document: vscode.TextDocument, range: vscode.Range): Attachment[] {
  const { start, end } = range;
  const first = start.line - linesThatFit(document, start.line - 1, -1);
  const above = isLong(start.character)
    ? new vscode.Range(start.translate(0, -MOST_CHARACTERS), start)
    : new vscode.Range(first, 0, start.line, start.character);
  const last = end.line + linesThatFit(document, end.line + 1, 1);
  const below = isLong(document.lineAt(end.line).text.length - end.character)
    ? new vscode.Range(end, end.translate(0, MOST_CHARACTERS))
    : new vscode.Range(end, document.lineAt(last).range.end);
  return [above, below].flatMap(part => {
    const text = document.getText(part).toWellFormed();
    return text.trim() === '' ? [] : [{ ...attachmentOf(document, part, text), name: NAME }];
  });
}

function isLong(characters: number): boolean {
  return characters > MOST_CHARACTERS;
}

function linesThatFit(document: vscode.TextDocument, from: number, step: 1 | -1): number {
  let tokens = 0;
  for (let count = 0; ; count++) {
    const line = from + count * step;
    if (count === MOST_LINES || line < 0 || line >= document.lineCount) return count;
    tokens += estimateTokens(document.lineAt(line).text) + 1;
    if (tokens > MOST_TOKENS) return count;
  }
}
