import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Attachment, Turn } from '../conversation.ts';

/**
 * Returns the turns without the URIs of attached files. These are absolute, so they contain the name of the user and of
 * folders outside the workspace; files that people share must not.
 */
export function withoutUris(turns: readonly Turn[]): Turn[] {
  return turns.map(turn => ({ ...turn, attachments: turn.attachments.map(withoutUri) }));
}

/** Returns the attachment without the URI of its file. */
export function withoutUri<T extends Pick<Attachment, 'uri'>>({ uri: _, ...attachment }: T): Omit<T, 'uri'> {
  return attachment;
}

/**
 * Returns imported turns with the URIs of the attached files that are in an open folder. The URI decides which file an
 * answer's code is applied to, while the user sees only the path. Therefore it is always a folder and the path, and a
 * URI in the file counts only to choose between two folders that have the same path.
 *
 * @param folders URIs of the open folders, as VS Code formats them.
 */
export function withUris(turns: readonly Turn[], folders: readonly string[], isFile = isExistingFile): Turn[] {
  const found = new Map<string, readonly string[]>();
  const placed = (attachment: Attachment): Attachment => {
    const rest = withoutUri(attachment);
    if (!isOfFile(attachment) || !isRelative(attachment.path)) return rest;
    const uris = folders.map(folder => joined(folder, attachment.path));
    const existing = found.get(attachment.path) ?? uris.filter(isFile);
    found.set(attachment.path, existing);
    const uri = uris.find(each => each === attachment.uri) ?? (existing.length === 1 ? existing[0] : undefined);
    return uri === undefined ? rest : { ...rest, uri };
  };
  return turns.map(turn => ({ ...turn, attachments: turn.attachments.map(placed) }));
}

function isOfFile({ kind }: Attachment): boolean {
  return kind === undefined || kind === 'file' || kind === 'symbol';
}

/** Returns whether the path stays below the folder on every operating system. */
function isRelative(path: string): boolean {
  const isText = path.isWellFormed() && !/[\\\p{Cc}]/u.test(path);
  return isText && path.split('/').every(name => name !== '' && name !== '.' && name !== '..');
}

/** Encodes the path as VS Code's `Uri.toString` does. */
function joined(folder: string, path: string): string {
  const encoded = encodeURIComponent(path).replaceAll('%2F', '/');
  return `${folder.replace(/\/$/, '')}/${encoded.replace(/[!'()*]/g, sign => `%${hexOf(sign)}`)}`;
}

function hexOf(sign: string): string {
  return sign.charCodeAt(0).toString(16).toUpperCase();
}

/** Only files on disk can be checked here; others are checked when they are opened. */
function isExistingFile(uri: string): boolean {
  if (!uri.startsWith('file:')) return true;
  try {
    return statSync(fileURLToPath(uri), { throwIfNoEntry: false })?.isFile() === true;
  } catch (error) {
    // For example no permission, or a name that is too long.
    if (error instanceof Error) return false;
    throw error;
  }
}
