import type { ChatRequest, Waiting } from '../chat.ts';
import type { WenxinError } from '../errors.ts';
import { backoffMs } from './backoff.ts';
import { isAway, recoveryFrom } from './recovery.ts';
import type { RetryBudget } from './retryBudget.ts';

/** What follows a failure: another attempt, perhaps after a wait. */
export interface NextTry {
  readonly wait?: { readonly why: Waiting['why']; readonly delayMs: number };
  readonly isResend?: true;
}

interface TryOptions {
  /** Maximum number of attempts per question, on all routes together. */
  readonly maxAttempts: number;
  readonly retryBudget: RetryBudget;
  readonly random: () => number;
}

/** A limit that has refused this often will not stop refusing. */
const MOST_REFUSALS = 20;

/** Wait for the network between tries: starts with the first value and doubles up to the second. */
const FIRST_NETWORK_WAIT_MS = 2_000;
const LONGEST_NETWORK_WAIT_MS = 30_000;

/** Counter of one question's failures, which decides what follows each of them. */
export class Tries {
  readonly #request: ChatRequest;
  readonly #options: TryOptions;
  #failures = 0;
  #refusals = 0;
  #networkWaits = 0;
  #isSent = false;
  #hasResent = false;
  #hasTimedOut = false;

  constructor(request: ChatRequest, options: TryOptions) {
    this.#request = request;
    this.#options = options;
  }

  /** Number of failed attempts. */
  get failures(): number {
    return this.#failures;
  }

  /** Records that an attempt is sent. The first one adds to the retry budget. */
  sent(): void {
    if (!this.#isSent) this.#options.retryBudget.asked();
    this.#isSent = true;
  }

  /** Whether the question was resent at once after a lost connection. */
  get hasResent(): boolean {
    return this.#hasResent;
  }

  /**
   * Returns what follows this failure; `undefined` for nothing.
   *
   * @param isElsewhere whether there is a route that this question has not tried.
   */
  after(failure: WenxinError, isElsewhere: boolean): NextTry | undefined {
    switch (recoveryFrom(failure, this.#request)) {
      case 'requeue':
        return ++this.#refusals > MOST_REFUSALS ? undefined : {};
      case 'sendAgain':
        return {};
      case 'resend':
        if (!this.#hasResent && this.#options.retryBudget.take()) {
          this.#hasResent = true;
          return { isResend: true };
        }
        return this.#retry(failure, isElsewhere);
      case 'retry':
        if (failure.kind === 'timeout' && this.#hasTimedOut) return undefined;
        // Each timeout may have been charged, so the question is sent only once more.
        this.#hasTimedOut ||= failure.kind === 'timeout';
        return this.#retry(failure, isElsewhere) ?? this.#waitForNetwork(failure);
      case 'reroute':
        return ++this.#failures < this.#options.maxAttempts && isElsewhere ? {} : undefined;
      case 'await':
        return isElsewhere ? {} : this.#waitForEndpoint(failure);
      case 'tell':
        return undefined;
    }
  }

  /**
   * Returns a retry, if one is left. An untried route needs no retry budget: it gets the question for the first time.
   */
  #retry({ kind, details }: WenxinError, isElsewhere: boolean): NextTry | undefined {
    const { maxAttempts, retryBudget, random } = this.#options;
    if (++this.#failures >= maxAttempts) return undefined;
    if (isElsewhere) return {};
    // An unreachable host does not return within a second; one retry covers a network that has just changed.
    if (isAway(kind) && this.#failures > 1) return undefined;
    if (!retryBudget.take()) return undefined;
    return { wait: { why: 'backoff', delayMs: backoffMs(this.#failures, details.retryAfterMs, random) } };
  }

  #waitForNetwork({ kind }: WenxinError): NextTry | undefined {
    if (this.#request.consent?.waitForNetwork !== true) return undefined;
    if (!isAway(kind)) return undefined;
    const delayMs = Math.min(LONGEST_NETWORK_WAIT_MS, FIRST_NETWORK_WAIT_MS * 2 ** this.#networkWaits++);
    return { wait: { why: 'offline', delayMs } };
  }

  #waitForEndpoint({ details }: WenxinError): NextTry | undefined {
    const { cause, consent } = this.#request;
    if (cause !== 'batch' && consent?.waitForNetwork !== true) return undefined;
    return { wait: { why: 'circuit', delayMs: details.retryAfterMs ?? 0 } };
  }
}
