import type { Admission, Lane, Permit, Register } from '../admission.ts';
import type { AttemptRequest, ChatEvent, Endpoint } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { AccountQueue } from './accountQueue.ts';
import type { FlowSettings } from './admissionCheck.ts';
import { ExpectedOutput } from './expectedOutput.ts';
import { Job } from './job.ts';
import type { LaneLine } from './laneLine.ts';

interface QueuedAdmissionOptions {
  readonly register: Register;
  /** Returns the name of the account that pays at an endpoint. All its endpoints share its limits. */
  readonly account: (endpoint: Endpoint) => string;
  /** Read for each decision. */
  readonly settings: () => FlowSettings;
  readonly logger?: Logger;
  readonly clock: Clock;
}

/** Admission that queues attempts by urgency, and admits them as fast as the service and the budget allow. */
export class QueuedAdmission implements Admission {
  readonly #options: QueuedAdmissionOptions;
  readonly #queues = new Map<string, AccountQueue>();
  readonly #expected = new ExpectedOutput();

  constructor(options: QueuedAdmissionOptions) {
    this.#options = options;
  }

  async *enter(request: AttemptRequest, signal: AbortSignal): AsyncGenerator<ChatEvent, Permit> {
    signal.throwIfAborted();
    const lane = this.#laneOf(request.endpoint, request.model);
    const output = this.#expected.of(request.feature, request.maxOutputTokens);
    const job = new Job(request, lane, request.inputTokens + output, signal);
    const queue = this.#queueOf(lane);
    queue.add(job);
    const unsubscribe = request.urgency?.onDidRaise(priority => queue.raise(job, priority));
    try {
      return yield* job.wait();
    } finally {
      unsubscribe?.();
      queue.remove(job);
    }
  }

  /** Returns the estimated wait of a question asked there now, in milliseconds. */
  expectedWaitMs(endpoint: Endpoint, model: string): number {
    return this.#lineOf(endpoint, model).expectedWaitMs;
  }

  /** Returns whether the lane's circuit is open, as far as this window knows. */
  isLeftAlone(endpoint: Endpoint, model: string): boolean {
    return this.#lineOf(endpoint, model).circuit !== undefined;
  }

  #lineOf(endpoint: Endpoint, model: string): LaneLine {
    const lane = this.#laneOf(endpoint, model);
    return this.#queueOf(lane).line(lane);
  }

  #laneOf(endpoint: Endpoint, model: string): Lane {
    return { account: this.#options.account(endpoint), endpoint: endpoint.name, model };
  }

  #queueOf({ account }: Lane): AccountQueue {
    let queue = this.#queues.get(account);
    if (queue === undefined) {
      queue = new AccountQueue({ ...this.#options, expected: this.#expected });
      this.#queues.set(account, queue);
    }
    return queue;
  }
}
