import * as vscode from 'vscode';
import { documentSymbols } from './documentSymbols.ts';

const FUNCTION_KINDS = [vscode.SymbolKind.Function, vscode.SymbolKind.Method, vscode.SymbolKind.Constructor];

/** Returns the innermost function around the position, as the language extension reports it. */
export async function functionAt(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.DocumentSymbol | undefined> {
  let found: vscode.DocumentSymbol | undefined;
  let level = await documentSymbols(document);
  for (;;) {
    const around = level.find(symbol => symbol.range.contains(position));
    if (!around) return found;
    if (FUNCTION_KINDS.includes(around.kind)) found = around;
    level = around.children;
  }
}

/** Lines of context on each side when no function is known. */
const LINES_AROUND = 10;

/** Returns the range of the function around a position, else of the lines around it. */
export async function codeAround(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Range> {
  const symbol = await functionAt(document, position);
  if (symbol) return symbol.range;
  const first = Math.max(0, position.line - LINES_AROUND);
  return document.validateRange(new vscode.Range(first, 0, position.line + LINES_AROUND + 1, 0));
}
