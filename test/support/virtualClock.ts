import type { Clock } from '../../src/core/clock.ts';

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** A clock that only a test advances. Timers fire in the order of their due times. */
export class VirtualClock implements Clock {
  #wallMs: number;
  #monotonicMs = 0;
  readonly #timers = new Set<Timer>();

  /** @param startMs initial wall time, in milliseconds since 1970. */
  constructor(startMs = Date.UTC(2026, 10, 22, 4)) {
    this.#wallMs = startMs;
  }

  now(): number {
    return this.#wallMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer: Timer = { dueMs: this.#monotonicMs + Math.max(0, delayMs), callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Number of pending timers: 0 after work that cleaned up after itself. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  /**
   * Advances time by `ms`. Each timer sees the time it was due at. After each timer, pending promises and file
   * operations complete, which takes real time. It does not wait for other threads, processes and sockets: a test has
   * to.
   */
  async advance(ms: number): Promise<void> {
    await settle();
    const endMs = this.#monotonicMs + ms;
    for (let timer = this.#next(endMs); timer !== undefined; timer = this.#next(endMs)) {
      this.#moveTo(timer.dueMs);
      this.#timers.delete(timer);
      timer.callback();
      await settle();
    }
    this.#moveTo(endMs);
    await settle();
  }

  /** Simulates a process that slept for `ms`: all time passes first, then the timers that were due fire late. */
  async sleepThrough(ms: number): Promise<void> {
    await settle();
    this.#moveTo(this.#monotonicMs + ms);
    await this.advance(0);
  }

  /** Changes only the wall time, as a user or a time server does. */
  setWallTime(nowMs: number): void {
    this.#wallMs = nowMs;
  }

  #next(endMs: number): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.dueMs <= endMs && (earliest === undefined || timer.dueMs < earliest.dueMs)) earliest = timer;
    }
    return earliest;
  }

  #moveTo(monotonicMs: number): void {
    if (monotonicMs <= this.#monotonicMs) return;
    this.#wallMs += monotonicMs - this.#monotonicMs;
    this.#monotonicMs = monotonicMs;
  }
}

/** Waits until everything that depends only on promises and file operations has run. */
async function settle(): Promise<void> {
  // Node's names of pending file operations, and of file handles that are being closed.
  const isPending = (name: string): boolean => name.startsWith('FSReq') || name === 'CloseReq';
  for (let quietTurns = 0; quietTurns < 3; quietTurns++) {
    if (process.getActiveResourcesInfo().some(isPending)) quietTurns = 0;
    await new Promise<void>(resolve => setImmediate(resolve));
  }
}
