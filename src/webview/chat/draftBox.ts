/** What a `DraftBox` needs from outside. */
export interface DraftSurroundings {
  /** Tells the host. */
  readonly post: (text: string) => void;
  /** Calls back after some milliseconds, unless the returned function is called before. */
  readonly later: (callback: () => void, delayMs: number) => () => void;
  /** Milliseconds, from any start. */
  readonly now: () => number;
}

/** The host knows what was typed at most this much later. */
const POST_DELAY_MS = 200;

/** A message of the host that crossed one of ours arrives within this time. */
const CROSSING_MS = 1000;

/**
 * The text of the composer. The host keeps it, the person changes it; where both speak at once the person is right:
 * text that the host has not seen yet is never replaced, nor is it by an older state of the same text.
 */
export class DraftBox {
  readonly #surroundings: DraftSurroundings;
  #text = '';
  #cancelPost: (() => void) | undefined;
  #posted: string[] = [];
  #postedAt = -Infinity;
  #isComposing = false;
  /** What the host said during a composition. */
  #held: string | undefined;

  constructor(surroundings: DraftSurroundings) {
    this.#surroundings = surroundings;
  }

  get text(): string {
    return this.#text;
  }

  /** The person changed the text. */
  type(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#cancelPost ??= this.#surroundings.later(() => this.#post(), POST_DELAY_MS);
  }

  /** The host said what its draft is. */
  receive(text: string): void {
    if (this.#isComposing) {
      this.#held = text;
      return;
    }
    if (text === this.#text || this.#cancelPost !== undefined) return;
    const crossed = this.#surroundings.now() - this.#postedAt < CROSSING_MS && this.#posted.includes(text);
    if (!crossed) this.#replace(text);
  }

  /** An input method begins to write. Text that is replaced under it would be written anywhere. */
  beginComposition(): void {
    this.#isComposing = true;
    this.#held = undefined;
  }

  /** What the input method wrote is newer than what the host said meanwhile. */
  endComposition(): void {
    this.#isComposing = false;
    if (this.#held !== undefined) this.receive(this.#held);
    this.#held = undefined;
  }

  /** Tells the host now what it does not know yet: the page may be gone in a moment. */
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
