import type { LeftOut, LeftOutReason } from '../../../core/batch/plan/batchInput.ts';

/** More examples would add no information. */
const MAX_EXAMPLES = 5;

/** Counts the files that a batch leaves out, by reason. */
export class LeftOutFiles {
  readonly #byReason = new Map<LeftOutReason, { count: number; readonly examples: string[] }>();

  add(reason: LeftOutReason, path: string): void {
    const known = this.#byReason.get(reason) ?? { count: 0, examples: [] };
    known.count++;
    if (known.examples.length < MAX_EXAMPLES) known.examples.push(path);
    this.#byReason.set(reason, known);
  }

  /** Sorted by frequency, the most frequent reason first. */
  get list(): readonly LeftOut[] {
    return [...this.#byReason]
      .map(([reason, { count, examples }]) => ({ reason, count, examples }))
      .sort((one, other) => other.count - one.count);
  }
}
