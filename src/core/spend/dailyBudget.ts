import type { Allowance, ChatRequest } from '../chat.ts';
import { WenxinError } from '../errors.ts';
import type { ModelPrice, NanoYuan } from '../money.ts';
import { inputBound } from '../tokens.ts';
import type { DayTotals } from './dailyRows.ts';
import { worstCaseOf } from './prices.ts';

/** What a person wants to spend on a day at most, on all models and in all windows together. */
export interface DailyBudget {
  readonly dailyNanoYuan: NanoYuan;
}

/** An attempt that may be sent. */
export interface Affordable {
  /** Lowered where no more is left of the budget. */
  readonly maxOutputTokens: number;
  /** The most it can cost; 0 when the price is unknown. */
  readonly reservedNanoYuan: NanoYuan;
  /** There when the answer's length was lowered: what is left of the budget. */
  readonly leftNanoYuan?: NanoYuan;
}

/** A shorter answer is not worth its question. */
const LEAST_OUTPUT_TOKENS = 256;

/**
 * Whether an attempt fits into the budget, whatever it will come to: at its most, together with the most of all that
 * is open now. `undefined` when it has to wait, because only what is open stands in its way.
 * Throws `budget` when it does not fit, `price-unknown` when nobody can tell.
 */
export function affordable(
  request: ChatRequest,
  price: ModelPrice | undefined,
  { spentNanoYuan, reservedNanoYuan }: DayTotals,
  budget: DailyBudget | undefined,
): Affordable | undefined {
  const { model, maxOutputTokens: wanted, consent } = request;
  const allowance = consent?.allowance;
  if (price === undefined) {
    if (budget === undefined || allowance === 'unpriced') return { maxOutputTokens: wanted, reservedNanoYuan: 0 };
    throw new WenxinError('price-unknown', 'There is a budget, and the price of the model is unknown', { model });
  }
  const input = inputBound(request.messages, request.options?.tools);
  const worst = (outputTokens: number): NanoYuan => worstCaseOf(price, input, outputTokens);
  const whole = { maxOutputTokens: wanted, reservedNanoYuan: worst(wanted) };
  if (budget === undefined || whole.reservedNanoYuan === 0 || isAllowed(allowance, whole.reservedNanoYuan))
    return whole;

  const left = budget.dailyNanoYuan - spentNanoYuan;
  const fitting = whole.reservedNanoYuan <= left ? whole : shortened(wanted, worst, left);
  if (fitting === undefined) {
    throw new WenxinError('budget', 'The question does not fit into what is left of the budget', {
      model,
      budgetNanoYuan: budget.dailyNanoYuan,
      spentNanoYuan,
      worstNanoYuan: whole.reservedNanoYuan,
    });
  }
  return fitting.reservedNanoYuan <= left - reservedNanoYuan ? fitting : undefined;
}

/** What nobody waits for stays below this share of a budget. */
const UNASKED_SHARE = 0.8;

/** Whether a question of which nobody waits may be asked: at its most it leaves a good part of the budget to those who do. */
export function leavesRoom(
  { messages, options, maxOutputTokens }: ChatRequest,
  price: ModelPrice | undefined,
  { spentNanoYuan, reservedNanoYuan }: DayTotals,
  budget: DailyBudget | undefined,
): boolean {
  if (budget === undefined) return true;
  if (price === undefined) return false;
  const worst = worstCaseOf(price, inputBound(messages, options?.tools), maxOutputTokens);
  return spentNanoYuan + reservedNanoYuan + worst <= UNASKED_SHARE * budget.dailyNanoYuan;
}

function isAllowed(allowance: Allowance | undefined, worst: NanoYuan): boolean {
  return typeof allowance === 'object' && worst <= allowance.upToNanoYuan;
}

/** The longest answer that what is left can pay. */
function shortened(wanted: number, worst: (outputTokens: number) => NanoYuan, left: NanoYuan): Affordable | undefined {
  let fits = Math.min(LEAST_OUTPUT_TOKENS, wanted);
  if (worst(fits) > left) return undefined;
  let tooMany = wanted;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (worst(middle) <= left) fits = middle;
    else tooMany = middle;
  }
  return { maxOutputTokens: fits, reservedNanoYuan: worst(fits), leftNanoYuan: left };
}
