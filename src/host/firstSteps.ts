import { describeError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { CONTEXT_KEYS, type ContextKey } from './ids.ts';
import type { Memory } from './memory.ts';

/** Key in `globalState`: an answer has finished at least once on this computer. */
const ANSWERED_KEY = 'answeredOnce';

/** Sets the context keys that tick the steps of the walkthrough. */
export class FirstSteps {
  readonly #memory: Memory;
  readonly #logger: Logger;
  readonly #setContext: (key: ContextKey, value: boolean) => Thenable<void>;
  #hasAnswered: boolean;

  constructor(memory: Memory, logger: Logger, setContext: (key: ContextKey, value: boolean) => Thenable<void>) {
    this.#memory = memory;
    this.#logger = logger;
    this.#setContext = setContext;
    this.#hasAnswered = memory.get(ANSWERED_KEY) === true;
    this.#show(CONTEXT_KEYS.hasAsked, this.#hasAnswered);
  }

  /** Records whether there is a key for the current host. */
  showCredentials(areThere: boolean): void {
    this.#show(CONTEXT_KEYS.hasCredentials, areThere);
  }

  /** Records that an answer finished. Only the first call has an effect. */
  showAnswered(): void {
    if (this.#hasAnswered) return;
    this.#hasAnswered = true;
    this.#show(CONTEXT_KEYS.hasAsked, true);
    this.#log(this.#memory.update(ANSWERED_KEY, true));
  }

  #show(key: ContextKey, value: boolean): void {
    this.#log(this.#setContext(key, value));
  }

  #log(work: Thenable<void>): void {
    work.then(undefined, (error: unknown) => {
      this.#logger.warn(`The walkthrough may not show what is done: ${describeError(error)}`);
    });
  }
}
