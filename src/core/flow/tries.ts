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
  /** Attempts of one question, on all ways together. */
  readonly maxAttempts: number;
  readonly retryBudget: RetryBudget;
  readonly random: () => number;
}

/** A limit that still refuses after so many times will not stop. */
const MOST_REFUSALS = 20;

/** How long the network is waited for before it is tried again: from the first to the longest, doubling. */
const FIRST_NETWORK_WAIT_MS = 2_000;
const LONGEST_NETWORK_WAIT_MS = 30_000;

/** Counts the failures of one question, and says how it goes on. */
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

  /** Attempts that failed so far. */
  get failures(): number {
    return this.#failures;
  }

  /** An attempt goes out. The first one makes room for the retries of others. */
  sent(): void {
    if (!this.#isSent) this.#options.retryBudget.asked();
    this.#isSent = true;
  }

  /** A connection died once already, and the question was sent again at once. */
  get hasResent(): boolean {
    return this.#hasResent;
  }

  /**
   * What follows this failure; `undefined` when nothing does.
   *
   * @param isElsewhere whether a way is left that this question has not tried.
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
        // Each may have been charged, and so is sent once more only.
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

  /** Another way gets the question for the first time, so that this adds nothing to anybody's load. */
  #retry({ kind, details }: WenxinError, isElsewhere: boolean): NextTry | undefined {
    const { maxAttempts, retryBudget, random } = this.#options;
    if (++this.#failures >= maxAttempts) return undefined;
    if (isElsewhere) return {};
    // Such a host is not back within a second: one more try is for a network that has just changed.
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
