import type { NanoYuan } from './money.ts';

/** Scope of a budget: everything, or what is booked to one workspace, feature, consumer or batch. */
export const BUDGET_SCOPES = ['all', 'workspace', 'feature', 'consumer', 'batch'] as const;

/** Period of a budget: the user's local day, the calendar month, or, for a batch, its whole duration. */
export const BUDGET_PERIODS = ['day', 'month', 'whole'] as const;

/** Identity of a budget. */
export interface BudgetName {
  readonly scope: (typeof BUDGET_SCOPES)[number];
  /** Name of the workspace, feature, consumer or batch; empty for `all`. */
  readonly name: string;
  readonly period: (typeof BUDGET_PERIODS)[number];
}

/** A spending limit. */
export interface Budget extends BudgetName {
  readonly limitNanoYuan: NanoYuan;
}

/** How much of a budget is used. */
export interface BudgetState {
  readonly budget: Budget;
  /** Booked so far; attempts of unknown price are not included. */
  readonly spentNanoYuan: NanoYuan;
  /** Maximum cost of the open attempts and of the requests submitted to batch inference. */
  readonly reservedNanoYuan: NanoYuan;
}

/** Returns a key for the budget, independent of its limit. */
export function budgetKey({ scope, name, period }: BudgetName): string {
  return `${scope} ${period} ${name}`;
}
