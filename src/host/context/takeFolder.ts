import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { folderText } from '../../core/conversation/prompts.ts';
import { isSecretFile } from '../../core/conversation/secrets/secretFile.ts';
import { estimateTokens } from '../../core/tokens.ts';
import { ignoredBy, KnownFolders } from '../commands/ignoredBy.ts';
import { pathOf } from '../commands/pickCode.ts';
import { fileText } from './fileText.ts';
import { listFiles } from './listFiles.ts';

/** Files beyond this number are not even counted. */
const MAX_FOUND = 5_000;
const MAX_FILES = 100;
/** About as much as a model can read without losing track of the question. */
const MAX_TOKENS = 50_000;
/** Larger files are data or generated. */
const MAX_FILE_BYTES = 200_000;
/** Files read concurrently. */
const AT_ONCE = 8;

type FolderFile = Pick<Attachment, 'path' | 'languageId' | 'text'>;

/**
 * Returns the files below a folder as one attachment: the nearest ones first, up to the limits above. Leaves out files
 * that are ignored, hidden, may hold secrets or are binary. Returns `undefined` when nothing remains; the user has been
 * told why.
 */
export async function takeFolder(folder: vscode.Uri): Promise<Attachment | undefined> {
  const found = await listFiles(new vscode.RelativePattern(folder, '**/*'), MAX_FOUND);
  const files = await taken(found.toSorted(nearestFirst));
  const path = pathOf(folder);
  if (files.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('“{name}” contains no text files that may be attached.', { name: path }),
    );
    return undefined;
  }
  const text = folderText(files);
  return {
    id: randomUUID(),
    kind: 'folder',
    path,
    languageId: '',
    startLine: 1,
    endLine: text.split('\n').length,
    parts: { taken: files.length, found: found.length },
    text,
  };
}

function nearestFirst(one: vscode.Uri, other: vscode.Uri): number {
  return one.path.split('/').length - other.path.split('/').length || (one.path < other.path ? -1 : 1);
}

async function taken(uris: readonly vscode.Uri[]): Promise<FolderFile[]> {
  const known = new KnownFolders();
  const files: FolderFile[] = [];
  let tokens = 0;
  for (let at = 0; at < uris.length && files.length < MAX_FILES && tokens < MAX_TOKENS; at += AT_ONCE) {
    const read = await Promise.all(uris.slice(at, at + AT_ONCE).map(uri => readAllowed(uri, known)));
    for (const file of read) {
      if (file === undefined || files.length === MAX_FILES) continue;
      const more = estimateTokens(file.text);
      if (tokens + more > MAX_TOKENS) continue;
      tokens += more;
      files.push(file);
    }
  }
  return files;
}

/** Returns `undefined` for a file to leave out. */
async function readAllowed(uri: vscode.Uri, known: KnownFolders): Promise<FolderFile | undefined> {
  if (isSecretFile(uri.path) || (await ignoredBy(uri, known)) !== undefined) return undefined;
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MAX_FILE_BYTES) return undefined;
    const text = await fileText(uri);
    if (text.trim() === '' || text.includes('\0')) return undefined;
    const [, languageId = ''] = /\.(\w{1,12})$/.exec(uri.path) ?? [];
    return { path: pathOf(uri), languageId, text };
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
