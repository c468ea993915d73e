import { formatYuan, type NanoYuan } from '../../core/money.ts';

/** An amount that may be below zero, such as a balance: `-¥12.34`. */
export function signedYuan(amount: NanoYuan): string {
  return amount < 0 ? `-${formatYuan(-amount)}` : formatYuan(amount);
}

/** A difference: `+¥0.0100`, `-¥12.34`. */
export function differenceYuan(amount: NanoYuan): string {
  return amount > 0 ? `+${formatYuan(amount)}` : signedYuan(amount);
}
