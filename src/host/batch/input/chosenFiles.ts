import * as vscode from 'vscode';
import { listFiles } from '../../context/listFiles.ts';

/** More files are another batch. */
export const MAX_FILES = 20_000;

/** Files to be looked at, each once, in the order of their paths. */
export interface ChosenFiles {
  readonly uris: readonly vscode.Uri[];
  /** There are more files than a batch takes. */
  readonly isCut: boolean;
}

/** The files that were chosen, and those below chosen folders that nobody hides. */
export async function chosenFiles(chosen: readonly vscode.Uri[]): Promise<ChosenFiles> {
  const found = await Promise.all(chosen.map(uri => filesBelow(uri)));
  return asChosen(found.flat());
}

/** The files of the workspace that fit a pattern, as `src/**\/*.ts`. */
export async function matchingFiles(pattern: string): Promise<ChosenFiles> {
  return asChosen(await listFiles(pattern, MAX_FILES + 1));
}

async function filesBelow(uri: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const isFolder = await vscode.workspace.fs.stat(uri).then(
    ({ type }) => (type & vscode.FileType.Directory) !== 0,
    // What is not there is said when it is read.
    () => false,
  );
  return isFolder ? listFiles(new vscode.RelativePattern(uri, '**/*'), MAX_FILES + 1) : [uri];
}

function asChosen(found: readonly vscode.Uri[]): ChosenFiles {
  const byAddress = new Map(found.map(uri => [uri.toString(), uri]));
  const uris = [...byAddress.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
  return { uris: uris.slice(0, MAX_FILES), isCut: uris.length > MAX_FILES };
}
