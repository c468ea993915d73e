import type { ModelPrice, NanoYuan } from './money.ts';

/**
 * Returns how many times as much `one` costs as `other`, in the first tier, for input or output, whichever ratio is
 * higher. `Infinity` if only `other` is free, `undefined` if a price is unknown.
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
