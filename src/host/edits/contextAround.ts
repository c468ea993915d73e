import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { estimateTokens } from '../../core/tokens.ts';
import { attachmentOf } from '../commands/pickCode.ts';

/** What is around code tells a model its names and habits. More than this helps little, and is paid for. */
const MOST_TOKENS = 600;
const MOST_LINES = 40;

/** The name under which the model is told that it is not to be changed. */
const NAME = 'context';

/** The lines above and below a part of a document, for a model to look at. */
export function contextAround(document: vscode.TextDocument, range: vscode.Range): Attachment[] {
  const { start, end } = range;
  const first = start.line - linesThatFit(document, start.line - 1, -1);
  const above = new vscode.Range(first, 0, start.line, start.character);
  const last = end.line + linesThatFit(document, end.line + 1, 1);
  const below = new vscode.Range(end, document.lineAt(last).range.end);
  return [above, below].flatMap(part => {
    const text = document.getText(part);
    return text.trim() === '' ? [] : [{ ...attachmentOf(document, part, text), name: NAME }];
  });
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
