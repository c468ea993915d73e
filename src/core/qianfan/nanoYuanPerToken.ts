import type { NanoYuan } from '../money.ts';

/** CNY per 1,000 tokens × 10⁶ = nano-yuan per token. */
const DECIMALS = 6;

/**
 * Converts a price in CNY per 1,000 tokens, as the service writes it (`"0.004"`), to nano-yuan per token. Works on
 * decimal digits, to avoid floating-point errors. Fractions of a nano-yuan are rounded up once, here. `undefined` if
 * the value is not a price.
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
  // The shortest representation, such as 1e-7, may lack a decimal point; nine decimals suffice for all prices.
  return /^[\d.]+$/.test(String(value)) ? String(value) : value.toFixed(9);
}
