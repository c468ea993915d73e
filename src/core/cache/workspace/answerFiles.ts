import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { storageError } from '../../database/database.ts';
import { ANSWERS_NAME } from './answersFormat.ts';

/** A file of some generation, or one that SQLite keeps beside it. */
interface AnswerFile {
  readonly path: string;
  readonly generation: number;
  readonly isDatabase: boolean;
}

const NAME = new RegExp(`^${ANSWERS_NAME}\\.(\\d+)\\.db(-wal|-shm|-journal)?$`);

/**
 * Room on disk that the answers kept in a folder take, in bytes; 0 when there is no such folder. Not counted is what open
 * windows share beside the file as long as they are open. Throws `storage`.
 */
export function answerFileBytes(folder: string): number {
  try {
    // One that is gone since it was listed takes none.
    return filesIn(folder)
      .filter(({ path }) => !path.endsWith('-shm'))
      .reduce((sum, { path }) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
  } catch (error) {
    throw storageError(error, `The size of the answers in ${folder} is not known`);
  }
}

/** Path of the file that is in use; `undefined` when there is none. Throws what the file system throws. */
export function newestAnswerFile(folder: string): string | undefined {
  return newestOf(filesIn(folder))?.path;
}

/** Puts an empty file in the place of the one in use, which nobody opens any more. Throws what the file system throws. */
export function startNewAnswerFile(folder: string): void {
  const newest = newestOf(filesIn(folder));
  // Another window that found the same damage may have made it already, and may write into it.
  writeFileSync(join(folder, `${ANSWERS_NAME}.${(newest?.generation ?? 0) + 1}.db`), '', { flag: 'a' });
}

/**
 * Deletes all files but the one in use. Throws what the file system throws: on Windows it does not delete what another
 * window has open. Such a window goes over to the new file when it looks after it, and the next opening tries again.
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
