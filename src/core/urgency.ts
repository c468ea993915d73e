import { Emitter } from './emitter.ts';
import type { Priority } from './priority.ts';

/** The urgency of a question that several callers share: that of the most urgent caller. */
export class Urgency {
  readonly #raised = new Emitter<Priority>();
  #priority: Priority;

  constructor(priority: Priority) {
    this.#priority = priority;
  }

  /** Fires when the urgency rises. */
  readonly onDidRaise = this.#raised.event;

  get priority(): Priority {
    return this.#priority;
  }

  /** Raises the urgency; has no effect if it is already as high. */
  raiseTo(priority: Priority): void {
    if (priority >= this.#priority) return;
    this.#priority = priority;
    this.#raised.fire(priority);
  }
}
