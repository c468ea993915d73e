import type { LearnedLimits, LimitSettings, Sending, Ticket } from '../../src/core/flow/limits/learnedLimits.ts';
import { ModelServer, type ModelService } from './modelServer.ts';
import { ModelTime } from './modelTime.ts';
import { seededRandom } from './seededRandom.ts';

/** The interface of limits that callers need: learned ones, or those of an oracle. */
type Limits = Pick<LearnedLimits, 'concurrency' | 'dueMs' | 'sent' | 'told' | 'answered' | 'ended' | 'refused'>;

/** Results of one run. */
export interface Outcome {
  /** Answers per second. */
  readonly perSecond: number;
  /** Refusals per 100 answers. */
  readonly refusedPer100: number;
  readonly p99Ms: number;
  /** Maximum number of refusals of a single call. */
  readonly mostRefusals: number;
}

interface Call {
  readonly askedMs: number;
  refusals: number;
}

const SENDING: Sending = { isInteractive: false, tokens: 500 };

/** Callers that repeatedly ask and wait for the answer, sharing one queue and one set of limits. */
export class ModelCallers {
  readonly time: ModelTime;
  readonly server: ModelServer;
  readonly #limits: Limits;
  readonly #settings: LimitSettings;
  /** In the order of asking; refused calls return to their position. */
  readonly #queue: Call[] = [];
  #inFlight = 0;
  #wakeMs = Infinity;
  #toAsk = 0;
  #latenciesMs: number[] = [];
  #refused = 0;
  #mostRefusals = 0;

  /** @param startMs wall time. */
  constructor(
    limits: Limits,
    service: Partial<ModelService> = {},
    seed = 1,
    settings: Partial<LimitSettings> = {},
    startMs = Date.UTC(2026, 10, 22, 4, 0, 17),
  ) {
    this.time = new ModelTime(startMs);
    this.server = new ModelServer(this.time, seededRandom(seed), service);
    this.#limits = limits;
    this.#settings = { maxConcurrency: 64, requestsPerMinute: 0, tokensPerMinute: 0, ...settings };
  }

  /**
   * Runs a number of callers for some time, or until some number of calls is answered. Callers of an earlier run
   * continue.
   */
  run(callers: number, until: { readonly seconds?: number; readonly calls?: number }): Outcome {
    const { seconds = Infinity, calls = Infinity } = until;
    const startMs = this.time.nowMs;
    this.#latenciesMs = [];
    this.#refused = 0;
    this.#mostRefusals = 0;
    this.#toAsk = calls;
    for (let caller = this.#queue.length + this.#inFlight; caller < callers; caller++) this.#ask();
    this.#send();
    const endMs = startMs + 1000 * seconds;
    while (this.#latenciesMs.length < calls && this.time.step(endMs));
    const answers = this.#latenciesMs.length;
    return {
      perSecond: (1000 * answers) / (this.time.nowMs - startMs),
      refusedPer100: (100 * this.#refused) / answers,
      p99Ms: this.#latenciesMs.toSorted((one, other) => one - other)[Math.floor(0.99 * answers)] ?? 0,
      mostRefusals: this.#mostRefusals,
    };
  }

  #ask(): void {
    if (this.#toAsk-- > 0) this.#queue.push({ askedMs: this.time.nowMs, refusals: 0 });
  }

  #send(): void {
    const limits = this.#limits;
    while (this.#queue.length > 0 && this.#inFlight < limits.concurrency(this.#settings)) {
      const { nowMs } = this.time;
      const dueMs = limits.dueMs(this.#settings, SENDING, nowMs);
      if (dueMs > nowMs) {
        this.#wakeAt(dueMs);
        return;
      }
      const call = this.#queue.shift();
      if (call === undefined) return;
      const ticket = limits.sent(this.#settings, SENDING, nowMs);
      this.#inFlight++;
      this.server.ask(reply => {
        this.#inFlight--;
        limits.told(reply.limits, this.time.nowMs);
        if (reply.isRefused) this.#refuse(call, ticket);
        else this.#answer(call, ticket);
        this.#send();
      });
    }
  }

  #answer({ askedMs }: Call, ticket: Ticket): void {
    const { nowMs } = this.time;
    this.#latenciesMs.push(nowMs - askedMs);
    this.#limits.answered(ticket, nowMs);
    this.#limits.ended(ticket, SENDING.tokens, nowMs, this.#queue.length > 0);
    this.#ask();
  }

  #refuse(call: Call, ticket: Ticket): void {
    const { nowMs } = this.time;
    this.#refused++;
    this.#mostRefusals = Math.max(this.#mostRefusals, ++call.refusals);
    this.#limits.refused(ticket, nowMs);
    this.#limits.ended(ticket, 0, nowMs, true);
    const place = this.#queue.findIndex(({ askedMs }) => askedMs >= call.askedMs);
    this.#queue.splice(place < 0 ? this.#queue.length : place, 0, call);
  }

  #wakeAt(dueMs: number): void {
    const { nowMs } = this.time;
    if (this.#wakeMs > nowMs && this.#wakeMs <= dueMs) return;
    this.#wakeMs = dueMs;
    this.time.after(dueMs - nowMs, () => this.#send());
  }
}

/** Returns the limits of a client that knows the service's limits in advance. */
export function oracle(slots: number, perSecond: number): Limits {
  let nextMs = 0;
  return {
    concurrency: () => slots,
    dueMs: () => nextMs - 20,
    sent(_settings, sending, nowMs) {
      nextMs = Math.max(nowMs, nextMs) + 1000 / perSecond;
      return { sentAtMs: nowMs, tokens: sending.tokens, window: 0, cuts: 0 };
    },
    told: () => undefined,
    answered: () => undefined,
    ended: () => undefined,
    refused: () => undefined,
  };
}
