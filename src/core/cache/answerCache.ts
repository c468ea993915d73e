import type { FlightBoard } from './flightBoard.ts';
import type { KeyedRequest } from './answerStore.ts';
import type { CacheSettings } from './cacheSettings.ts';
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
}

/** The levels of one window. */
export class AnswerCache implements AnswerPlaces {
  readonly settings: () => CacheSettings;
  readonly memory: MemoryAnswers;
  readonly #options: AnswerCacheOptions;
  readonly #closing = new AbortController();
  #epoch = 0;

  constructor(options: AnswerCacheOptions) {
    this.#options = options;
    this.settings = options.settings;
    this.memory = new MemoryAnswers(() => options.settings().memoryEntries);
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

  /** Forgets what is in memory, and keeps nothing of what is being asked now. */
  forget(): void {
    this.#epoch++;
    this.memory.clear();
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
