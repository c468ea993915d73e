import * as v from 'valibot';
import { keptAmount, keptCount } from './keptNumbers.ts';

/** Stored form of a `LearnedConcurrency`. */
export const keptConcurrency = v.object({
  limit: v.pipe(keptAmount, v.minValue(1)),
  isSlowStart: v.boolean(),
  /** Base latency: mean in ms without a queue in the service; 0 while unknown. */
  baseMs: keptAmount,
  /** The limit before a probe, while one is under way. */
  beforeProbe: v.exactOptional(v.pipe(keptAmount, v.minValue(1))),
  windowsUntilProbe: keptCount,
  /** The user's own limit when the last request was sent. */
  most: v.pipe(keptCount, v.minValue(1)),
  /** The first window after the last back-off. */
  backedOffAt: keptCount,
  /** Consecutive windows in which the service's queue was longer than the target. */
  falls: keptCount,
  window: v.object({
    number: keptCount,
    startMs: keptAmount,
    /** Requests of this window in flight, and their maximum. */
    open: keptCount,
    peak: keptCount,
    /** Answers in this window, whenever the requests were sent. */
    answers: keptCount,
    samples: keptCount,
    sumMs: keptAmount,
  }),
});

type State = v.InferOutput<typeof keptConcurrency>;

const START = 8;
const PROBE_EVERY = 12;
const PROBE_SHARE = 0.75;
/** How far a probe moves the base latency: one window is a small sample. */
const PROBE_WEIGHT = 0.3;
const BACK_OFF = 0.7;
/** After this many windows in a row with a long queue, despite lower limits, the base latency is raised. */
const FALLS_IN_VAIN = 3;
/** A longer window or sample spans sleep, a clock change, or an hour without questions, and is dropped. */
const LONGEST_MS = 600_000;

/**
 * Learned limit of concurrent requests. It aims for the lowest limit that keeps the service busy, which means a short
 * queue inside the service, whose length follows from Little's law. A limit derived from latency alone drifts;
 * therefore every 12th window is a probe with fewer requests, which measures the latency without a queue (the base)
 * again.
 */
export class LearnedConcurrency {
  readonly #state: State;

  constructor(kept?: State) {
    this.#state = kept ?? {
      limit: START,
      isSlowStart: true,
      baseMs: 0,
      windowsUntilProbe: PROBE_EVERY,
      most: Number.MAX_SAFE_INTEGER,
      backedOffAt: 0,
      falls: 0,
      window: emptyWindow(0),
    };
  }

  toJSON(): State {
    return { ...this.#state, window: { ...this.#state.window } };
  }

  /** Returns the maximum number of requests in flight. */
  limit(most: number): number {
    return Math.max(1, Math.floor(Math.min(this.#state.limit, most)));
  }

  /** Records that a request is sent. Returns the number of its window, for the calls that follow. */
  sent(most: number, nowMs: number): number {
    const state = this.#state;
    state.most = Math.max(1, Math.floor(most));
    const ageMs = nowMs - state.window.startMs;
    if (state.window.peak === 0) state.window.startMs = nowMs;
    else if (ageMs < 0 || ageMs > LONGEST_MS) this.#restart(nowMs);
    const { window } = state;
    window.peak = Math.max(window.peak, ++window.open);
    return window.number;
  }

  /** Records the first content, after `latencyMs`. */
  answered(windowNumber: number, latencyMs: number, nowMs: number): void {
    const { window } = this.#state;
    window.answers++;
    if (windowNumber !== window.number || latencyMs < 0 || latencyMs > LONGEST_MS) return;
    window.samples++;
    window.sumMs += latencyMs;
    if (window.samples >= this.#windowSize()) this.#close(nowMs);
  }

  /** Records the end of a request, whatever its result. */
  ended(windowNumber: number): void {
    const { window } = this.#state;
    if (windowNumber === window.number) window.open = Math.max(0, window.open - 1);
  }

  /** Records that the service was overloaded. Of requests in flight together, only the first failure counts. */
  failed(windowNumber: number, nowMs: number): void {
    if (windowNumber < this.#state.backedOffAt) return;
    this.#restart(nowMs);
    this.#setLimit(BACK_OFF * this.#limitInForce);
    this.#state.isSlowStart = false;
    this.#state.backedOffAt = this.#state.window.number;
  }

  /** Records a refused burst, which only shows that fewer requests should be sent at once. */
  burstRefused(nowMs: number): void {
    this.#restart(nowMs);
    this.#setLimit(Math.max(2, this.#limitInForce / 2));
    this.#state.isSlowStart = true;
  }

  get #limitInForce(): number {
    return Math.min(this.#state.limit, this.#state.most);
  }

  #windowSize(): number {
    const limit = this.#limitInForce;
    return this.#state.isSlowStart ? Math.max(8, limit) : Math.max(16, 2 * limit);
  }

  #close(nowMs: number): void {
    const state = this.#state;
    const { samples, sumMs, answers, startMs, peak } = state.window;
    const limit = this.#limitInForce;
    const meanMs = sumMs / samples;
    const wasProbe = state.beforeProbe !== undefined;
    this.#restart(nowMs);
    if (state.baseMs === 0) state.baseMs = meanMs;
    const queued = (answers / Math.max(1, nowMs - startMs)) * Math.max(0, meanMs - state.baseMs);
    if (wasProbe) this.#moveBase(meanMs, PROBE_WEIGHT);
    else if (meanMs < state.baseMs) this.#moveBase(meanMs, 0.2);
    // Fewer requests than the limit allows are no evidence.
    if (wasProbe || peak < limit - 2) return;
    const target = 2 + 0.08 * limit;
    state.falls = queued > 1.25 * target ? state.falls + 1 : 0;
    if (state.falls >= FALLS_IN_VAIN) this.#moveBase(meanMs, PROBE_WEIGHT);
    this.#learn(limit, queued, target);
  }

  #learn(limit: number, queued: number, target: number): void {
    const state = this.#state;
    if (state.isSlowStart && queued < target) {
      this.#setLimit(2 * limit);
      return;
    }
    state.isSlowStart = false;
    if (queued > 3 * target) {
      this.#setLimit(limit - queued + target);
      return;
    }
    const change = Math.min(1, Math.max(-Math.max(1, 0.1 * limit), (target - queued) / 2));
    this.#setLimit(limit + change);
    if (--state.windowsUntilProbe > 0) return;
    state.windowsUntilProbe = PROBE_EVERY;
    state.beforeProbe = state.limit;
    state.limit = Math.max(1, PROBE_SHARE * state.limit);
  }

  #moveBase(meanMs: number, weight: number): void {
    this.#state.baseMs += weight * (meanMs - this.#state.baseMs);
  }

  #setLimit(limit: number): void {
    this.#state.limit = Math.max(1, Math.min(limit, this.#state.most));
  }

  /** Begins a new window. If the old one was a probe, restores the limit. */
  #restart(nowMs: number): void {
    const state = this.#state;
    if (state.beforeProbe !== undefined) {
      state.limit = state.beforeProbe;
      delete state.beforeProbe;
    }
    state.window = { ...emptyWindow(state.window.number + 1), startMs: nowMs };
  }
}

function emptyWindow(number: number): State['window'] {
  return { number, startMs: 0, open: 0, peak: 0, answers: 0, samples: 0, sumMs: 0 };
}
