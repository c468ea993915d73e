import * as vscode from 'vscode';
import type { GitApi, GitRepository } from './gitExtension.ts';

/** Returns the only repository, the active file's, or the one that the user picks; `undefined` when they pick none. */
export async function chooseRepository(git: GitApi, placeHolder: string): Promise<GitRepository | undefined> {
  const { repositories } = git;
  if (repositories.length < 2) return repositories[0];
  const active = vscode.window.activeTextEditor?.document.uri;
  const ofActive = active && git.getRepository(active);
  if (ofActive) return ofActive;
  const items = repositories.map(repository => ({
    label: repository.rootUri.path.slice(repository.rootUri.path.lastIndexOf('/') + 1),
    description: vscode.workspace.asRelativePath(repository.rootUri, true),
    repository,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder });
  return picked?.repository;
}
