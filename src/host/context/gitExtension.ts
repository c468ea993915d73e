import * as vscode from 'vscode';

/** The part of the API of VS Code's Git extension that is used here (extensions/git/src/api/git.d.ts, version 1). */
export interface GitApi {
  readonly repositories: readonly GitRepository[];
  readonly getRepository: (uri: vscode.Uri) => GitRepository | null;
}

/** A repository that is open in VS Code. */
export interface GitRepository {
  readonly rootUri: vscode.Uri;
  /** The commit message box in Source Control. */
  readonly inputBox: { value: string };
  readonly state: {
    /** Files with unresolved conflicts. */
    readonly mergeChanges: readonly GitChange[];
    readonly indexChanges: readonly GitChange[];
    readonly workingTreeChanges: readonly GitChange[];
    readonly untrackedChanges?: readonly GitChange[];
  };
  readonly status: () => Promise<void>;
  readonly diffIndexWithHEAD: (path: string) => Promise<string>;
  readonly diffWithHEAD: (path: string) => Promise<string>;
  /** With an empty tree, reads from the index. Rejects for a path that does not exist. */
  readonly getObjectDetails: (tree: string, path: string) => Promise<{ readonly object: string }>;
  readonly diffBlobs: (before: string, now: string) => Promise<string>;
  /** Newest first; rejects when there are no commits. */
  readonly log: (options: { readonly maxEntries: number }) => Promise<readonly GitCommit[]>;
  /**
   * Read the repository's and the user's global configuration; reject or resolve to an empty text when the key is not
   * set.
   */
  readonly getConfig: (key: string) => Promise<string>;
  readonly getGlobalConfig: (key: string) => Promise<string>;
}

interface GitCommit {
  readonly message: string;
  readonly parents: readonly string[];
  readonly authorName?: string;
  readonly authorEmail?: string;
}

/** A file that changed. */
export interface GitChange {
  readonly uri: vscode.Uri;
  readonly originalUri: vscode.Uri;
  readonly renameUri: vscode.Uri | undefined;
  readonly status: number;
}

/** Value of `GitChange.status`: an untracked file. */
export const UNTRACKED = 7;

/** Value of `GitChange.status`: a renamed file in the index. */
export const STAGED_RENAME = 3;

/** Values of `GitChange.status`: files that were added (in the index, untracked, intent to add, copied) or deleted. */
export const ADDED: readonly number[] = [1, UNTRACKED, 9, 4];
export const DELETED: readonly number[] = [2, 6];

/** Returns the Git API of the window; `undefined` when Git is not available. */
export async function gitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<{ readonly enabled: boolean; getAPI(version: 1): GitApi }>(
    'vscode.git',
  );
  if (extension === undefined) return undefined;
  const git = await extension.activate();
  return git.enabled ? git.getAPI(1) : undefined;
}
