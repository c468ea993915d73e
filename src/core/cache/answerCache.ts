import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { KeyedRequest } from './answerStore.ts';
import type { CacheEpoch } from './cacheEpoch.ts';
import type { CacheSettings } from './cacheSettings.ts';
import type { FlightBoard } from './flightBoard.ts';
import { MemoryAnswers } from './memory.ts';
import type { StoredLevel } from './storedLevels.ts';
import type { TeamConnection } from './team/connectTeam.ts';
import type { AnswerPlaces } from './withCache.ts';
import type { WorkspaceAnswers } from './workspace/workspaceAnswers.ts';

interface AnswerCacheOptions {
  readonly settings: () => CacheSettings;
  readonly workspace: WorkspaceAnswers;
  /** `undefined` if no team cache is set up, or it is turned off. */
  readonly team: () => TeamConnection | undefined;
  /** Flights shared by the VS Code windows of this computer. */
  readonly windows: FlightBoard;
  /** Counter through which windows tell each other that the cache was cleared. */
  readonly epoch: CacheEpoch;
  readonly logger: Logger;
}

/** The cache levels of one window. */
export class AnswerCache implements AnswerPlaces {
  readonly settings: () => CacheSettings;
  readonly memory: MemoryAnswers;
  readonly #options: AnswerCacheOptions;
  readonly #closing = new AbortController();
  #epoch = 0;
  #seenEpoch: number | undefined;

  constructor(options: AnswerCacheOptions) {
    this.#options = options;
    this.settings = options.settings;
    this.memory = new MemoryAnswers(() => options.settings().memoryEntries);
  }

  /** The levels on this computer, for read-only lookups. */
  get places(): readonly [MemoryAnswers, WorkspaceAnswers] {
    return [this.memory, this.#options.workspace];
  }

  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  readonly levels = (): readonly StoredLevel[] => {
    const { workspace, team } = this.#options;
    const shared = team();
    return [
      { level: 'workspace', store: workspace },
      ...(shared === undefined ? [] : [{ level: 'team', store: shared.answers } as const]),
    ];
  };

  /**
   * A request for a fresh answer skips the team board, because another computer may hold an older answer. A request
   * with consent uses no board at all, because the leader may not have that consent.
   */
  readonly boards = ({ fresh, consent }: KeyedRequest): readonly FlightBoard[] => {
    const { windows, team } = this.#options;
    if (consent !== undefined) return [];
    const shared = fresh ? undefined : team();
    return shared === undefined ? [windows] : [windows, shared.flights];
  };

  readonly epoch = (): number => this.#epoch;

  /**
   * Clears the memory level. Answers to questions that are in flight are not kept.
   *
   * @param seenEpoch the epoch that this window has just raised itself, so that `look` does not react to it.
   */
  forget(seenEpoch = this.#seenEpoch): void {
    this.#epoch++;
    this.#seenEpoch = seenEpoch;
    this.memory.clear();
  }

  /** Clears the memory level if another window cleared the cache. Call it when other windows wrote. Never throws. */
  async look(): Promise<void> {
    try {
      const epoch = await this.#options.epoch.current();
      if (this.#seenEpoch !== undefined && this.#seenEpoch !== epoch) this.forget(epoch);
      this.#seenEpoch = epoch;
    } catch (error) {
      this.#options.logger.debug(`It is not known whether answers were cleared: ${describeError(error)}`);
    }
  }

  /** Applies changed settings. */
  adapt(): void {
    if (!this.settings().enabled) this.memory.clear();
    this.#options.workspace.trim();
  }

  /** Stops background refreshes and closes the file. */
  async close(): Promise<void> {
    this.#closing.abort(new DOMException('closed', 'AbortError'));
    await this.#options.workspace.close();
  }
}
