import { abortable } from '../abortable.ts';
import type { Origin } from '../chat.ts';
import type { Feature } from '../feature.ts';
import type { Clock } from '../clock.ts';
import type { AnswerKey, AnswerStore } from './answerStore.ts';
import type { CacheSettings } from './cacheSettings.ts';
import type { KeptAnswer } from './keptAnswer.ts';
import { ageOf, longestLifeMs } from './lifetimes.ts';

/** A cache level behind the memory. */
export interface StoredLevel {
  readonly level: 'workspace' | 'team';
  readonly store: AnswerStore;
}

export interface Found {
  readonly answer: KeptAnswer;
  readonly level: StoredLevel['level'];
  readonly isStale: boolean;
}

interface StoredLevelsOptions {
  readonly memory: { set(key: AnswerKey, answer: KeptAnswer): void };
  /** Nearest first; read for each question. */
  readonly levels: () => readonly StoredLevel[];
  readonly settings: () => CacheSettings;
  readonly clock: Clock;
}

/** The stored levels and the memory, seen as one cache. */
export class StoredLevels {
  readonly #options: StoredLevelsOptions;

  constructor(options: StoredLevelsOptions) {
    this.#options = options;
  }

  /** Returns the fresh answer of the nearest level that has one, else a stale answer that may be used. */
  async find(key: AnswerKey, feature: Feature, signal: AbortSignal): Promise<Found | undefined> {
    const { levels, settings, clock } = this.#options;
    let stale: Found | undefined;
    for (const { level, store } of levels()) {
      const got = store.get(key);
      const answer = got instanceof Promise ? await abortable(got, signal) : got;
      signal.throwIfAborted();
      const age = answer && ageOf(answer, feature, settings(), clock.now());
      if (answer === undefined || age === 'expired') continue;
      if (age === 'fresh') return { answer, level, isStale: false };
      stale ??= { answer, level, isStale: true };
    }
    return stale;
  }

  /** Stores the answer in memory at once, and in the background in all levels nearer than the one it came from. */
  keep(key: AnswerKey, answer: KeptAnswer, from: Origin['level'] | undefined): void {
    const { memory, levels, settings, clock } = this.#options;
    memory.set(key, answer);
    const all = levels();
    const end = all.findIndex(({ level }) => level === from);
    const nearer = end < 0 ? all : all.slice(0, end);
    const lifeMs = longestLifeMs(settings());
    // Deferred, so that the reader of the answer does not wait for the disk.
    clock.after(0, () => nearer.forEach(({ store }) => store.put(key, answer, lifeMs)));
  }
}
