import type { Safety } from './answerPiece.ts';

type Verdict = Safety['verdict'];

/** Qianfan's `flag` (Baidu qianfan-api/s/3m7of64lb); 0 or none is safe. */
const VERDICTS: ReadonlyMap<number, Verdict> = new Map([
  [1, 'warn'],
  [2, 'end'],
  [3, 'hide'],
  [4, 'withdraw'],
]);

/**
 * What a `flag` means; a number without a meaning is no reason to hide anything, and V1's pages only say that any is
 * unusual (Baidu WENXINWORKSHOP/s/Llsr67q8h).
 */
export function readSafetyFlag(flag: number | null | undefined): Verdict | undefined {
  if (flag === undefined || flag === null || flag === 0) return undefined;
  return VERDICTS.get(flag) ?? 'warn';
}

/** A verdict with the turn it is about, if the service named one; `undefined` without a verdict. */
export function safetyOf(verdict: Verdict | undefined, banRound: number | null | undefined): Safety | undefined {
  if (verdict === undefined) return undefined;
  return Number.isSafeInteger(banRound) ? { verdict, banRound: Number(banRound) } : { verdict };
}
