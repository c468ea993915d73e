import { abortable } from '../abortable.ts';
import type { Clock } from '../clock.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { AnswerCache } from './answerCache.ts';
import type { AnswerFolders } from './answerFolders.ts';
import type { CacheEpoch } from './cacheEpoch.ts';
import type { TeamConnection } from './team/connectTeam.ts';
import { answerFileBytes } from './workspace/answerFiles.ts';
import { clearAnswerFile } from './workspace/clearAnswerFile.ts';
import { isHeldOpen } from './workspace/heldOpen.ts';
import type { WorkspaceAnswers } from './workspace/workspaceAnswers.ts';

/** Whose answers: those of this workspace, of all workspaces on this computer, or of the team. */
type Scope = 'workspace' | 'all' | 'team';

/** What could not be cleared, and why. */
type Left =
  | { readonly left: 'disk'; readonly workspaces: number; readonly why: 'busy' | 'notWritable' }
  | { readonly left: 'team'; readonly why: 'unreachable' | 'refused' };

interface Sizes {
  readonly memory: number;
  readonly workspaceBytes: number;
  readonly all: { readonly bytes: number; readonly workspaces: number };
  readonly team: 'none' | 'unreachable' | { readonly answers: number };
}

interface CacheContentsOptions {
  readonly cache: AnswerCache;
  readonly workspace: WorkspaceAnswers;
  /** Folder with the answer file of this workspace. */
  readonly folder: string;
  readonly folders: AnswerFolders;
  readonly epoch: CacheEpoch;
  readonly team: () => TeamConnection | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The content of all cache levels, of all windows and workspaces, for the commands that show its size and clear it. */
export class CacheContents {
  readonly #options: CacheContentsOptions;

  constructor(options: CacheContentsOptions) {
    this.#options = options;
  }

  /** Rejects only with the signal's reason. */
  async sizes(signal: AbortSignal): Promise<Sizes> {
    const { cache, folder, team } = this.#options;
    const connection = team();
    const [folders, answers] = await abortable(Promise.all([this.#folders(), connection?.count()]), signal);
    const bytes = folders.map(folder => this.#bytesOf(folder)).filter(size => size > 0);
    return {
      memory: cache.memory.entries,
      workspaceBytes: this.#bytesOf(folder),
      all: { bytes: bytes.reduce((sum, size) => sum + size, 0), workspaces: bytes.length },
      team: connection === undefined ? 'none' : answers === undefined ? 'unreachable' : { answers },
    };
  }

  /** Removes answers permanently, from the memory of other windows too. Never rejects; repeating it is harmless. */
  async clear(scope: Scope): Promise<'cleared' | Left> {
    if (scope === 'team') return this.#clearTeam();
    const { cache, folder } = this.#options;
    cache.forget();
    const failures = await this.#clearFiles(scope === 'all' ? await this.#folders() : [folder]);
    // Clear again: in the meantime answers may have been read from a file that was not empty yet.
    cache.forget(await this.#tellWindows());
    if (failures.length === 0) return 'cleared';
    // Closing windows is enough only if they are the cause everywhere.
    const why = failures.every(error => isHeldOpen(error)) ? 'busy' : 'notWritable';
    return { left: 'disk', workspaces: failures.length, why };
  }

  /** Clears the files one by one, since each needs a thread. Returns an error for each that could not be cleared. */
  async #clearFiles(folders: readonly string[]): Promise<readonly unknown[]> {
    const { folder, workspace, clock, logger } = this.#options;
    const failures: unknown[] = [];
    for (const each of folders) {
      try {
        await (each === folder ? workspace.clear() : clearAnswerFile(each, clock, logger));
      } catch (error) {
        logger.error(`Kept answers are not cleared: ${describeError(error)}`);
        failures.push(error);
      }
    }
    return failures;
  }

  async #clearTeam(): Promise<'cleared' | Left> {
    const cleared = await this.#options.team()?.clear();
    if (cleared === undefined || typeof cleared === 'number') return 'cleared';
    return { left: 'team', why: cleared === 'forbidden' || cleared === 'read-only' ? 'refused' : 'unreachable' };
  }

  /** Returns the new epoch; `undefined` if it could not be written. */
  async #tellWindows(): Promise<number | undefined> {
    try {
      return await this.#options.epoch.raise();
    } catch (error) {
      this.#options.logger.warn(`Other windows do not hear that answers were cleared: ${describeError(error)}`);
      return undefined;
    }
  }

  /** Returns all known folders. This workspace's folder is included even if it is not registered. */
  async #folders(): Promise<readonly string[]> {
    const { folder, folders, logger } = this.#options;
    try {
      return [...new Set([folder, ...(await folders.list())])];
    } catch (error) {
      logger.warn(`Other workspaces' answers are not found: ${describeError(error)}`);
      return [folder];
    }
  }

  /** Returns the size of kept answers; for a file that is not open, the file size, even if it has no answers. */
  #bytesOf(folder: string): number {
    const { workspace } = this.#options;
    try {
      const isOpen = folder === this.#options.folder && workspace.isOpen;
      return isOpen ? workspace.bytes() : answerFileBytes(folder);
    } catch (error) {
      this.#options.logger.debug(`The size of kept answers is not known: ${describeError(error)}`);
      return 0;
    }
  }
}
