import { type Charges, chargesOf, type TokenCounts } from '../bill.ts';
import type { SimulatedModel } from '../models.ts';

/** The charge for one model and kind of token on one day, at list price. */
export interface Charge {
  /** Date in China, such as `2026-11-22`. */
  readonly day: string;
  readonly model: string;
  readonly kind: keyof Charges;
  readonly nanoYuan: number;
}

const CHINA_MS = 8 * 60 * 60 * 1000;

/** Returns the date in China, such as `2026-11-22`. */
export function chinaDay(ms: number): string {
  return new Date(ms + CHINA_MS).toISOString().slice(0, 10);
}

/** The account's charges by day, model and kind of token, since the start or the last reset. */
export class ChargeBook {
  readonly #sums = new Map<string, Charge>();

  /** @param fifths of the list price that are charged; two for batch inference. */
  add(atMs: number, model: SimulatedModel, tokens: TokenCounts, fifths = 5): void {
    const charges = chargesOf(model, tokens);
    if (charges === null) return;
    for (const kind of ['input', 'cachedInput', 'output'] as const)
      this.#add(chinaDay(atMs), model.id, kind, (charges[kind] * fifths) / 5);
  }

  /** Returns the charges from `firstDay` to `lastDay`, inclusive, by day, model and kind. */
  between(firstDay: string, lastDay: string): Charge[] {
    const found = [...this.#sums.values()].filter(({ day }) => day >= firstDay && day <= lastDay);
    return found.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  }

  clear(): void {
    this.#sums.clear();
  }

  #add(day: string, model: string, kind: Charge['kind'], nanoYuan: number): void {
    if (nanoYuan === 0) return;
    const key = keyOf({ day, model, kind });
    this.#sums.set(key, { day, model, kind, nanoYuan: (this.#sums.get(key)?.nanoYuan ?? 0) + nanoYuan });
  }
}

function keyOf({ day, model, kind }: Pick<Charge, 'day' | 'model' | 'kind'>): string {
  return `${day} ${model} ${kind}`;
}
