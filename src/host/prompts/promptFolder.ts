import * as vscode from 'vscode';
import {
  type BrokenPrompt,
  MAX_PROMPT_LENGTH,
  parsePromptFile,
  type PromptFile,
} from '../../core/conversation/promptFile.ts';

/** A file in a prompt folder: its prompt, or the reason why it has none. */
export interface FoundPrompt {
  readonly uri: vscode.Uri;
  readonly content: PromptFile | BrokenPrompt | 'unreadable' | 'link';
}

/** More than users write in practice; a folder with more files is probably not a prompt folder. */
const MAX_FILES = 200;

/** Folder of the prompts that a workspace shares. */
const WORKSPACE_FOLDER = ['.wenxin', 'prompts'];

/** A UTF-16 code unit takes at most 3 bytes in UTF-8. */
const MAX_BYTES = MAX_PROMPT_LENGTH * 3;

/** Reads the user's prompts, sorted by file name; none if the folder does not exist. */
export async function readOwnPrompts(folder: vscode.Uri): Promise<readonly FoundPrompt[]> {
  return readFolder(folder, true);
}

/** Reads the prompts of a workspace. Does not follow links, because they may lead out of the workspace. */
export async function readSharedPrompts(root: vscode.Uri): Promise<readonly FoundPrompt[]> {
  let folder = root;
  for (const part of WORKSPACE_FOLDER) {
    folder = vscode.Uri.joinPath(folder, part);
    if (await isLink(folder)) return [{ uri: folder, content: 'link' }];
  }
  return readFolder(folder, false);
}

async function readFolder(folder: vscode.Uri, followsLinks: boolean): Promise<readonly FoundPrompt[]> {
  const entries = await entriesOf(folder);
  if (entries === 'unreadable') return [{ uri: folder, content: 'unreadable' }];
  const files = entries.filter(([name, type]) => /\.md$/i.test(name) && (type & vscode.FileType.File) !== 0);
  files.sort(([one], [other]) => (one < other ? -1 : 1));
  return Promise.all(
    files.slice(0, MAX_FILES).map(async ([name, type]) => {
      const uri = vscode.Uri.joinPath(folder, name);
      return type === vscode.FileType.File || followsLinks ? readPrompt(uri, name) : { uri, content: 'link' as const };
    }),
  );
}

async function readPrompt(uri: vscode.Uri, name: string): Promise<FoundPrompt> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MAX_BYTES) return { uri, content: { fault: 'tooLong', line: 1 } };
    const bytes = await vscode.workspace.fs.readFile(uri);
    // `decode` throws for binary content.
    const text = await vscode.workspace.decode(bytes, { uri }).then(undefined, () => '\0');
    return { uri, content: parsePromptFile(name, text) };
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return { uri, content: 'unreadable' };
    throw error;
  }
}

async function entriesOf(folder: vscode.Uri): Promise<readonly [string, vscode.FileType][] | 'unreadable'> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError)) throw error;
    return error.code === 'FileNotFound' ? [] : 'unreadable';
  }
}

/** Whether a path is a symbolic link; false if it does not exist. */
async function isLink(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    ({ type }) => (type & vscode.FileType.SymbolicLink) !== 0,
    () => false,
  );
}
