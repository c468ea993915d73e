import * as vscode from 'vscode';
import { type GitApi, gitApi } from '../context/gitExtension.ts';

/**
 * Why Git cannot be reached: it runs on another computer than this extension, the workspace is not trusted, VS Code's Git
 * extension is disabled, or it is switched off or finds no Git.
 */
export type OutOfReach = 'remote' | 'restricted' | 'disabled' | 'off';

/**
 * Git, as VS Code's own extension offers it. Extensions see only those of their own side: in a remote window Git is on the
 * remote one, and this extension on the person's computer (VS Code's API guide "Supporting Remote Development").
 */
export async function findGit(isLocalSide: boolean): Promise<GitApi | OutOfReach> {
  const git = await gitApi();
  if (git !== undefined) return git;
  if (vscode.extensions.getExtension('vscode.git') !== undefined) return 'off';
  if (isLocalSide && vscode.env.remoteName !== undefined) return 'remote';
  return vscode.workspace.isTrusted ? 'disabled' : 'restricted';
}
