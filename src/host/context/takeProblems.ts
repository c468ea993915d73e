import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { isSecretFile } from '../../core/conversation/secrets/secretFile.ts';
import { ignoredBy, KnownFolders } from '../commands/ignoredBy.ts';
import { pathOf } from '../commands/pickCode.ts';
import { problemText } from '../commands/reportedProblems.ts';

/** More problems add little, and each costs tokens. */
const MAX_PROBLEMS = 200;

interface FileProblem {
  readonly uri: vscode.Uri;
  readonly diagnostic: vscode.Diagnostic;
}

interface ProblemsItem extends vscode.QuickPickItem {
  readonly uri: vscode.Uri | undefined;
  readonly problems: readonly FileProblem[];
}

/**
 * Returns the errors and warnings that VS Code reports: of the active file, or all. Returns `undefined` when there are
 * none, or the user cancels.
 */
export async function takeProblems(): Promise<Attachment | undefined> {
  const all = await listed();
  if (all.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('VS Code shows no problems now.'));
    return undefined;
  }
  const active = vscode.window.activeTextEditor?.document.uri;
  const ofActive = all.filter(({ uri }) => uri.toString() === active?.toString());
  const everything = item(vscode.l10n.t('All Problems'), undefined, all);
  if (active === undefined || ofActive.length === 0 || ofActive.length === all.length) {
    return attachmentOf(ofActive.length === all.length ? item('', active, all) : everything);
  }
  const choices = [item(pathOf(active), active, ofActive), everything];
  const picked = await vscode.window.showQuickPick(choices, { placeHolder: vscode.l10n.t('Which problems?') });
  return picked && attachmentOf(picked);
}

/** Returns whether there is anything to attach. */
export function hasProblems(): boolean {
  return vscode.languages.getDiagnostics().some(([, diagnostics]) => diagnostics.some(isShown));
}

function item(label: string, uri: vscode.Uri | undefined, problems: readonly FileProblem[]): ProblemsItem {
  return { label, description: String(problems.length), uri, problems };
}

/**
 * Returns the most severe problems first, then by file. Skips files that must not be sent, because messages quote them.
 */
async function listed(): Promise<FileProblem[]> {
  const known = new KnownFolders();
  const found: FileProblem[] = [];
  for (const [uri, diagnostics] of vscode.languages.getDiagnostics()) {
    const shown = diagnostics.filter(isShown);
    if (shown.length === 0 || isSecretFile(uri.path) || (await ignoredBy(uri, known)) !== undefined) continue;
    found.push(...shown.map(diagnostic => ({ uri, diagnostic })));
  }
  return found.sort(
    (one, other) =>
      one.diagnostic.severity - other.diagnostic.severity ||
      one.uri.path.localeCompare(other.uri.path) ||
      one.diagnostic.range.start.compareTo(other.diagnostic.range.start),
  );
}

function isShown({ severity }: vscode.Diagnostic): boolean {
  return severity <= vscode.DiagnosticSeverity.Warning;
}

function attachmentOf({ uri, problems }: ProblemsItem): Attachment {
  const told = problems.slice(0, MAX_PROBLEMS);
  const text = told.map(line).join('\n');
  return {
    id: randomUUID(),
    kind: 'problems',
    path: uri === undefined ? '' : pathOf(uri),
    languageId: '',
    startLine: 1,
    endLine: told.length,
    parts: { taken: told.length, found: problems.length },
    text,
  };
}

/** `src/a.ts:3:7: error (ts 2322): Type …`, in the format of compilers. */
function line({ uri, diagnostic }: FileProblem): string {
  const { line, character } = diagnostic.range.start;
  return `${pathOf(uri)}:${line + 1}:${character + 1}: ${problemText(diagnostic).replace(/\s+/g, ' ')}`;
}
