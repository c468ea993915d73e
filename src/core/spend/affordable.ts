import type { BudgetState } from '../budget.ts';
import type { ChatRequest } from '../chat.ts';
import type { Allowance } from '../consent.ts';
import { WenxinError } from '../errors.ts';
import type { ModelPrice, NanoYuan } from '../money.ts';
import { inputBound } from '../tokens.ts';
import { worstCaseOf } from './prices.ts';

/** An attempt that may be sent. */
export interface Affordable {
  /** Lowered when a budget cannot cover the requested length. */
  readonly maxOutputTokens: number;
  /** The most it can cost; 0 when the price is unknown. */
  readonly reservedNanoYuan: NanoYuan;
  /** The budget that shortened the answer; missing when none did. */
  readonly tightest?: BudgetState;
}

/** A shorter answer is not worth the cost of its input. */
const LEAST_OUTPUT_TOKENS = 256;

/** Requests that no user waits for stay below this share of each budget, which leaves the rest to interactive ones. */
export const BATCH_SHARE = 0.95;
/** The same for refreshes. */
const REFRESH_SHARE = 0.8;

/**
 * Returns the limits of an attempt whose worst-case cost, together with all open reservations, fits into every budget
 * it counts for. Returns `undefined` when it has to wait, because it fits only once open attempts release their
 * reservations. Throws `budget` when it does not fit, and `price-unknown` when there is a budget but no price.
 */
export function affordable(
  request: ChatRequest,
  price: ModelPrice | undefined,
  states: readonly BudgetState[],
): Affordable | undefined {
  const { model, maxOutputTokens: wanted, consent, cause } = request;
  const allowance = consent?.allowance;
  if (price === undefined) {
    if (states.length === 0 || allowance === 'unpriced') return { maxOutputTokens: wanted, reservedNanoYuan: 0 };
    throw new WenxinError('price-unknown', 'There is a budget, and the price of the model is unknown', { model });
  }
  const input = inputBound(request.messages, request.options?.tools);
  const worst = (outputTokens: number): NanoYuan => worstCaseOf(price, input, outputTokens);
  const whole = { maxOutputTokens: wanted, reservedNanoYuan: worst(wanted) };
  const left = (state: BudgetState): NanoYuan => {
    // A batch's own budget serves nothing else, so the batch may use all of it.
    return leftOf(state, cause === 'user' || state.budget.scope === 'batch' ? 1 : BATCH_SHARE);
  };
  const tightest = least(states, left);
  if (tightest === undefined || whole.reservedNanoYuan === 0 || isAllowed(allowance, whole.reservedNanoYuan))
    return whole;

  const isWhole = whole.reservedNanoYuan <= left(tightest);
  // In a batch, a truncated answer goes unnoticed, and there is time to ask again later.
  const shorter = isWhole || cause === 'batch' ? undefined : shortened(wanted, worst, left(tightest));
  const fitting = isWhole ? whole : shorter;
  if (fitting === undefined) {
    const { budget, spentNanoYuan } = tightest;
    throw new WenxinError('budget', 'The question does not fit into what is left of a budget', {
      model,
      budget: { scope: budget.scope, name: budget.name, period: budget.period },
      budgetNanoYuan: budget.limitNanoYuan,
      spentNanoYuan,
      worstNanoYuan: whole.reservedNanoYuan,
    });
  }
  const fitsNow = states.every(state => fitting.reservedNanoYuan <= left(state) - state.reservedNanoYuan);
  if (!fitsNow) return undefined;
  return fitting === whole ? whole : { ...fitting, tightest };
}

/**
 * Returns whether a request that no user waits for may be sent: its worst-case cost must leave a good part of each
 * budget free.
 */
export function leavesRoom(
  { messages, options, maxOutputTokens }: ChatRequest,
  price: ModelPrice | undefined,
  states: readonly BudgetState[],
): boolean {
  if (states.length === 0) return true;
  if (price === undefined) return false;
  const worst = worstCaseOf(price, inputBound(messages, options?.tools), maxOutputTokens);
  return states.every(state => worst <= leftOf(state, REFRESH_SHARE) - state.reservedNanoYuan);
}

/** Returns what is left of a share of a budget, before open reservations are subtracted. */
export function leftOf({ budget, spentNanoYuan }: BudgetState, share: number): NanoYuan {
  return Math.floor(share * budget.limitNanoYuan) - spentNanoYuan;
}

function least(states: readonly BudgetState[], left: (state: BudgetState) => NanoYuan): BudgetState | undefined {
  return states.reduce<BudgetState | undefined>((tightest, state) => {
    return tightest !== undefined && left(tightest) <= left(state) ? tightest : state;
  }, undefined);
}

function isAllowed(allowance: Allowance | undefined, worst: NanoYuan): boolean {
  return typeof allowance === 'object' && worst <= allowance.upToNanoYuan;
}

/** Finds the longest answer that what is left can pay for, by binary search. */
function shortened(
  wanted: number,
  worst: (outputTokens: number) => NanoYuan,
  left: NanoYuan,
): Pick<Affordable, 'maxOutputTokens' | 'reservedNanoYuan'> | undefined {
  let fits = Math.min(LEAST_OUTPUT_TOKENS, wanted);
  if (worst(fits) > left) return undefined;
  let tooMany = wanted;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (worst(middle) <= left) fits = middle;
    else tooMany = middle;
  }
  return { maxOutputTokens: fits, reservedNanoYuan: worst(fits) };
}
