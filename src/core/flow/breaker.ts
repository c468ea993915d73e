/** When an endpoint is left alone, and for how long. */
export interface BreakerSettings {
  /** Failures in a row that open the circuit. */
  readonly failureThreshold: number;
  /** How long nothing is sent then, until one request tries; twice as long after each that fails. */
  readonly recoveryMs: number;
}

/** Whether a request may be sent. A probe is the one that tries whether the endpoint has recovered. */
export type BreakerVerdict = 'pass' | 'probe' | { readonly retryAtMs: number; readonly failures: number };

/** However often it failed, a request tries as often as this at least. */
const LONGEST_RECOVERY_MS = 600_000;

/** Corrections of the clock up to here are ordinary. */
const CLOCK_STEP_MS = 1_000;

/** How soon to ask again while a request tries. */
const ASK_AGAIN_MS = 1_000;

/**
 * The circuit breaker of one lane: after some failures in a row nothing is sent for a while, and then exactly one
 * request, whose first token closes the circuit and whose failure opens it anew, for twice as long. It cannot be told
 * from outside whether a service is down, so a refusal by a limit is no failure, and a cancelled request proves nothing.
 *
 * All times are wall times in milliseconds. Plain JSON can be made of it, and it of that.
 */
export class Breaker {
  #failures = 0;
  #openedAtMs: number | undefined;
  #probe: number | undefined;
  /** The probe by which the circuit closed last: attempts before it were sent before that. */
  #closedBy: number | undefined;

  /** @param kept what `toJSON` gave; anything else is a closed circuit. */
  static from(kept: unknown): Breaker {
    const breaker = new Breaker();
    if (typeof kept !== 'object' || kept === null) return breaker;
    const { failures, openedAtMs, probe, closedBy } = kept as Record<string, unknown>;
    if (Number.isSafeInteger(failures)) breaker.#failures = Math.max(0, Number(failures));
    if (Number.isFinite(openedAtMs)) breaker.#openedAtMs = Number(openedAtMs);
    if (Number.isSafeInteger(probe)) breaker.#probe = Number(probe);
    if (Number.isSafeInteger(closedBy)) breaker.#closedBy = Number(closedBy);
    return breaker;
  }

  toJSON(): object {
    return { failures: this.#failures, openedAtMs: this.#openedAtMs, probe: this.#probe, closedBy: this.#closedBy };
  }

  /** True when the last that is known is a failure: a first token is news then. */
  get isSuspicious(): boolean {
    return this.#failures > 0;
  }

  /** What it does, for the log. */
  get phase(): 'closed' | 'open' | 'probing' {
    if (this.#openedAtMs === undefined) return 'closed';
    return this.#probe === undefined ? 'open' : 'probing';
  }

  /** How often the lane failed in a row. */
  get failures(): number {
    return this.#failures;
  }

  /**
   * @param isUnderWay whether the attempt of that id has not ended; a window that died with a probe must not keep its place.
   * @param isUrged a person wants the probe now.
   */
  verdict(
    settings: BreakerSettings,
    nowMs: number,
    isUnderWay: (attemptId: number) => boolean,
    isUrged: boolean,
  ): BreakerVerdict {
    if (this.#openedAtMs === undefined) return 'pass';
    const recoveryMs = this.#recoveryMs(settings);
    const leftMs = this.#openedAtMs + recoveryMs - nowMs;
    // More is left than there ever was: the clock was set back, which must not keep the circuit open.
    const isDue = leftMs <= 0 || leftMs > recoveryMs + CLOCK_STEP_MS;
    if (this.#probe !== undefined && isUnderWay(this.#probe)) {
      return { retryAtMs: nowMs + Math.max(isDue ? 0 : leftMs, ASK_AGAIN_MS), failures: this.#failures };
    }
    return isDue || isUrged ? 'probe' : { retryAtMs: nowMs + leftMs, failures: this.#failures };
  }

  /** The attempt is the probe. */
  probing(attemptId: number): void {
    this.#probe = attemptId;
  }

  /** A first token came, from whichever attempt. */
  succeeded(): void {
    this.#failures = 0;
    this.#openedAtMs = undefined;
    this.#closedBy = this.#probe ?? this.#closedBy;
    this.#probe = undefined;
  }

  /**
   * An attempt failed by the service's fault. One that was sent before the circuit opened says nothing new, neither while
   * it is open nor when it has closed again.
   *
   * @param attemptId grows from attempt to attempt.
   */
  failed(attemptId: number, { failureThreshold }: BreakerSettings, nowMs: number): void {
    const isOld = this.#openedAtMs === undefined ? attemptId < (this.#closedBy ?? 0) : attemptId !== this.#probe;
    if (isOld) return;
    this.#failures++;
    this.#probe = undefined;
    if (this.#openedAtMs !== undefined || this.#failures >= failureThreshold) this.#openedAtMs = nowMs;
  }

  /** An attempt ended without a verdict. A probe gives its place back, so that the next one may try at once. */
  ended(attemptId: number): void {
    if (this.#probe === attemptId) this.#probe = undefined;
  }

  #recoveryMs({ recoveryMs, failureThreshold }: BreakerSettings): number {
    const failedProbes = Math.max(0, this.#failures - failureThreshold);
    return Math.min(Math.max(LONGEST_RECOVERY_MS, recoveryMs), recoveryMs * 2 ** failedProbes);
  }
}
