import { Emitter } from './emitter.ts';
import type { Priority } from './priority.ts';

/** How urgent a question is that several callers share: as urgent as for the one who is most in a hurry. */
export class Urgency {
  readonly #raised = new Emitter<Priority>();
  #priority: Priority;

  constructor(priority: Priority) {
    this.#priority = priority;
  }

  /** Fired when it became more urgent. */
  readonly onDidRaise = this.#raised.event;

  get priority(): Priority {
    return this.#priority;
  }

  /** Does nothing when it is as urgent already. */
  raiseTo(priority: Priority): void {
    if (priority >= this.#priority) return;
    this.#priority = priority;
    this.#raised.fire(priority);
  }
}
