import type { AttemptFailure, ChatEvent } from '../chat.ts';
import type { SlowAnswer } from '../slowAnswer.ts';

/** The last event of an answer. */
export type Done = Extract<ChatEvent, { type: 'done' }>;

/** What is told of an answer, in this order: its events, and between them what listeners of a request hear. */
export type Note =
  | Exclude<ChatEvent, Done>
  /** For `onAttemptFailed`. */
  | { readonly type: 'failed'; readonly failure: AttemptFailure }
  /** For `onSlow`. */
  | { readonly type: 'slow'; readonly slow: SlowAnswer }
  /** The end, as who paid hears it, and as others do. */
  | { readonly type: 'end'; readonly paid: Done; readonly joined: Done };

/**
 * What has been told of an answer so far, for any number of readers. Each goes at its own pace and holds up nobody. Who
 * comes late begins at the beginning, and is spared what is over by then: waits that ended, attempts that failed.
 */
export class SharedAnswer {
  /** Nothing stands where something stood that is over, so that the places of all others stay as they are. */
  readonly #notes: (Note | undefined)[] = [];
  /** Places of what may be over before the answer is complete. */
  #passing: number[] = [];
  #hasContent = false;
  #failure: { readonly error: unknown } | undefined;
  #listeners: (() => void)[] = [];

  /** In order. None ever moves to another place. */
  get notes(): readonly (Note | undefined)[] {
    return this.#notes;
  }

  /** A part of the answer itself has come. */
  get hasContent(): boolean {
    return this.#hasContent;
  }

  /** Why nothing follows the notes. */
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

  /** Who comes later needs to hear no more of these. */
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

  /** Calls back once, when there is more to read or it failed. */
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
