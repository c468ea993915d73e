import { posix } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import * as vscode from 'vscode';

/** What one `.gitignore` says about the files below its folder. */
interface IgnoreRules {
  readonly folder: string;
  readonly rules: Ignore;
}

/**
 * True for a file of the workspace that a `.gitignore` names, from the root of its repository (without one: of the
 * workspace) down to the file. Lists that only this computer's Git knows (the global one, `.git/info/exclude`) do not count.
 */
export async function isIgnoredByGit(file: vscode.Uri): Promise<boolean> {
  const workspace = vscode.workspace.getWorkspaceFolder(file);
  if (!workspace) return false;
  const folders = foldersAbove(file);
  const isRoot = await Promise.all(folders.map(folder => exists(vscode.Uri.joinPath(folder, '.git'))));
  const root = isRoot.includes(true)
    ? isRoot.indexOf(true)
    : folders.findIndex(each => each.path === workspace.uri.path);
  const known = await Promise.all(folders.slice(0, root + 1).map(readRules));
  return isNamed(
    file.path,
    known.filter(each => each !== undefined),
  );
}

/** The nearest first. */
function foldersAbove(file: vscode.Uri): vscode.Uri[] {
  const folders: vscode.Uri[] = [];
  for (let path = posix.dirname(file.path); ; path = posix.dirname(path)) {
    folders.push(file.with({ path }));
    if (path === posix.dirname(path)) return folders;
  }
}

/** The nearest rule decides; but what it takes back stays ignored when the whole folder is, by a rule further up. */
function isNamed(path: string, nearestFirst: readonly IgnoreRules[]): boolean {
  let judged = path;
  for (const { folder, rules } of nearestFirst) {
    const { ignored, unignored } = rules.test(posix.relative(folder, judged) + (judged === path ? '' : '/'));
    if (ignored) return true;
    if (unignored && judged === path) judged = folder;
  }
  return false;
}

async function readRules(folder: vscode.Uri): Promise<IgnoreRules | undefined> {
  const file = vscode.Uri.joinPath(folder, '.gitignore');
  if (!(await exists(file))) return undefined;
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  return { folder: folder.path, rules: ignore().add(text) };
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
