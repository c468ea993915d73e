/** Time as the core sees it, so that tests can turn it by hand. */
export interface Clock {
  /** Wall time in milliseconds since 1970. It may jump: use it for dates, never for durations. */
  now(): number;
  /** Milliseconds from some fixed moment. Never goes backwards: use it for durations and deadlines. */
  monotonicMs(): number;
  /** Calls `callback` once after `delayMs`. The returned function cancels it; calling it late or twice is harmless. */
  after(delayMs: number, callback: () => void): () => void;
}

/** The machine's own clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
