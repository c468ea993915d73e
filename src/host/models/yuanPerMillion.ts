import type { NanoYuan } from '../../core/money.ts';

/** A price per token as yuan per million of them: nano-yuan per token are thousandths of that. */
export function yuanPerMillion(nanoYuan: NanoYuan): string {
  return `¥${(nanoYuan / 1000).toFixed(3).replace(/\.?0+$/, '')}`;
}
