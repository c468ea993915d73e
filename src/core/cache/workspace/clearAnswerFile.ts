import type { Clock } from '../../clock.ts';
import { storageError } from '../../database/database.ts';
import { describeError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { deleteOldAnswerFiles, newestAnswerFile, startNewAnswerFile } from './answerFiles.ts';
import { REMOVE_ALL_ANSWERS } from './answersFormat.ts';
import { runInThread } from './runInThread.ts';

/** How long to retry while other windows write. */
const LIMIT_MS = 5_000;

/**
 * Removes all answers from the files in a folder, including remains of replaced and deleted answers. Windows that have
 * the file open continue with the empty one. A file that cannot be emptied, because it is damaged, of another version
 * or locked, is deleted. Throws `storage` if even that fails; then text may remain on disk.
 */
export async function clearAnswerFile(folder: string, clock: Clock, logger: Logger): Promise<void> {
  try {
    const path = newestAnswerFile(folder);
    try {
      // Only VACUUM removes all traces of deleted rows from the file.
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
