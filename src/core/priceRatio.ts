import type { ModelPrice, NanoYuan } from './money.ts';

/**
 * How many times as much one model costs as another: by input or output, whichever is worse, at the first tier. Infinite
 * where only the other is free, and `undefined` when a price is unknown.
 */
export function priceRatio(one: ModelPrice | undefined, other: ModelPrice | undefined): number | undefined {
  const [ours, theirs] = [one?.tiers[0], other?.tiers[0]];
  if (ours === undefined || theirs === undefined) return undefined;
  return Math.max(ratio(ours.inputNanoYuan, theirs.inputNanoYuan), ratio(ours.outputNanoYuan, theirs.outputNanoYuan));
}

function ratio(ours: NanoYuan, theirs: NanoYuan): number {
  if (theirs !== 0) return ours / theirs;
  return ours === 0 ? 1 : Infinity;
}
