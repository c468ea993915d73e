import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';

/** Key in `workspaceState`: unsent text of a command's input box. */
const UNSENT_KEY = 'unsentQuestion';

/** Delay in milliseconds before text is saved: the most typing that is lost when the process is killed. */
const SAVE_AFTER_MS = 500;

/** Storage that outlives the window: VS Code's `workspaceState`. */
interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

/** The unsent text of a command's input box. It belongs to the workspace and survives a reload. */
export class UnsentQuestion {
  readonly #memory: Memory;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #key: string;
  #text: string;
  #cancelSave: (() => void) | undefined;

  /** @param key storage key; each input box has its own. */
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

  /** Stores the current text; empty after it was sent. */
  keep(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#cancelSave ??= this.#clock.after(SAVE_AFTER_MS, () => void this.flush());
  }

  /** Writes unsaved text: the window may be about to close. */
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
