import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import { LateMemory } from '../lateMemory.ts';
import type { Memory } from '../memory.ts';

/** Key in `workspaceState`: unsent text of a command's input box. */
const UNSENT_KEY = 'unsentQuestion';

/** Delay in milliseconds before text is saved: the most typing that is lost when the process is killed. */
const SAVE_AFTER_MS = 500;

/** The unsent text of a command's input box. It belongs to the workspace and survives a reload. */
export class UnsentQuestion {
  readonly #memory: LateMemory;
  #text: string;

  /** @param key storage key; each input box has its own. */
  constructor(memory: Memory, clock: Clock, logger: Logger, key = UNSENT_KEY) {
    this.#memory = new LateMemory({
      memory,
      key,
      saveAfterMs: SAVE_AFTER_MS,
      read: () => this.#text,
      lost: 'The unsent question will not be there after a reload',
      clock,
      logger,
    });
    const { saved } = this.#memory;
    this.#text = typeof saved === 'string' ? saved : '';
  }

  get text(): string {
    return this.#text;
  }

  /** Stores the current text; empty after it was sent. */
  keep(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#memory.change();
  }

  /** Writes unsaved text: the window may be about to close. */
  async flush(): Promise<void> {
    await this.#memory.flush();
  }
}
