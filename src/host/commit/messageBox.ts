import type { Clock } from '../../core/clock.ts';

/** Minimum interval between writes: VS Code's window redraws the box for each. */
const BETWEEN_WRITES_MS = 100;

/** A shorter answer may be only an introduction that is not part of the message. */
const FIRST_CHARACTERS = 40;

/**
 * The commit message box of a repository while a message is written into it. Once the user types there, it is not
 * written to any more.
 */
export class MessageBox {
  /** The initial text of the box. */
  readonly before: string;
  readonly #box: { value: string };
  readonly #clock: Clock;
  /** Texts that this class has written. VS Code reports writes late, so the box can briefly hold an older one again. */
  readonly #written: Set<string>;
  #writtenAtMs: number | undefined;
  #isTaken = false;

  constructor(box: { value: string }, clock: Clock) {
    this.#box = box;
    this.#clock = clock;
    this.before = box.value;
    this.#written = new Set([box.value]);
  }

  /** Shows the message so far, unless it was updated just before. */
  show(message: string): void {
    const nowMs = this.#clock.monotonicMs();
    const isEarly = this.#writtenAtMs !== undefined && nowMs - this.#writtenAtMs < BETWEEN_WRITES_MS;
    if (isEarly || (message.length < FIRST_CHARACTERS && !message.includes('\n'))) return;
    if (this.write(message)) this.#writtenAtMs = nowMs;
  }

  /** Returns false when the user has typed in the box; their text stays. */
  write(message: string): boolean {
    this.#isTaken ||= !this.#written.has(this.#box.value);
    if (this.#isTaken) return false;
    // Once something else was written, only the user can bring back the initial text, such as by emptying the box.
    if (message !== this.before) this.#written.delete(this.before);
    this.#written.add(message);
    this.#box.value = message;
    return true;
  }

  /** Restores the initial text, unless the user has typed meanwhile. */
  restore(): void {
    this.write(this.before);
  }
}
