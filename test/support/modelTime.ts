interface Event {
  readonly atMs: number;
  readonly run: () => void;
}

/** Simulated time that jumps from event to event, so that minutes pass in milliseconds. */
export class ModelTime {
  nowMs: number;
  /** A binary heap with the next event first. */
  readonly #events: Event[] = [];

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  after(delayMs: number, run: () => void): void {
    const event = { atMs: this.nowMs + delayMs, run };
    const events = this.#events;
    let index = events.push(event) - 1;
    while (index > 0) {
      const above = (index - 1) >> 1;
      if (at(events, above).atMs <= event.atMs) break;
      events[index] = at(events, above);
      index = above;
    }
    events[index] = event;
  }

  /** Runs the next event if it is due by `endMs`; otherwise advances to `endMs` and returns false. */
  step(endMs: number): boolean {
    const next = this.#events[0];
    if (next === undefined || next.atMs > endMs) {
      if (endMs !== Infinity) this.nowMs = endMs;
      return false;
    }
    this.#removeFirst();
    this.nowMs = next.atMs;
    next.run();
    return true;
  }

  #removeFirst(): void {
    const events = this.#events;
    const last = events.pop();
    if (last === undefined || events.length === 0) return;
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      if (below >= events.length) break;
      if (below + 1 < events.length && at(events, below + 1).atMs < at(events, below).atMs) below++;
      if (at(events, below).atMs >= last.atMs) break;
      events[index] = at(events, below);
      index = below;
    }
    events[index] = last;
  }
}

function at(events: readonly Event[], index: number): Event {
  const event = events[index];
  if (event === undefined) throw new RangeError('outside the heap');
  return event;
}
