import * as vscode from 'vscode';
import { listFiles } from '../../context/listFiles.ts';

/** The most files of one batch. */
export const MAX_FILES = 20_000;

/** Files for a batch, without duplicates, sorted by path. */
export interface ChosenFiles {
  readonly uris: readonly vscode.Uri[];
  /** There are more files than a batch accepts. */
  readonly isCut: boolean;
}

/** Returns the chosen files, and the files below chosen folders that are not hidden. */
export async function chosenFiles(chosen: readonly vscode.Uri[]): Promise<ChosenFiles> {
  const found = await Promise.all(chosen.map(uri => filesBelow(uri)));
  return asChosen(found.flat());
}

/** Returns the files of the workspace that match a glob pattern, such as `src/**\/*.ts`. */
export async function matchingFiles(pattern: string): Promise<ChosenFiles> {
  return asChosen(await listFiles(pattern, MAX_FILES + 1));
}

async function filesBelow(uri: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const isFolder = await vscode.workspace.fs.stat(uri).then(
    ({ type }) => (type & vscode.FileType.Directory) !== 0,
    // A missing file is reported when it is read.
    () => false,
  );
  return isFolder ? listFiles(new vscode.RelativePattern(uri, '**/*'), MAX_FILES + 1) : [uri];
}

function asChosen(found: readonly vscode.Uri[]): ChosenFiles {
  const byAddress = new Map(found.map(uri => [uri.toString(), uri]));
  const uris = [...byAddress.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
  return { uris: uris.slice(0, MAX_FILES), isCut: uris.length > MAX_FILES };
}
