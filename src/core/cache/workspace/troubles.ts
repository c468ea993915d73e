import { describeError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';

/** What the answers can have trouble with. */
type Trouble = 'key' | 'opening' | 'reading' | 'writing' | 'damage' | 'entry';

/** Says each kind of trouble once: a cache that does not work is no reason to fill the log. */
export class Troubles {
  readonly #logger: Logger;
  readonly #onUnavailable: ((error: unknown) => void) | undefined;
  readonly #told = new Set<Trouble>();
  #hasBeenUnavailable = false;

  /** @param onUnavailable hears once that nothing can be kept, for the person to be told. */
  constructor(logger: Logger, onUnavailable?: (error: unknown) => void) {
    this.#logger = logger;
    this.#onUnavailable = onUnavailable;
  }

  log(trouble: Trouble, message: string, error?: unknown): void {
    if (this.#told.has(trouble)) return;
    this.#told.add(trouble);
    this.#logger.warn(error === undefined ? message : `${message}: ${describeError(error)}`);
  }

  /** The same of something that the person can mend, such as a full disk. */
  unavailable(trouble: Trouble, message: string, error: unknown): void {
    this.log(trouble, message, error);
    if (this.#hasBeenUnavailable) return;
    this.#hasBeenUnavailable = true;
    this.#onUnavailable?.(error);
  }
}
