import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { storageError } from '../../database/database.ts';
import { createPrivateFile } from '../../privateFiles.ts';
import { ANSWERS_NAME } from './answersFormat.ts';

/** The file of a generation, or one of SQLite's files beside it. */
interface AnswerFile {
  readonly path: string;
  readonly generation: number;
  readonly isDatabase: boolean;
}

const NAME = new RegExp(`^${ANSWERS_NAME}\\.(\\d+)\\.db(-wal|-shm|-journal)?$`);

/**
 * Returns the disk space that the answers in a folder take, in bytes; 0 if there is no such folder. It does not count
 * the `-shm` file, which exists only while windows have the database open. Throws `storage`.
 */
export function answerFileBytes(folder: string): number {
  try {
    // A file that was deleted after the listing counts as 0.
    return filesIn(folder)
      .filter(({ path }) => !path.endsWith('-shm'))
      .reduce((sum, { path }) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
  } catch (error) {
    throw storageError(error, `The size of the answers in ${folder} is not known`);
  }
}

/** Returns the path of the file in use; `undefined` if there is none. Throws the file system's errors. */
export function newestAnswerFile(folder: string): string | undefined {
  return newestOf(filesIn(folder))?.path;
}

/** Creates an empty file, which takes over from the one in use. Throws the file system's errors. */
export function startNewAnswerFile(folder: string): void {
  const newest = newestOf(filesIn(folder));
  createPrivateFile(join(folder, `${ANSWERS_NAME}.${(newest?.generation ?? 0) + 1}.db`));
}

/**
 * Deletes all files except the one in use. Throws the file system's errors: Windows does not delete a file that another
 * window has open. That window switches to the new file at its next check, and the next opening deletes again.
 */
export function deleteOldAnswerFiles(folder: string): void {
  const files = filesIn(folder);
  const inUse = newestOf(files)?.generation ?? Infinity;
  const errors: unknown[] = [];
  for (const { path, generation } of files) {
    if (generation >= inUse) continue;
    try {
      rmSync(path, { force: true });
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

function newestOf(files: readonly AnswerFile[]): AnswerFile | undefined {
  const databases = files.filter(({ isDatabase }) => isDatabase);
  return databases.reduce<AnswerFile | undefined>(
    (newest, file) => (newest !== undefined && newest.generation > file.generation ? newest : file),
    undefined,
  );
}

function filesIn(folder: string): AnswerFile[] {
  return namesIn(folder).flatMap(name => {
    const [, generation, beside] = NAME.exec(name) ?? [];
    if (generation === undefined) return [];
    return [{ path: join(folder, name), generation: Number(generation), isDatabase: beside === undefined }];
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
