/** Dependencies of a `DraftBox`. */
export interface DraftSurroundings {
  /** Sends the text to the host. */
  readonly post: (text: string) => void;
  /** Schedules a callback; the returned function cancels it. */
  readonly later: (callback: () => void, delayMs: number) => () => void;
  /** Monotonic time in milliseconds. */
  readonly now: () => number;
}

/** Maximum delay before the host learns of typed text. */
const POST_DELAY_MS = 200;

/** A host message that crossed one of ours arrives within this time. */
const CROSSING_MS = 1000;

/**
 * The text of the composer. The host stores it and the user edits it. On a conflict the user wins: text that the host
 * has not received yet is never replaced, nor is text replaced by an older state of itself.
 */
export class DraftBox {
  readonly #surroundings: DraftSurroundings;
  #text = '';
  #cancelPost: (() => void) | undefined;
  #posted: string[] = [];
  #postedAt = -Infinity;
  #isComposing = false;
  /** Text received from the host during a composition. */
  #held: string | undefined;

  constructor(surroundings: DraftSurroundings) {
    this.#surroundings = surroundings;
  }

  get text(): string {
    return this.#text;
  }

  /** Called when the user changed the text. */
  type(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#cancelPost ??= this.#surroundings.later(() => this.#post(), POST_DELAY_MS);
  }

  /** Called with the host's draft. */
  receive(text: string): void {
    if (this.#isComposing) {
      this.#held = text;
      return;
    }
    if (text === this.#text || this.#cancelPost !== undefined) return;
    const crossed = this.#surroundings.now() - this.#postedAt < CROSSING_MS && this.#posted.includes(text);
    if (!crossed) this.#replace(text);
  }

  /**
   * Called when an input method starts composing. Replacing the text meanwhile would make it insert at the wrong
   * position.
   */
  beginComposition(): void {
    this.#isComposing = true;
    this.#held = undefined;
  }

  /** Called when the composition ends; its text is newer than what the host sent meanwhile. */
  endComposition(): void {
    this.#isComposing = false;
    if (this.#held !== undefined) this.receive(this.#held);
    this.#held = undefined;
  }

  /** Posts unsent text now, because the page may be closing. */
  flush(): void {
    if (this.#cancelPost !== undefined) this.#post();
  }

  /** Empties the box because its text was asked. The host empties its own draft then. */
  clear(): void {
    this.#cancelPost?.();
    this.#cancelPost = undefined;
    this.#replace('');
  }

  #post(): void {
    this.#cancelPost?.();
    this.#cancelPost = undefined;
    this.#posted = [...this.#posted.slice(-20), this.#text];
    this.#postedAt = this.#surroundings.now();
    this.#surroundings.post(this.#text);
  }

  #replace(text: string): void {
    this.#text = text;
    this.#posted = [];
  }
}
