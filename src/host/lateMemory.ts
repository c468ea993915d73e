import type { Clock } from '../core/clock.ts';
import { describeError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Memory } from './memory.ts';

interface LateMemoryOptions {
  readonly memory: Memory;
  readonly key: string;
  /** Delay in milliseconds before a change is saved: the most that is lost when the process is killed. */
  readonly saveAfterMs: number;
  /** Returns the value to save. */
  readonly read: () => unknown;
  /** Log message for a value that cannot be saved. */
  readonly lost: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A stored value that changes so often that it is saved with a delay. */
export class LateMemory {
  readonly #options: LateMemoryOptions;
  #cancelSave: (() => void) | undefined;

  constructor(options: LateMemoryOptions) {
    this.#options = options;
  }

  /** Returns the value that an earlier process saved. Another version may have left anything there. */
  get saved(): unknown {
    return this.#options.memory.get(this.#options.key);
  }

  /** Schedules a save. */
  change(): void {
    const { clock, saveAfterMs } = this.#options;
    this.#cancelSave ??= clock.after(saveAfterMs, () => void this.flush());
  }

  /** Saves an unsaved value. Never throws. */
  async flush(): Promise<void> {
    if (this.#cancelSave === undefined) return;
    this.#cancelSave();
    this.#cancelSave = undefined;
    const { memory, key, read, lost, logger } = this.#options;
    try {
      await memory.update(key, read());
    } catch (error) {
      logger.warn(`${lost}: ${describeError(error)}`);
    }
  }
}
