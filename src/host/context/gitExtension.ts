import * as vscode from 'vscode';

/** The part of the API of VS Code's own Git extension that is used here (extensions/git/src/api/git.d.ts, version 1). */
interface GitApi {
  readonly repositories: readonly GitRepository[];
  readonly getRepository: (uri: vscode.Uri) => GitRepository | null;
}

/** A repository that is open in VS Code. */
export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly indexChanges: readonly GitChange[];
    readonly workingTreeChanges: readonly GitChange[];
    readonly untrackedChanges?: readonly GitChange[];
  };
  readonly status: () => Promise<void>;
  readonly diffIndexWithHEAD: (path: string) => Promise<string>;
  readonly diffWithHEAD: (path: string) => Promise<string>;
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

/** The repositories of the window; `undefined` where there is no Git. */
export async function gitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<{ readonly enabled: boolean; getAPI(version: 1): GitApi }>(
    'vscode.git',
  );
  if (extension === undefined) return undefined;
  const git = await extension.activate();
  return git.enabled ? git.getAPI(1) : undefined;
}
