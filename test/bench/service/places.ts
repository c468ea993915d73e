/** Limits the answers in progress; others wait in line. */
export class Places {
  #free: number;
  readonly #line = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /**
   * Calls `start` as soon as there is a slot, possibly at once. The returned function removes a waiting caller from the
   * line.
   */
  enter(start: () => void): () => void {
    if (this.#free > 0) {
      this.#free--;
      start();
    } else {
      this.#line.add(start);
    }
    return () => void this.#line.delete(start);
  }

  /** Frees a slot for the next in line. */
  leave(): void {
    const [next] = this.#line;
    if (next === undefined) {
      this.#free++;
      return;
    }
    this.#line.delete(next);
    next();
  }
}
