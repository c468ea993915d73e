import * as vscode from 'vscode';

/** What programs fill with thousands of files that nobody wrote: among them the others would not be found. */
const FILLED_BY_PROGRAMS = '**/{node_modules,bower_components,.git,.hg,.svn,.venv,__pycache__,.gradle,.tox}/**';

/** Files that fit a pattern, but for those that the setting `files.exclude` hides. */
export async function listFiles(pattern: vscode.GlobPattern, most: number): Promise<readonly vscode.Uri[]> {
  return vscode.workspace.findFiles(pattern, FILLED_BY_PROGRAMS, most);
}
