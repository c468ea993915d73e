import * as vscode from 'vscode';
import { plainText } from '../../core/conversation/plainText.ts';
import { isSecretFile } from '../../core/conversation/secrets/secretFile.ts';
import { diffSections } from '../../core/diffSections.ts';
import { printedNewFile } from '../../core/fileDiff.ts';
import { ignoredBy, type KnownFolders } from '../commands/ignoredBy.ts';
import { fileText } from './fileText.ts';
import { type GitChange, type GitRepository, STAGED_RENAME, UNTRACKED } from './gitExtension.ts';

interface Changes {
  readonly changes: readonly GitChange[];
  readonly isStaged: boolean;
}

/** Returns the current staged changes, or else all changes of the repository. */
export async function changesOf(repository: GitRepository): Promise<Changes> {
  await repository.status();
  const { indexChanges, workingTreeChanges, untrackedChanges = [] } = repository.state;
  const isStaged = indexChanges.length > 0;
  return { changes: isStaged ? indexChanges : [...workingTreeChanges, ...untrackedChanges], isStaged };
}

/**
 * Returns whether a change must not be sent. Unlike in Git, the ignore rules also apply to tracked files. They apply in
 * the whole repository.
 */
export async function isLeftOut(
  { rootUri }: Pick<GitRepository, 'rootUri'>,
  { uri, originalUri }: GitChange,
  known: KnownFolders,
): Promise<boolean> {
  if (isSecretFile(uri.path) || isSecretFile(originalUri.path)) return true;
  const files = originalUri.path === uri.path ? [uri] : [uri, originalUri];
  const lists = files.map(file => ignoredBy(file, known, rootUri));
  return (await Promise.all(lists)).some(list => list !== undefined);
}

/** Returns a changed file's paths relative to its repository: before the change and now. */
export function namesOf(
  { rootUri }: Pick<GitRepository, 'rootUri'>,
  { uri, originalUri, renameUri }: GitChange,
): { readonly before: string; readonly path: string } {
  const name = (file: vscode.Uri): string => file.path.slice(rootUri.path.length).replace(/^\//, '');
  return { before: name(originalUri), path: name(renameUri ?? uri) };
}

/**
 * Returns the change as Git prints it, with a new file as an addition. Returns `undefined` for what cannot be read as
 * text.
 */
export async function printedChange(
  repository: GitRepository,
  change: GitChange,
  isStaged: boolean,
): Promise<string | undefined> {
  const now = change.renameUri ?? change.uri;
  const { path } = namesOf(repository, change);
  if (change.status === UNTRACKED) {
    const text = await newText(now).then(
      read => read,
      () => undefined,
    );
    return text === undefined || text.includes('\0') ? undefined : printedNewFile(plainText(text));
  }
  if (change.status === STAGED_RENAME) return plainText(await renamedText(repository, change.originalUri, now));
  const printed = plainText(
    isStaged ? await repository.diffIndexWithHEAD(now.fsPath) : await repository.diffWithHEAD(now.fsPath),
  );
  // Git treats brackets in a path as a pattern, so it may print other files too, which may have to stay private.
  const sections = diffSections(printed);
  return sections.length < 2 ? printed : sections.find(section => section.now === path)?.printed;
}

/** Larger files are generated. */
const MAX_BYTES = 1_000_000;

/**
 * Reads a new file. Symbolic links are not followed: the target may be any file of this computer, and Git stores only
 * its name.
 */
async function newText(file: vscode.Uri): Promise<string | undefined> {
  const { type, size } = await vscode.workspace.fs.stat(file);
  return type === vscode.FileType.File && size <= MAX_BYTES ? fileText(file) : undefined;
}

/** Given only the new name, Git does not know the old one and prints all lines as new; so compare the blobs. */
async function renamedText(repository: GitRepository, before: vscode.Uri, now: vscode.Uri): Promise<string> {
  const [old, staged] = await Promise.all([
    repository.getObjectDetails('HEAD', before.fsPath),
    repository.getObjectDetails('', now.fsPath),
  ]);
  if (old.object === staged.object) return 'similarity index 100%\n';
  return repository.diffBlobs(old.object, staged.object);
}
