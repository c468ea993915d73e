import type { NanoYuan } from '../money.ts';

/** CNY per 1,000 tokens × 10⁶ is nano-yuan per token. */
const DECIMALS = 6;

/**
 * Turns a price in CNY per 1,000 tokens, as the service writes it (`"0.004"`), into nano-yuan per token, digit by digit
 * and so without a float's error. Finer prices are rounded up, once, here. `undefined` for what is no price.
 */
export function nanoYuanPerToken(cnyPerThousand: unknown): NanoYuan | undefined {
  const text = typeof cnyPerThousand === 'number' ? decimalText(cnyPerThousand) : cnyPerThousand;
  const match = typeof text === 'string' ? /^(\d{1,6})(?:\.(\d{1,20}))?$/.exec(text.trim()) : null;
  if (match === null) return undefined;
  const [, whole = '', fraction = ''] = match;
  const exact = Number(whole + fraction.slice(0, DECIMALS).padEnd(DECIMALS, '0'));
  return /[1-9]/.test(fraction.slice(DECIMALS)) ? exact + 1 : exact;
}

function decimalText(value: number): string {
  // A shortest text such as 1e-7 has no decimal point; nine decimals show every price there is.
  return /^[\d.]+$/.test(String(value)) ? String(value) : value.toFixed(9);
}
