import type * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { pathOf } from '../commands/pickCode.ts';
import { parsedUri } from './parsedUri.ts';

/**
 * Returns the file of an attachment, if it is the one that its path names. The user sees only the path, so another file
 * must be neither opened nor changed in its place.
 */
export function attachedFile({ path, uri }: Pick<Attachment, 'path' | 'uri'>): vscode.Uri | undefined {
  const file = uri === undefined ? undefined : parsedUri(uri);
  return file !== undefined && pathOf(file) === path ? file : undefined;
}
