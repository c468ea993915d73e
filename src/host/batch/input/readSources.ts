import * as vscode from 'vscode';
import type { LeftOutReason } from '../../../core/batch/plan/batchInput.ts';
import { protectedBecause } from '../../../core/code/protectedPath.ts';
import { isSecretFile } from '../../../core/conversation/secrets/secretFile.ts';
import { ignoredBy, KnownFolders } from '../../commands/ignoredBy.ts';
import { pathOf } from '../../commands/pickCode.ts';
import { LanguageIds } from './languageIds.ts';
import type { LeftOutFiles } from './leftOutFiles.ts';
import { sourceHash, sourceText } from './sourceText.ts';

/** Larger files are data or generated; no model accepts them. */
const MAX_FILE_BYTES = 2_000_000;

/** Files read concurrently. */
const AT_ONCE = 8;

/** A file whose text may be sent. */
export interface SourceFile {
  readonly uri: vscode.Uri;
  /** The path as shown to the user and sent to the model. */
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  /** Hash of `text`. */
  readonly sha256: string;
}

interface ReadOptions {
  readonly leftOut: LeftOutFiles;
  readonly signal: AbortSignal;
  /** Called with the number of files looked at. */
  readonly onProgress: (done: number) => void;
}

/**
 * Reads the files that may be sent. Skips ignored files, files that may hold secrets, and binary files. Throws the
 * signal's reason.
 */
export async function readSources(uris: readonly vscode.Uri[], options: ReadOptions): Promise<SourceFile[]> {
  const { leftOut, signal, onProgress } = options;
  const known = new KnownFolders();
  const languages = new LanguageIds();
  const sources: SourceFile[] = [];
  for (let at = 0; at < uris.length; at += AT_ONCE) {
    signal.throwIfAborted();
    const some = uris.slice(at, at + AT_ONCE);
    const read = await Promise.all(some.map(uri => readAllowed(uri, known)));
    read.forEach((text, index) => {
      const uri = some[index];
      if (uri === undefined) return;
      const path = pathOf(uri);
      if (typeof text === 'string') leftOut.add(text, path);
      else sources.push({ uri, path, languageId: languages.of(uri), text: text.text, sha256: sourceHash(text.text) });
    });
    onProgress(at + some.length);
  }
  return sources;
}

/** Returns whether writing an answer into the file needs more confirmation than a click. */
export function isProtected(uri: vscode.Uri): boolean {
  const roots = (vscode.workspace.workspaceFolders ?? []).map(folder => folder.uri.fsPath);
  return protectedBecause(uri.fsPath, roots) !== undefined;
}

async function readAllowed(uri: vscode.Uri, known: KnownFolders): Promise<{ readonly text: string } | LeftOutReason> {
  if (isSecretFile(uri.path)) return 'secret-file';
  try {
    if ((await ignoredBy(uri, known)) !== undefined) return 'ignored';
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MAX_FILE_BYTES) return 'too-large';
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return 'unreadable';
    throw error;
  }
  // For a binary file, decoding rejects with an error of no specific class.
  const text = await sourceText(uri).then(
    read => read,
    () => undefined,
  );
  if (text === undefined || text.includes('\0')) return 'not-text';
  return text.trim() === '' ? 'empty' : { text };
}
