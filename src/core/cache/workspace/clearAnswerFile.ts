import type { Clock } from '../../clock.ts';
import { storageError } from '../../database/database.ts';
import { describeError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { deleteOldAnswerFiles, newestAnswerFile, startNewAnswerFile } from './answerFiles.ts';
import { REMOVE_ALL_ANSWERS } from './answersFormat.ts';
import { runInThread } from './runInThread.ts';

/** How long it is tried while other windows write. */
const LIMIT_MS = 5_000;

/**
 * Takes all answers kept in a folder out of its files, also what remains of those that were replaced or went before.
 * Windows that have the file open go on with the empty one. A file that cannot be emptied, as it is damaged, of another
 * version or locked, is deleted. Throws `storage` when even that fails: then text may still be there.
 */
export async function clearAnswerFile(folder: string, clock: Clock, logger: Logger): Promise<void> {
  try {
    const path = newestAnswerFile(folder);
    try {
      // Only VACUUM leaves no trace of deleted rows in the file.
      if (path !== undefined) await runInThread(path, [REMOVE_ALL_ANSWERS, 'VACUUM'], clock, LIMIT_MS);
    } catch (error) {
      logger.warn(`The answers are deleted with their file: ${describeError(error)}`);
      startNewAnswerFile(folder);
    }
    deleteOldAnswerFiles(folder);
  } catch (error) {
    throw storageError(error, `The answers in ${folder} are not cleared`);
  }
}
