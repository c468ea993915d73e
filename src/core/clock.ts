/** Clock and timers of the core, replaceable in tests. */
export interface Clock {
  /** Wall-clock time in milliseconds since 1970. It may jump: use it for dates, never for durations. */
  now(): number;
  /** Milliseconds since an arbitrary fixed moment. Never goes backwards: use it for durations and deadlines. */
  monotonicMs(): number;
  /** Calls `callback` once after `delayMs`. The returned function cancels it; calling it late or twice is harmless. */
  after(delayMs: number, callback: () => void): () => void;
}

/** The system clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
