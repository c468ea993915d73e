import { describeError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';

/** Kinds of trouble with the answer file. */
type Trouble = 'key' | 'opening' | 'reading' | 'writing' | 'damage' | 'entry';

/** Log of trouble with the answers. It reports each kind once, so that a broken cache does not flood the log. */
export class Troubles {
  readonly #logger: Logger;
  readonly #onUnavailable: ((error: unknown) => void) | undefined;
  readonly #told = new Set<Trouble>();
  #hasBeenUnavailable = false;

  /** @param onUnavailable called once when answers cannot be kept, to notify the user. */
  constructor(logger: Logger, onUnavailable?: (error: unknown) => void) {
    this.#logger = logger;
    this.#onUnavailable = onUnavailable;
  }

  log(trouble: Trouble, message: string, error?: unknown): void {
    if (this.#told.has(trouble)) return;
    this.#told.add(trouble);
    this.#logger.warn(error === undefined ? message : `${message}: ${describeError(error)}`);
  }

  /** Like `log`, and notifies the user, for trouble that the user can fix, such as a full disk. */
  unavailable(trouble: Trouble, message: string, error: unknown): void {
    this.log(trouble, message, error);
    if (this.#hasBeenUnavailable) return;
    this.#hasBeenUnavailable = true;
    this.#onUnavailable?.(error);
  }
}
