import type { AttemptFailure, ChatEvent } from '../chat.ts';
import type { SlowAnswer } from '../slowAnswer.ts';

/** The last event of an answer. */
export type Done = Extract<ChatEvent, { type: 'done' }>;

/** An entry of the shared log: an event of the answer, or a call for the callbacks of a request. */
export type Note =
  | Exclude<ChatEvent, Done>
  /** For `onAttemptFailed`. */
  | { readonly type: 'failed'; readonly failure: AttemptFailure }
  /** For `onSlow`. */
  | { readonly type: 'slow'; readonly slow: SlowAnswer }
  /** The end: `paid` for the caller that paid, `joined` for the others. */
  | { readonly type: 'end'; readonly paid: Done; readonly joined: Done };

/**
 * Log of an answer, for any number of readers, each at its own pace. A late reader starts from the beginning, but skips
 * entries that are obsolete by then, such as ended waits and failed attempts.
 */
export class SharedAnswer {
  /** Obsolete entries become `undefined`, so that the indices of the others do not change. */
  readonly #notes: (Note | undefined)[] = [];
  /** Indices of entries that may become obsolete before the answer is complete. */
  #passing: number[] = [];
  #hasContent = false;
  #failure: { readonly error: unknown } | undefined;
  #listeners: (() => void)[] = [];

  /** In order; the index of a note never changes. */
  get notes(): readonly (Note | undefined)[] {
    return this.#notes;
  }

  /** Whether content of the answer has arrived. */
  get hasContent(): boolean {
    return this.#hasContent;
  }

  /** The failure after which no more notes follow. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  tell(note: Note): void {
    switch (note.type) {
      case 'waiting':
      case 'attempt':
        this.over('waiting', 'attempt', 'limited', 'slow');
        this.#passing.push(this.#notes.length);
        break;
      case 'limited':
      case 'slow':
        this.#passing.push(this.#notes.length);
        break;
      case 'failed':
        break;
      default:
        if (!this.#hasContent) this.over('waiting', 'slow');
        this.#hasContent ||= note.type !== 'end';
    }
    this.#notes.push(note);
    this.#wake();
  }

  /** Removes obsolete notes of these types for late readers. */
  over(...types: readonly Note['type'][]): void {
    this.#passing = this.#passing.filter(place => {
      const note = this.#notes[place];
      const isOver = note === undefined || types.includes(note.type);
      if (isOver) this.#notes[place] = undefined;
      return !isOver;
    });
  }

  fail(error: unknown): void {
    this.#failure = { error };
    this.#wake();
  }

  /** Calls `listener` once, when there is more to read or the answer failed. */
  onceMore(listener: () => void): void {
    this.#listeners.push(listener);
  }

  #wake(): void {
    const listeners = this.#listeners;
    if (listeners.length === 0) return;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }
}
