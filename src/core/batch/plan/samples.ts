import type { PlannedLine } from '../requestsFile.ts';
import type { SampleItem } from './dryRunReport.ts';

/** Collects the first, the middle and the longest line of a batch. */
export class Samples {
  readonly #middle: number;
  readonly #kept = new Map<SampleItem['why'], SampleItem>();
  #longest = -1;

  constructor(count: number) {
    this.#middle = Math.ceil(count / 2);
  }

  see(number: number, { line }: PlannedLine): void {
    const keep = (why: SampleItem['why']): unknown =>
      this.#kept.set(why, { why, number, customId: line.customId, line });
    if (number === 1) keep('first');
    if (number === this.#middle) keep('middle');
    const length = line.messages.reduce((sum, { content }) => sum + content.length, 0);
    if (length <= this.#longest) return;
    this.#longest = length;
    keep('longest');
  }

  /** The samples in batch order, without duplicates. */
  get items(): readonly SampleItem[] {
    const numbers = new Set<number>();
    return (['first', 'longest', 'middle'] as const)
      .flatMap(why => this.#kept.get(why) ?? [])
      .filter(({ number }) => !numbers.has(number) && numbers.add(number))
      .sort((one, other) => one.number - other.number);
  }
}
