import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { plainText } from '../../core/conversation/plainText.ts';
import { isSecretFile } from '../../core/conversation/secrets/secretFile.ts';
import { estimateTokens } from '../../core/tokens.ts';
import { ignoredBy, KnownFolders } from '../commands/ignoredBy.ts';
import { fileText } from './fileText.ts';
import { type GitChange, type GitRepository, gitApi, UNTRACKED } from './gitExtension.ts';
import { fileDiff, newFileDiff } from './fileDiff.ts';

const MAX_FILES = 60;
const MAX_TOKENS = 40_000;
/** A change of one file that is longer was made by a program. */
const MAX_FILE_TOKENS = 12_000;

/**
 * The staged changes, else all changes of the repository. What is ignored, may hold secrets, is no text or is too much is
 * left out. `undefined` when nothing remains, which the person has been told.
 */
export async function takeChanges(): Promise<Attachment | undefined> {
  const git = await gitApi();
  const repository = git && (await chosen(git.repositories, uri => git.getRepository(uri)));
  if (repository === undefined) {
    if (!git?.repositories.length) tell(vscode.l10n.t('There is no Git repository in this window.'));
    return undefined;
  }
  await repository.status();
  const { indexChanges, workingTreeChanges, untrackedChanges = [] } = repository.state;
  const isStaged = indexChanges.length > 0;
  const changes = isStaged ? indexChanges : [...workingTreeChanges, ...untrackedChanges];
  if (changes.length === 0) {
    tell(vscode.l10n.t('There are no changes in the Git repository.'));
    return undefined;
  }
  const diffs = await taken(repository, changes, isStaged);
  if (diffs.length === 0) {
    tell(
      vscode.l10n.t('None of the changed files may be attached: they are ignored, may hold secrets, or are not text.'),
    );
    return undefined;
  }
  const text = diffs.join('');
  return {
    id: randomUUID(),
    kind: 'changes',
    path: '',
    name: isStaged ? 'staged' : 'unstaged',
    languageId: 'diff',
    startLine: 1,
    endLine: text.split('\n').length,
    parts: { taken: diffs.length, found: changes.length },
    text,
  };
}

/** The only repository, the one of the active file, or the one the person picks. */
async function chosen(
  repositories: readonly GitRepository[],
  find: (uri: vscode.Uri) => GitRepository | null,
): Promise<GitRepository | undefined> {
  if (repositories.length < 2) return repositories[0];
  const active = vscode.window.activeTextEditor?.document.uri;
  const ofActive = active && find(active);
  if (ofActive) return ofActive;
  const items = repositories.map(repository => ({
    label: repository.rootUri.path.slice(repository.rootUri.path.lastIndexOf('/') + 1),
    repository,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Changes of which repository?'),
  });
  return picked?.repository;
}

async function taken(repository: GitRepository, changes: readonly GitChange[], isStaged: boolean): Promise<string[]> {
  const known = new KnownFolders();
  const diffs: string[] = [];
  let tokens = 0;
  for (const change of changes) {
    if (diffs.length === MAX_FILES) break;
    if (await isLeftOut(change, known)) continue;
    const diff = await diffOf(repository, change, isStaged);
    if (diff === undefined) continue;
    const more = estimateTokens(diff);
    if (more > MAX_FILE_TOKENS || tokens + more > MAX_TOKENS) continue;
    tokens += more;
    diffs.push(diff);
  }
  return diffs;
}

/** Git's rules do not hold for files that it knows already, ours do. */
async function isLeftOut({ uri, originalUri }: GitChange, known: KnownFolders): Promise<boolean> {
  if (isSecretFile(uri.path) || isSecretFile(originalUri.path)) return true;
  return (await ignoredBy(uri, known)) !== undefined;
}

/** `undefined` for what is no text. */
async function diffOf(
  repository: GitRepository,
  { uri, originalUri, renameUri, status }: GitChange,
  isStaged: boolean,
): Promise<string | undefined> {
  const name = (file: vscode.Uri): string => file.path.slice(repository.rootUri.path.length).replace(/^\//, '');
  const now = renameUri ?? uri;
  if (status === UNTRACKED) {
    const text = await fileText(now).then(
      read => read,
      () => undefined,
    );
    return text === undefined || text.includes('\0') ? undefined : newFileDiff(name(now), plainText(text));
  }
  const printed = isStaged ? await repository.diffIndexWithHEAD(now.fsPath) : await repository.diffWithHEAD(now.fsPath);
  return fileDiff(name(originalUri), name(now), plainText(printed));
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}
