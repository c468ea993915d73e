import type { Clock } from '../../core/clock.ts';

/** Each change of the box goes to VS Code's window, which draws it. */
const BETWEEN_WRITES_MS = 100;

/** Less of an answer may be an introduction that is not part of the message. */
const FIRST_CHARACTERS = 40;

/** The box of a repository's next commit message while one is written into it. A person who types there has it for themselves. */
export class MessageBox {
  /** What stood in it. */
  readonly before: string;
  readonly #box: { value: string };
  readonly #clock: Clock;
  /** VS Code tells of our own writes late, and the box then holds an older one again for a moment. */
  readonly #written: Set<string>;
  #writtenAtMs: number | undefined;
  #isTaken = false;

  constructor(box: { value: string }, clock: Clock) {
    this.#box = box;
    this.#clock = clock;
    this.before = box.value;
    this.#written = new Set([box.value]);
  }

  /** Shows what came so far, unless that was just done. */
  show(message: string): void {
    const nowMs = this.#clock.monotonicMs();
    const isEarly = this.#writtenAtMs !== undefined && nowMs - this.#writtenAtMs < BETWEEN_WRITES_MS;
    if (isEarly || (message.length < FIRST_CHARACTERS && !message.includes('\n'))) return;
    if (this.write(message)) this.#writtenAtMs = nowMs;
  }

  /** False when the person typed there, whose text stays. */
  write(message: string): boolean {
    this.#isTaken ||= !this.#written.has(this.#box.value);
    if (this.#isTaken) return false;
    // Nobody but the person empties a box into which something was written.
    if (message !== this.before) this.#written.delete(this.before);
    this.#written.add(message);
    this.#box.value = message;
    return true;
  }

  /** Puts back what stood there, unless the person typed meanwhile. */
  restore(): void {
    this.write(this.before);
  }
}
