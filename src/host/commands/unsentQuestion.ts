import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';

/** Workspace state: what was typed into the box of a command and not sent. */
const UNSENT_KEY = 'unsentQuestion';

/** At most so much typing is lost when the process is killed. */
const SAVE_AFTER_MS = 500;

/** What is remembered beyond a window: VS Code's `workspaceState`. */
interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

/** A question that is being typed into the box of a command. It belongs to the workspace, and survives a reload. */
export class UnsentQuestion {
  readonly #memory: Memory;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #key: string;
  #text: string;
  #cancelSave: (() => void) | undefined;

  /** @param key where it is remembered: each box has its own. */
  constructor(memory: Memory, clock: Clock, logger: Logger, key = UNSENT_KEY) {
    this.#memory = memory;
    this.#clock = clock;
    this.#logger = logger;
    this.#key = key;
    const kept = memory.get(key);
    this.#text = typeof kept === 'string' ? kept : '';
  }

  get text(): string {
    return this.#text;
  }

  /** The text as it is now; empty when it was sent. */
  keep(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#cancelSave ??= this.#clock.after(SAVE_AFTER_MS, () => void this.flush());
  }

  /** Writes what is not written yet: the window may be gone in a moment. */
  async flush(): Promise<void> {
    if (this.#cancelSave === undefined) return;
    this.#cancelSave();
    this.#cancelSave = undefined;
    try {
      await this.#memory.update(this.#key, this.#text);
    } catch (error) {
      this.#logger.warn(`The unsent question will not be there after a reload: ${describeError(error)}`);
    }
  }
}
