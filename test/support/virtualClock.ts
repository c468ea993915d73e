import type { Clock } from '../../src/core/clock.ts';

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** A clock that a test turns by hand. Nothing passes by itself, and timers fire in the order of their due times. */
export class VirtualClock implements Clock {
  #wallMs: number;
  #monotonicMs = 0;
  readonly #timers = new Set<Timer>();

  /** @param startMs wall time the clock begins at, in milliseconds since 1970. */
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

  /** Timers that are set and neither fired nor cancelled: 0 after a piece of work that cleaned up behind itself. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  /**
   * Moves time on by `ms`. Each timer sees the time it was due at; promises settle after every one of them, and files are
   * read and written: that takes real time, of which a busy machine takes more than a quiet one. Time does not wait for
   * other threads, processes and sockets: a test has to.
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

  /** As if the process had slept for `ms`: all time passes first, and then the timers that were due fire late. */
  async sleepThrough(ms: number): Promise<void> {
    await settle();
    this.#moveTo(this.#monotonicMs + ms);
    await this.advance(0);
  }

  /** Changes the wall time alone, as a person or a time server does. */
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

/** Lets everything that waits only on promises and files run on. */
async function settle(): Promise<void> {
  for (let quietTurns = 0; quietTurns < 3; quietTurns++) {
    if (process.getActiveResourcesInfo().some(name => name.startsWith('FSReq'))) quietTurns = 0;
    await new Promise<void>(resolve => setImmediate(resolve));
  }
}
