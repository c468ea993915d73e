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
  /** `undefined` where there is none, or it is turned off. */
  readonly team: () => TeamConnection | undefined;
  /** The windows of this computer. */
  readonly windows: FlightBoard;
  /** By which other windows tell that they cleared what is kept. */
  readonly epoch: CacheEpoch;
  readonly logger: Logger;
}

/** The levels of one window. */
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

  /** Where this computer keeps answers, for who only looks. */
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
   * Who wants a new answer does not wait for a computer that may have an old one, and who agreed to something waits for
   * nobody who may not have.
   */
  readonly boards = ({ fresh, consent }: KeyedRequest): readonly FlightBoard[] => {
    const { windows, team } = this.#options;
    if (consent !== undefined) return [];
    const shared = fresh ? undefined : team();
    return shared === undefined ? [windows] : [windows, shared.flights];
  };

  readonly epoch = (): number => this.#epoch;

  /**
   * Forgets what is in memory, and keeps nothing of what is being asked now.
   *
   * @param seenEpoch where this window itself told the others, what it told: it need not hear it again.
   */
  forget(seenEpoch = this.#seenEpoch): void {
    this.#epoch++;
    this.#seenEpoch = seenEpoch;
    this.memory.clear();
  }

  /** To be called when other windows have written: forgets everything when one of them cleared what is kept. Never throws. */
  async look(): Promise<void> {
    try {
      const epoch = await this.#options.epoch.current();
      if (this.#seenEpoch !== undefined && this.#seenEpoch !== epoch) this.forget(epoch);
      this.#seenEpoch = epoch;
    } catch (error) {
      this.#options.logger.debug(`It is not known whether answers were cleared: ${describeError(error)}`);
    }
  }

  /** The settings changed. */
  adapt(): void {
    if (!this.settings().enabled) this.memory.clear();
    this.#options.workspace.trim();
  }

  /** Fetches nothing more behind the scenes, and closes the file. */
  async close(): Promise<void> {
    this.#closing.abort(new DOMException('closed', 'AbortError'));
    await this.#options.workspace.close();
  }
}
