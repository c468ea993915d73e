import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { ScrollPlace } from '../../protocol/turnWindow.ts';
import { LateMemory } from '../lateMemory.ts';
import type { Memory } from '../memory.ts';

/** Key in `workspaceState`: where conversations were read last, oldest first. */
const PLACES_KEY = 'readingPlaces';

/** Number of conversations whose place is remembered. */
const MAX_PLACES = 50;

/** Delay in milliseconds before places are saved: the most scrolling that is lost when the process is killed. */
const SAVE_AFTER_MS = 1_000;

/** Where each conversation was last read. A page's own state is lost when its view is moved. */
export class ReadingPlaces {
  readonly #memory: LateMemory;
  readonly #places: Map<string, ScrollPlace>;
  /** Ids of conversations whose place was reported by a page of this process. */
  readonly #told = new Set<string>();

  constructor(memory: Memory, clock: Clock, logger: Logger) {
    this.#memory = new LateMemory({
      memory,
      key: PLACES_KEY,
      saveAfterMs: SAVE_AFTER_MS,
      read: () => [...this.#places],
      lost: 'Where the chat was read will not be found after a reload',
      clock,
      logger,
    });
    this.#places = new Map(parsePlaces(this.#memory.saved));
  }

  /** Returns `undefined` when the place is the end of the conversation, or unknown. */
  find(conversationId: string): ScrollPlace | undefined {
    return this.#places.get(conversationId);
  }

  /**
   * Returns whether a page has reported its place in that conversation since the last `send`. Until then, what a page
   * remembers is no newer than what is stored here: VS Code loses the place of a page that was killed.
   */
  isTold(conversationId: string): boolean {
    return this.#told.has(conversationId);
  }

  /** Makes pages scroll to that place, whatever they remember. */
  send(conversationId: string, place: ScrollPlace): void {
    this.keep(conversationId, place);
    this.#told.delete(conversationId);
  }

  /**
   * Stores the place that a page reports.
   *
   * @param place `undefined` at the end of the conversation.
   */
  keep(conversationId: string, place: ScrollPlace | undefined): void {
    this.#told.add(conversationId);
    const known = this.#places.delete(conversationId);
    if (!known && place === undefined) return;
    if (place !== undefined) this.#places.set(conversationId, place);
    const [oldest] = this.#places.keys();
    if (this.#places.size > MAX_PLACES && oldest !== undefined) this.#places.delete(oldest);
    this.#memory.change();
  }

  /** Writes unsaved places. */
  async flush(): Promise<void> {
    await this.#memory.flush();
  }
}

/** Parses the place that a page reports; `undefined` at the end of the conversation, or when it is invalid. */
export function parsePlace(turnId: unknown, offset: unknown): ScrollPlace | undefined {
  const offsetPx = Number(offset);
  return typeof turnId === 'string' && turnId !== '' && Number.isFinite(offsetPx) ? { turnId, offsetPx } : undefined;
}

/** Parses the stored places; another version may have left anything there. */
function parsePlaces(kept: unknown): [string, ScrollPlace][] {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((entry: unknown): [string, ScrollPlace][] => {
    const [conversationId, place] = Array.isArray(entry) ? (entry as unknown[]) : [];
    const { turnId, offsetPx } = (place ?? {}) as Partial<Record<keyof ScrollPlace, unknown>>;
    const parsed = parsePlace(turnId, offsetPx);
    return typeof conversationId === 'string' && parsed !== undefined ? [[conversationId, parsed]] : [];
  });
}
