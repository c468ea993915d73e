import { type FileChange, fileChange, type KnownChange, unreadChange } from '../../core/commit/fileChange.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { KnownFolders } from '../commands/ignoredBy.ts';
import { isLeftOut, namesOf, printedChange } from '../context/gitChanges.ts';
import { ADDED, DELETED, type GitChange, type GitRepository, UNTRACKED } from '../context/gitExtension.ts';

/** Each read runs Git. Further files are only listed by name; their changes would not fit anyway. */
const MOST_READ = 200;
const AT_ONCE = 4;

/** The changes that may be sent. */
export interface ReadChanges {
  readonly changes: readonly FileChange[];
  /** Number of files that are ignored or may hold secrets: not even their names are sent. */
  readonly leftOut: number;
}

/** Reads the changes in a repository that may be sent. Stops reading on abort. */
export async function readChanges(
  repository: GitRepository,
  all: readonly GitChange[],
  isStaged: boolean,
  signal: AbortSignal,
  logger: Logger,
): Promise<ReadChanges> {
  const known = new KnownFolders();
  const isOut = await Promise.all(all.map(change => isLeftOut(repository, change, known)));
  const kept = all.filter((_, index) => isOut[index] === false);
  const changes: FileChange[] = [];
  for (let from = 0; from < Math.min(kept.length, MOST_READ) && !signal.aborted; from += AT_ONCE) {
    const next = kept.slice(from, from + AT_ONCE);
    changes.push(...(await Promise.all(next.map(change => readOne(repository, change, isStaged, logger)))));
  }
  changes.push(...kept.slice(changes.length).map(change => unreadChange(knownOf(repository, change), 'unread')));
  return { changes, leftOut: all.length - kept.length };
}

/** When Git fails, its output is not a change: only the file's name is used. */
async function readOne(
  repository: GitRepository,
  change: GitChange,
  isStaged: boolean,
  logger: Logger,
): Promise<FileChange> {
  const known = knownOf(repository, change);
  try {
    const printed = await printedChange(repository, change, isStaged);
    return printed === undefined ? unreadChange(known, 'binary') : fileChange(known, printed);
  } catch (error) {
    logger.warn(`A change could not be read: ${describeError(error)}`);
    return unreadChange(known, 'unread');
  }
}

function knownOf(repository: GitRepository, change: GitChange): KnownChange {
  return { ...namesOf(repository, change), kind: kindOf(change) };
}

function kindOf({ status, originalUri, renameUri, uri }: GitChange): KnownChange['kind'] {
  if (DELETED.includes(status)) return 'deleted';
  if (ADDED.includes(status) || status === UNTRACKED) return 'added';
  return originalUri.path === (renameUri ?? uri).path ? 'modified' : 'renamed';
}
