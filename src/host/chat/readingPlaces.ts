import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { ScrollPlace } from '../../protocol/turnWindow.ts';

/** Workspace state: where conversations were read last, oldest first. */
const PLACES_KEY = 'readingPlaces';

/** Of more conversations nobody remembers where they were. */
const MAX_PLACES = 50;

/** At most so much scrolling is forgotten when the process is killed. */
const SAVE_AFTER_MS = 1_000;

/** What is remembered beyond a window: VS Code's `workspaceState`. */
interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

/** Where each conversation was read last. What a page remembers itself is gone when its view moves to another place. */
export class ReadingPlaces {
  readonly #memory: Memory;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #places: Map<string, ScrollPlace>;
  /** Conversations whose place was said by a page of this process. */
  readonly #told = new Set<string>();
  #cancelSave: (() => void) | undefined;

  constructor(memory: Memory, clock: Clock, logger: Logger) {
    this.#memory = memory;
    this.#clock = clock;
    this.#logger = logger;
    this.#places = new Map(parsePlaces(memory.get(PLACES_KEY)));
  }

  /** `undefined` at the end of the conversation, and for one that was never read. */
  find(conversationId: string): ScrollPlace | undefined {
    return this.#places.get(conversationId);
  }

  /**
   * Whether a page said where that conversation is read, and was not sent elsewhere since. What a page remembers by itself
   * is no newer than what is kept here before that: VS Code forgets where a page was that was killed.
   */
  isTold(conversationId: string): boolean {
    return this.#told.has(conversationId);
  }

  /** People are sent to that place, whatever their page remembers. */
  send(conversationId: string, place: ScrollPlace): void {
    this.keep(conversationId, place);
    this.#told.delete(conversationId);
  }

  /** A page says where the conversation is read. @param place `undefined` at its end. */
  keep(conversationId: string, place: ScrollPlace | undefined): void {
    this.#told.add(conversationId);
    const known = this.#places.delete(conversationId);
    if (!known && place === undefined) return;
    if (place !== undefined) this.#places.set(conversationId, place);
    const [oldest] = this.#places.keys();
    if (this.#places.size > MAX_PLACES && oldest !== undefined) this.#places.delete(oldest);
    this.#cancelSave ??= this.#clock.after(SAVE_AFTER_MS, () => void this.flush());
  }

  /** Writes what is not written yet. */
  async flush(): Promise<void> {
    if (this.#cancelSave === undefined) return;
    this.#cancelSave();
    this.#cancelSave = undefined;
    try {
      await this.#memory.update(PLACES_KEY, [...this.#places]);
    } catch (error) {
      this.#logger.warn(`Where the chat was read will not be found after a reload: ${describeError(error)}`);
    }
  }
}

/** The place in what a page said; `undefined` where that is the end, or nonsense. */
export function parsePlace(turnId: unknown, offset: unknown): ScrollPlace | undefined {
  const offsetPx = Number(offset);
  return typeof turnId === 'string' && turnId !== '' && Number.isFinite(offsetPx) ? { turnId, offsetPx } : undefined;
}

/** What another version left may be anything. */
function parsePlaces(kept: unknown): [string, ScrollPlace][] {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((entry: unknown): [string, ScrollPlace][] => {
    const [conversationId, place] = Array.isArray(entry) ? (entry as unknown[]) : [];
    const { turnId, offsetPx } = (place ?? {}) as Partial<Record<keyof ScrollPlace, unknown>>;
    const parsed = parsePlace(turnId, offsetPx);
    return typeof conversationId === 'string' && parsed !== undefined ? [[conversationId, parsed]] : [];
  });
}
