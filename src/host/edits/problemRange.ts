import * as vscode from 'vscode';
import { functionAt } from '../commands/codeAround.ts';

/** Files up to this length are sent whole, because the fix may be anywhere in them. */
const SMALL_LINES = 60;
/** An unknown name is often a missing import, so for it files up to this length are sent whole. */
const IMPORT_LINES = 400;
/** Longer functions cost more than the context is worth. */
const MAX_FUNCTION_LINES = 200;
/** Lines above and below a problem outside of functions or in a very long one. */
const LINES_AROUND = 15;

/** Messages of compilers and linters about unknown names. */
const UNKNOWN_NAME =
  /cannot find (?:name|symbol|type|module)|could not (?:be )?(?:find|found|resolve)|is not defined|undefined (?:name|variable|:)|undeclared|unresolved|cannot resolve|not declared|does not exist in (?:the current context|scope)|not found in this scope|找不到(?:名称|模块|符号)|未定义/i;

/** Returns the smallest range, in whole lines, that a fix of the problems is likely to change. */
export async function problemRange(
  document: vscode.TextDocument,
  problems: readonly vscode.Diagnostic[],
): Promise<vscode.Range> {
  const whole = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
  const isAboutName = problems.some(({ message }) => UNKNOWN_NAME.test(message));
  if (document.lineCount <= (isAboutName ? IMPORT_LINES : SMALL_LINES)) return whole;
  const parts = await Promise.all(problems.map(({ range }) => partAround(document, range)));
  const [first = whole, ...others] = parts;
  const together = others.reduce((all, part) => all.union(part), first);
  return together.end.line - together.start.line > IMPORT_LINES ? first : together;
}

async function partAround(document: vscode.TextDocument, { start, end }: vscode.Range): Promise<vscode.Range> {
  const around = (await functionAt(document, start))?.range;
  const isFit = around !== undefined && around.end.line - around.start.line < MAX_FUNCTION_LINES;
  const [first, last] = isFit
    ? [around.start.line, around.end.line]
    : [start.line - LINES_AROUND, Math.min(end.line, start.line + LINES_AROUND) + LINES_AROUND];
  return document.validateRange(new vscode.Range(Math.max(0, first), 0, last, Number.MAX_SAFE_INTEGER));
}
