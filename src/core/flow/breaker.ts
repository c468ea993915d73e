/** Settings of the circuit breaker. */
export interface BreakerSettings {
  /** Consecutive failures that open the circuit. */
  readonly failureThreshold: number;
  /** How long the circuit stays open until one request probes the endpoint; doubled after each failed probe. */
  readonly recoveryMs: number;
}

/** Whether a request may be sent. `probe`: it is the one that tests whether the endpoint has recovered. */
export type BreakerVerdict = 'pass' | 'probe' | { readonly retryAtMs: number; readonly failures: number };

/** Upper bound for the time between probes, however often they failed. */
const LONGEST_RECOVERY_MS = 600_000;

/** Larger steps of the wall clock are not ordinary corrections. */
const CLOCK_STEP_MS = 1_000;

/** When to ask again while a probe is under way. */
const ASK_AGAIN_MS = 1_000;

/**
 * Circuit breaker of one lane: after several consecutive failures nothing is sent for a while, and then exactly one
 * probe, whose first token closes the circuit and whose failure opens it again for twice as long. Refusals by a rate
 * limit do not count as failures, since the service is up; cancelled requests prove nothing.
 *
 * All times are wall times in milliseconds. It converts to and from plain JSON.
 */
export class Breaker {
  #failures = 0;
  #openedAtMs: number | undefined;
  #probe: number | undefined;
  /** The probe that last closed the circuit; attempts with lower ids were sent before that. */
  #closedBy: number | undefined;

  /** @param kept the result of `toJSON`; anything else yields a closed circuit. */
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

  /** True if the last known result is a failure, so that a first token is news. */
  get isSuspicious(): boolean {
    return this.#failures > 0;
  }

  /** State for the log. */
  get phase(): 'closed' | 'open' | 'probing' {
    if (this.#openedAtMs === undefined) return 'closed';
    return this.#probe === undefined ? 'open' : 'probing';
  }

  /** Number of consecutive failures. */
  get failures(): number {
    return this.#failures;
  }

  /**
   * @param isUnderWay whether an attempt has not ended; the probe of a window that died must not block the next one.
   * @param isUrged the user wants the probe now.
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
    // More time is left than the whole period: the clock was set back, which must not keep the circuit open.
    const isDue = leftMs <= 0 || leftMs > recoveryMs + CLOCK_STEP_MS;
    if (this.#probe !== undefined && isUnderWay(this.#probe)) {
      return { retryAtMs: nowMs + Math.max(isDue ? 0 : leftMs, ASK_AGAIN_MS), failures: this.#failures };
    }
    return isDue || isUrged ? 'probe' : { retryAtMs: nowMs + leftMs, failures: this.#failures };
  }

  /** Marks an attempt as the probe. */
  probing(attemptId: number): void {
    this.#probe = attemptId;
  }

  /** Records the first token of any attempt. */
  succeeded(): void {
    this.#failures = 0;
    this.#openedAtMs = undefined;
    this.#closedBy = this.#probe ?? this.#closedBy;
    this.#probe = undefined;
  }

  /**
   * Records a failure that is the service's fault. An attempt sent before the circuit opened is ignored, both while the
   * circuit is open and after it has closed again.
   *
   * @param attemptId increases from attempt to attempt.
   */
  failed(attemptId: number, { failureThreshold }: BreakerSettings, nowMs: number): void {
    const isOld = this.#openedAtMs === undefined ? attemptId < (this.#closedBy ?? 0) : attemptId !== this.#probe;
    if (isOld) return;
    this.#failures++;
    this.#probe = undefined;
    if (this.#openedAtMs !== undefined || this.#failures >= failureThreshold) this.#openedAtMs = nowMs;
  }

  /** Records an attempt that ended without a verdict. If it was the probe, the next one may be sent at once. */
  ended(attemptId: number): void {
    if (this.#probe === attemptId) this.#probe = undefined;
  }

  #recoveryMs({ recoveryMs, failureThreshold }: BreakerSettings): number {
    const failedProbes = Math.max(0, this.#failures - failureThreshold);
    return Math.min(Math.max(LONGEST_RECOVERY_MS, recoveryMs), recoveryMs * 2 ** failedProbes);
  }
}
