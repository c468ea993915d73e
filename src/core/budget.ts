import type { NanoYuan } from './money.ts';

/** What a budget is about: everything, or what is booked to one workspace, feature, consumer or batch. */
export const BUDGET_SCOPES = ['all', 'workspace', 'feature', 'consumer', 'batch'] as const;

/** The person's local day, the calendar month, or as long as it takes, for a batch. */
export const BUDGET_PERIODS = ['day', 'month', 'whole'] as const;

/** Which budget it is. */
export interface BudgetName {
  readonly scope: (typeof BUDGET_SCOPES)[number];
  /** Of the workspace, feature, consumer or batch; empty for `all`. */
  readonly name: string;
  readonly period: (typeof BUDGET_PERIODS)[number];
}

/** What may be spent at most. */
export interface Budget extends BudgetName {
  readonly limitNanoYuan: NanoYuan;
}

/** How much of a budget is gone. */
export interface BudgetState {
  readonly budget: Budget;
  /** Booked, as far as the price was known. */
  readonly spentNanoYuan: NanoYuan;
  /** The most that the attempts which are open now can cost, and what is handed over to the service's batch inference. */
  readonly reservedNanoYuan: NanoYuan;
}

/** Equal for the same budget, also when its limit is another one now. */
export function budgetKey({ scope, name, period }: BudgetName): string {
  return `${scope} ${period} ${name}`;
}
