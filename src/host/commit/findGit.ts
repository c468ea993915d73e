import * as vscode from 'vscode';
import { type GitApi, gitApi } from '../context/gitExtension.ts';

/**
 * Why Git is not accessible: it runs on another computer than this extension, the workspace is not trusted, VS Code's
 * Git extension is disabled, or Git is turned off or not found.
 */
export type OutOfReach = 'remote' | 'restricted' | 'disabled' | 'off';

/**
 * Returns the API of VS Code's Git extension. Extensions see only those on their own side: in a remote window, Git runs
 * remotely and this extension on the user's computer (VS Code's API guide "Supporting Remote Development").
 */
export async function findGit(isLocalSide: boolean): Promise<GitApi | OutOfReach> {
  const git = await gitApi();
  if (git !== undefined) return git;
  if (vscode.extensions.getExtension('vscode.git') !== undefined) return 'off';
  if (isLocalSide && vscode.env.remoteName !== undefined) return 'remote';
  return vscode.workspace.isTrusted ? 'disabled' : 'restricted';
}
