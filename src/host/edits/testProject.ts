import * as vscode from 'vscode';
import { isSecretFile } from '../../core/conversation/secrets/secretFile.ts';
import { type PackageFacts, packageFacts, togetherFacts } from '../../core/testPlace/packageFacts.ts';
import { ignoredBy } from '../commands/ignoredBy.ts';
import { fileText } from '../context/fileText.ts';
import { listFiles } from '../context/listFiles.ts';

/** At most this many files are listed. */
const MAX_FILES = 20_000;
/** Larger files are not read; dependency lists are short. */
const MAX_BYTES = 200_000;

/** Files that list a project's dependencies in languages other than JavaScript. */
const REQUIREMENTS =
  /^(?:pyproject\.toml|setup\.cfg|tox\.ini|pytest\.ini|requirements[\w-]*\.txt|Gemfile|go\.mod|composer\.json|pom\.xml|build\.gradle(?:\.kts)?)$|\.csproj$/;

/** At most this many of them are read. */
const MAX_REQUIREMENTS = 8;

/** Facts about the project around a file, for writing tests for it. */
export interface TestProject {
  readonly folder: vscode.Uri;
  /** Path of the file relative to the folder, with slashes. */
  readonly path: string;
  /** All files below the folder, including this one. */
  readonly files: readonly string[];
  /** `undefined` without a package.json in the file's folder or its ancestors. */
  readonly facts: PackageFacts | undefined;
  /** Texts of the dependency lists, nearest first. */
  readonly requirements: readonly string[];
}

/** Collects facts about the project around a workspace file. */
export async function testProject({ uri: folder }: vscode.WorkspaceFolder, file: vscode.Uri): Promise<TestProject> {
  const below = (uri: vscode.Uri): string => uri.path.slice(folder.path.replace(/\/$/, '').length + 1);
  const path = below(file);
  const found = await listFiles(new vscode.RelativePattern(folder, '**/*'), MAX_FILES);
  const files = [...new Set([...found.map(below), path])];
  const around = files.filter(each => isAround(each, path)).sort((one, other) => depthOf(other) - depthOf(one));
  const read = async (names: readonly string[]): Promise<string[]> => {
    const texts = await Promise.all(names.map(name => quietText(vscode.Uri.joinPath(folder, name))));
    return texts.filter(text => text !== undefined);
  };
  const packages = (await read(around.filter(each => nameOf(each) === 'package.json'))).map(packageFacts);
  const facts = packages.filter(each => each !== undefined);
  const requirements = await read(around.filter(each => REQUIREMENTS.test(nameOf(each))).slice(0, MAX_REQUIREMENTS));
  return { folder, path, files, facts: facts.length > 0 ? togetherFacts(facts) : undefined, requirements };
}

/** Reads a file the user did not name; `undefined` if it may contain secrets, is ignored, too large, or unreadable. */
export async function quietText(uri: vscode.Uri): Promise<string | undefined> {
  if (isSecretFile(uri.path) || (await ignoredBy(uri)) !== undefined) return undefined;
  const size = await vscode.workspace.fs.stat(uri).then(
    stat => stat.size,
    () => MAX_BYTES,
  );
  if (size >= MAX_BYTES) return undefined;
  const text = await fileText(uri).then(
    read => read,
    () => undefined,
  );
  return text === undefined || text.includes('\0') ? undefined : text;
}

/** Whether a file is in the same folder as `path` or in one of its ancestors. */
function isAround(each: string, path: string): boolean {
  return path.startsWith(each.slice(0, each.lastIndexOf('/') + 1));
}

function depthOf(path: string): number {
  return path.split('/').length;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
