import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { fileDiff } from '../../core/fileDiff.ts';
import { estimateTokens } from '../../core/tokens.ts';
import { KnownFolders } from '../commands/ignoredBy.ts';
import { chooseRepository } from './chooseRepository.ts';
import { changesOf, isLeftOut, namesOf, printedChange } from './gitChanges.ts';
import { type GitChange, type GitRepository, gitApi } from './gitExtension.ts';

const MAX_FILES = 60;
const MAX_TOKENS = 40_000;
/** A longer change of one file is probably generated. */
const MAX_FILE_TOKENS = 12_000;

/**
 * Returns the staged changes, or else all changes of the repository. Leaves out files that are ignored, may hold
 * secrets, are binary or are too large. Returns `undefined` when nothing remains; the user has been told why.
 */
export async function takeChanges(): Promise<Attachment | undefined> {
  const git = await gitApi();
  const repository = git && (await chooseRepository(git, vscode.l10n.t('Changes of which repository?')));
  if (repository === undefined) {
    if (!git?.repositories.length) tell(vscode.l10n.t('There is no Git repository in this window.'));
    return undefined;
  }
  const { changes, isStaged } = await changesOf(repository);
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

async function taken(repository: GitRepository, changes: readonly GitChange[], isStaged: boolean): Promise<string[]> {
  const known = new KnownFolders();
  const diffs: string[] = [];
  let tokens = 0;
  for (const change of changes) {
    if (diffs.length === MAX_FILES) break;
    if (await isLeftOut(repository, change, known)) continue;
    const diff = await diffOf(repository, change, isStaged);
    if (diff === undefined) continue;
    const more = estimateTokens(diff);
    if (more > MAX_FILE_TOKENS || tokens + more > MAX_TOKENS) continue;
    tokens += more;
    diffs.push(diff);
  }
  return diffs;
}

/** Returns `undefined` for a binary file. */
async function diffOf(repository: GitRepository, change: GitChange, isStaged: boolean): Promise<string | undefined> {
  const printed = await printedChange(repository, change, isStaged);
  const { before, path } = namesOf(repository, change);
  return printed === undefined ? undefined : fileDiff(before, path, printed);
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}
