/** So many answers are worked on at the same time; the others wait in line. */
export class Places {
  #free: number;
  readonly #line = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /** Calls `start` when there is a place, perhaps at once. What it returns takes one who still waits out of the line. */
  enter(start: () => void): () => void {
    if (this.#free > 0) {
      this.#free--;
      start();
    } else {
      this.#line.add(start);
    }
    return () => void this.#line.delete(start);
  }

  /** Gives a place to the next one. */
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
