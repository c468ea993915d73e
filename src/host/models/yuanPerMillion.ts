import type { NanoYuan } from '../../core/money.ts';

/** Formats a price per token as yuan per million tokens; 1,000 nano-yuan per token are 1 yuan per million. */
export function yuanPerMillion(nanoYuan: NanoYuan): string {
  return `¥${(nanoYuan / 1000).toFixed(3).replace(/\.?0+$/, '')}`;
}
