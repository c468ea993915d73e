import * as vscode from 'vscode';

/** The part of the API of VS Code's own Git extension that is used here (extensions/git/src/api/git.d.ts, version 1). */
export interface GitApi {
  readonly repositories: readonly GitRepository[];
  readonly getRepository: (uri: vscode.Uri) => GitRepository | null;
}

/** A repository that is open in VS Code. */
export interface GitRepository {
  readonly rootUri: vscode.Uri;
  /** The box of Source Control in which the message of the next commit stands. */
  readonly inputBox: { value: string };
  readonly state: {
    /** Files with conflicts that nobody has resolved yet. */
    readonly mergeChanges: readonly GitChange[];
    readonly indexChanges: readonly GitChange[];
    readonly workingTreeChanges: readonly GitChange[];
    readonly untrackedChanges?: readonly GitChange[];
  };
  readonly status: () => Promise<void>;
  readonly diffIndexWithHEAD: (path: string) => Promise<string>;
  readonly diffWithHEAD: (path: string) => Promise<string>;
  /** Without a tree: as it is staged. Rejects for a path that is not there. */
  readonly getObjectDetails: (tree: string, path: string) => Promise<{ readonly object: string }>;
  readonly diffBlobs: (before: string, now: string) => Promise<string>;
  /** The newest first; rejects where there is no commit yet. */
  readonly log: (options: { readonly maxEntries: number }) => Promise<readonly GitCommit[]>;
  /** Of the repository, and of the person everywhere; reject or are empty where it is not set. */
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

/** Of `GitChange.status`: a file that Git does not know yet. */
export const UNTRACKED = 7;

/** Of `GitChange.status`: a file that was renamed, and staged so. */
export const STAGED_RENAME = 3;

/** Of `GitChange.status`: files that were added (in the index, not yet known, to be added, copied) or deleted. */
export const ADDED: readonly number[] = [1, UNTRACKED, 9, 4];
export const DELETED: readonly number[] = [2, 6];

/** The repositories of the window; `undefined` where there is no Git. */
export async function gitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<{ readonly enabled: boolean; getAPI(version: 1): GitApi }>(
    'vscode.git',
  );
  if (extension === undefined) return undefined;
  const git = await extension.activate();
  return git.enabled ? git.getAPI(1) : undefined;
}
