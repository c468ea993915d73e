import * as vscode from 'vscode';
import type { ReportedProblem } from '../../core/conversation/commandPrompts.ts';

/** More problems add little, and each costs tokens. */
const MAX_PROBLEMS = 20;

/** Second argument of code actions: the question is about the problems at the place, not about the code. */
export const ABOUT_PROBLEMS = 'problems';

/** Returns the errors and warnings within the range, the most severe first. */
export function problemsIn(document: vscode.TextDocument, range: vscode.Range): vscode.Diagnostic[] {
  return shownProblems(document)
    .filter(diagnostic => diagnostic.range.intersection(range) !== undefined)
    .slice(0, MAX_PROBLEMS);
}

/** Returns the problems in a selection; for a position those at it, else those on its line. */
export function problemsAt(document: vscode.TextDocument, place: vscode.Range | vscode.Position): vscode.Diagnostic[] {
  if (place instanceof vscode.Range && !place.isEmpty) return problemsIn(document, place);
  const position = place instanceof vscode.Range ? place.start : place;
  const there = problemsIn(document, new vscode.Range(position, position));
  return there.length > 0 ? there : problemsIn(document, document.lineAt(position.line).range);
}

/** Converts a problem to the form sent to the model. */
export function reportedProblem(diagnostic: vscode.Diagnostic): ReportedProblem {
  return { line: diagnostic.range.start.line + 1, text: problemText(diagnostic) };
}

/** `error (ts 2322): Type …`, in the format of compilers. */
export function problemText({ severity, source, code, message }: vscode.Diagnostic): string {
  const kind = severity === vscode.DiagnosticSeverity.Error ? 'error' : 'warning';
  const number = typeof code === 'object' ? code.value : code;
  const origin = [source, number].filter(part => part !== undefined && part !== '').join(' ');
  return `${kind}${origin === '' ? '' : ` (${origin})`}: ${message}`;
}

function shownProblems({ uri }: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning)
    .sort((one, other) => one.severity - other.severity || one.range.start.compareTo(other.range.start));
}
