import type { NanoYuan } from '../../money.ts';

/** CNY × 10⁹ is nano-yuan. */
const DECIMALS = 9;

/** A sign, digits with or without thousands separators, decimals, and an exponent as Java and JavaScript write it. */
const DECIMAL = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i;

/**
 * Reads an amount in yuan as bills write it (`12.34`, `¥1,234.5`, `-0.000001`, `1E-7`, `12.34元`), digit by digit and so
 * without a float's error. Anything finer than a nano-yuan is rounded, once, here. `undefined` for what is no amount
 * and for one beyond nine million yuan.
 */
export function readYuan(value: unknown): NanoYuan | undefined {
  // A number of JSON has its shortest text, which is the one that was sent as far as anybody can tell.
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  const bare = text
    .normalize('NFKC')
    .replaceAll('−', '-')
    .replace(/^([+-]?)\s*(?:¥|CNY|RMB)\s*/i, '$1')
    .replace(/\s*(?:元|CNY|RMB)$/i, '')
    .trim();
  const match = DECIMAL.exec(bare);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const amount = scaled(whole.replaceAll(',', '') + fraction, DECIMALS + Number(exponent) - fraction.length);
  if (amount > Number.MAX_SAFE_INTEGER) return undefined;
  return sign === '-' && amount !== 0 ? -amount : amount;
}

/** The whole number `digits` × 10^`power`, rounded half up; infinite when it is too large to be anything. */
function scaled(digits: string, power: number): number {
  if (power >= 0) {
    const significant = digits.replace(/^0+/, '');
    return significant.length + power > 30
      ? significant === ''
        ? 0
        : Infinity
      : Number(BigInt(digits + '0'.repeat(power)));
  }
  const padded = digits.padStart(1 - power, '0');
  const kept = BigInt(padded.slice(0, power));
  return Number(kept) + (Number(padded.at(power)) >= 5 ? 1 : 0);
}
