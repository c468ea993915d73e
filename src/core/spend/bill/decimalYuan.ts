import type { NanoYuan } from '../../money.ts';

/** 1 CNY is 10⁹ nano-yuan. */
const DECIMALS = 9;

/** A sign, digits with or without thousands separators, decimals, and an exponent as Java and JavaScript write it. */
const DECIMAL = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i;

/**
 * Parses an amount in yuan as bills write it (`12.34`, `¥1,234.5`, `-0.000001`, `1E-7`, `12.34元`), digit by digit,
 * which avoids floating-point errors. Rounds once, to nano-yuan. Returns `undefined` for anything else, and beyond nine
 * million yuan.
 */
export function readYuan(value: unknown): NanoYuan | undefined {
  // The shortest text of a JSON number is, as far as can be known, the text that was sent.
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

/** Returns the integer `digits` × 10^`power`, rounded half up; `Infinity` when far too large. */
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
