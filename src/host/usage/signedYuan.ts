import { formatYuan, type NanoYuan } from '../../core/money.ts';

/** Formats an amount that may be negative, such as a balance: `-¥12.34`. */
export function signedYuan(amount: NanoYuan): string {
  return amount < 0 ? `-${formatYuan(-amount)}` : formatYuan(amount);
}

/** Formats a difference: `+¥0.0100`, `-¥12.34`. */
export function differenceYuan(amount: NanoYuan): string {
  return amount > 0 ? `+${formatYuan(amount)}` : signedYuan(amount);
}
