import type { Safety } from './answerPiece.ts';

type Verdict = Safety['verdict'];

/** Qianfan's `flag` (Baidu qianfan-api/s/3m7of64lb); 0 or missing means safe. */
const VERDICTS: ReadonlyMap<number, Verdict> = new Map([
  [1, 'warn'],
  [2, 'end'],
  [3, 'hide'],
  [4, 'withdraw'],
]);

/**
 * Maps a `flag` to a verdict. An unknown number maps to `warn`: it is no reason to hide anything, and V1's
 * documentation only says that any flag is unusual (Baidu WENXINWORKSHOP/s/Llsr67q8h).
 */
export function readSafetyFlag(flag: number | null | undefined): Verdict | undefined {
  if (flag === undefined || flag === null || flag === 0) return undefined;
  return VERDICTS.get(flag) ?? 'warn';
}

/** Combines a verdict with the turn that it concerns, if the service reports one; `undefined` without a verdict. */
export function safetyOf(verdict: Verdict | undefined, banRound: number | null | undefined): Safety | undefined {
  if (verdict === undefined) return undefined;
  return Number.isSafeInteger(banRound) ? { verdict, banRound: Number(banRound) } : { verdict };
}
