import { closeSync, createWriteStream, openSync, type WriteStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';

/**
 * Creation of the files that hold prompts, answers, conversations or spending: only their owner may read them. Files
 * whose place the user chooses, such as exports, are not created here; they follow the umask as usual. Modes apply to
 * new files and folders only, and Windows ignores them. All functions throw file system errors.
 */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Creates a folder and its missing parents. */
export async function makePrivateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: FOLDER_MODE });
}

/** Opens a file for writing (`w`) or appending (`a`), and creates it if missing. */
export function openPrivateFile(path: string, flags: 'w' | 'a'): Promise<FileHandle> {
  return open(path, flags, FILE_MODE);
}

/** Returns a stream that writes to a new file. */
export function privateWriteStream(path: string): WriteStream {
  return createWriteStream(path, { mode: FILE_MODE });
}

/**
 * Creates an empty file. Does not change an existing one, which another process may be writing to. SQLite gives the
 * mode of a database file to the files beside it.
 */
export function createPrivateFile(path: string): void {
  closeSync(openSync(path, 'a', FILE_MODE));
}
