import * as vscode from 'vscode';

/** Folders with thousands of generated or downloaded files, which would crowd out the others. */
const FILLED_BY_PROGRAMS = '**/{node_modules,bower_components,.git,.hg,.svn,.venv,__pycache__,.gradle,.tox}/**';

/** Returns the files that match a pattern, except those hidden by `files.exclude`. */
export async function listFiles(pattern: vscode.GlobPattern, most: number): Promise<readonly vscode.Uri[]> {
  return vscode.workspace.findFiles(pattern, FILLED_BY_PROGRAMS, most);
}
