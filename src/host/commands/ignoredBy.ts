import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { IgnoreRules } from '../../lazy/ignoreRules.ts';
import { loadIgnoreRules } from './loadIgnoreRules.ts';

/** Ignore files: Git's, and our own in the same format, for files that Git tracks but that must not be sent. */
const LISTS = ['.gitignore', '.wenxinignore'] as const;

export type IgnoreList = (typeof LISTS)[number];

/** The rules of one ignore file, for the files below its folder. */
interface FolderRules {
  readonly folder: string;
  readonly rules: IgnoreRules;
}

/** Cache for callers that check many files, keyed by the URI of the folder or of the ignore file. */
export class KnownFolders {
  readonly roots = new Map<string, Promise<boolean>>();
  readonly rules = new Map<string, Promise<FolderRules | undefined>>();
}

/**
 * Returns the ignore file that matches a file of the workspace; those from the root of its repository (or else of the
 * workspace) down to the file apply. Ignore files local to this computer (Git's global one, `.git/info/exclude`) are
 * not used.
 *
 * @param within a folder to treat as the workspace, for a repository that extends beyond it.
 */
export async function ignoredBy(
  file: vscode.Uri,
  known = new KnownFolders(),
  within = vscode.workspace.getWorkspaceFolder(file)?.uri,
): Promise<IgnoreList | undefined> {
  if (!within) return undefined;
  const folders = foldersAbove(file);
  const isRoot = await Promise.all(folders.map(folder => isRepository(folder, known)));
  const root = isRoot.includes(true) ? isRoot.indexOf(true) : folders.findIndex(each => each.path === within.path);
  for (const list of LISTS) {
    const read = await Promise.all(folders.slice(0, root + 1).map(folder => rulesOf(folder, list, known)));
    const rules = read.filter(each => each !== undefined);
    if (isNamed(file.path, rules)) return list;
  }
  return undefined;
}

function isRepository(folder: vscode.Uri, { roots }: KnownFolders): Promise<boolean> {
  return remembered(roots, folder.toString(), () => exists(vscode.Uri.joinPath(folder, '.git')));
}

function rulesOf(folder: vscode.Uri, list: IgnoreList, { rules }: KnownFolders): Promise<FolderRules | undefined> {
  const file = vscode.Uri.joinPath(folder, list);
  return remembered(rules, file.toString(), () => readRules(folder, file));
}

function remembered<T>(known: Map<string, T>, key: string, find: () => T): T {
  const found = known.get(key) ?? find();
  known.set(key, found);
  return found;
}

/** Returns the nearest folder first. */
function foldersAbove(file: vscode.Uri): vscode.Uri[] {
  const folders: vscode.Uri[] = [];
  for (let path = posix.dirname(file.path); ; path = posix.dirname(path)) {
    folders.push(file.with({ path }));
    if (path === posix.dirname(path)) return folders;
  }
}

/**
 * The nearest matching rule decides, but a file that it re-includes stays ignored when a rule further up ignores its
 * folder.
 */
function isNamed(path: string, nearestFirst: readonly FolderRules[]): boolean {
  let judged = path;
  for (const { folder, rules } of nearestFirst) {
    const { ignored, unignored } = rules.test(posix.relative(folder, judged) + (judged === path ? '' : '/'));
    if (ignored) return true;
    if (unignored && judged === path) judged = folder;
  }
  return false;
}

async function readRules(folder: vscode.Uri, file: vscode.Uri): Promise<FolderRules | undefined> {
  if (!(await exists(file))) return undefined;
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  return { folder: folder.path, rules: loadIgnoreRules().ignoreRules(text) };
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
