import { BUDGET_PERIODS, BUDGET_SCOPES, type Budget, type BudgetName, type BudgetState } from '../budget.ts';
import type { ChatRequest } from '../chat.ts';
import type { Database } from '../database/database.ts';
import type { NanoYuan } from '../money.ts';
import { readHandedOver } from './handedOver.ts';
import { DAILY_KIND, NAME_KIND, STATE } from './ledgerFormat.ts';

/** What of a request decides for which budgets it counts. */
export type Attribution = Pick<ChatRequest, 'workspace' | 'feature' | 'consumer' | 'batch'>;

const KEEP = `
  INSERT INTO budget(scope_kind, scope, period, limit_nano) VALUES(?, ?, ?, ?)
  ON CONFLICT(scope_kind, scope, period) DO UPDATE SET limit_nano = excluded.limit_nano`;

/** Where a scope's name stands in an attempt, and the rows of `daily` that sum it. */
const COLUMNS = {
  workspace: { column: 'workspace', kind: DAILY_KIND.workspace, nameKind: NAME_KIND.workspace },
  feature: { column: 'feature', kind: DAILY_KIND.feature, nameKind: NAME_KIND.feature },
  consumer: { column: 'consumer', kind: DAILY_KIND.consumer, nameKind: NAME_KIND.consumer },
} as const;

/** The budgets that are kept in the ledger's file: all but those of the settings. */
export function readBudgets(database: Database): Budget[] {
  return database
    .statement('SELECT scope_kind, scope, period, limit_nano FROM budget')
    .all()
    .flatMap(row => {
      const scope = BUDGET_SCOPES[Number(row['scope_kind'])];
      const period = BUDGET_PERIODS[Number(row['period'])];
      if (scope === undefined || period === undefined) return [];
      return [{ scope, name: String(row['scope']), period, limitNanoYuan: Number(row['limit_nano']) }];
    });
}

/** Keeps a budget in the place of an earlier one of that name; `undefined` takes it away. To be called in a transaction. */
export function keepBudget(database: Database, { scope, name, period }: BudgetName, limit: number | undefined): void {
  const key = [BUDGET_SCOPES.indexOf(scope), name, BUDGET_PERIODS.indexOf(period)] as const;
  if (limit !== undefined) database.statement(KEEP).run(...key, limit);
  else database.statement('DELETE FROM budget WHERE scope_kind = ? AND scope = ? AND period = ?').run(...key);
}

/** Whether what is asked so counts for the budget. */
export function countsFor({ workspace, feature, consumer, batch }: Attribution, { scope, name }: BudgetName): boolean {
  switch (scope) {
    case 'all':
      return true;
    case 'workspace':
      return name === workspace;
    case 'feature':
      return name === feature;
    case 'consumer':
      return name === consumer;
    case 'batch':
      return name === batch;
  }
}

/** How much of a budget is spent and reserved, by all windows, on a local day. Reads no attempts but those that are open, and what is handed over to the service. */
export function readBudgetState(database: Database, budget: Budget, localDay: number): BudgetState {
  const days = daysOf(budget, localDay);
  const sums = budget.scope === 'batch' ? batchSums(database, budget) : daySums(database, budget, days);
  return { budget, spentNanoYuan: sums.spent, reservedNanoYuan: sums.reserved + readHandedOver(database, budget) };
}

/** All days of a month: who went west, or whose clock was set back, has some that are to come. */
function daysOf({ period }: Budget, localDay: number): readonly [first: number, last: number] {
  switch (period) {
    case 'day':
      return [localDay, localDay];
    case 'month':
      return [localDay - (localDay % 100), localDay - (localDay % 100) + 99];
    case 'whole':
      return [0, localDay];
  }
}

interface Sums {
  readonly spent: number;
  readonly reserved: number;
}

/** 0 where there is no such name: no row is about that but the totals. */
const VALUE = 'coalesce((SELECT id FROM name WHERE kind = ?3 AND text = ?4), 0)';

function daySums(database: Database, { scope, name }: Budget, days: readonly [first: number, last: number]): Sums {
  const place = scope === 'all' || scope === 'batch' ? undefined : COLUMNS[scope];
  const named = [place?.nameKind ?? null, name] as const;
  const spent = database
    .statement(
      `SELECT coalesce(sum(amount_nano), 0) AS n FROM daily
       WHERE local_day BETWEEN ?1 AND ?2 AND kind = ?5 AND value = ${VALUE}`,
    )
    .get(...days, ...named, place?.kind ?? DAILY_KIND.total);
  // Left to itself, SQLite would go through the whole month for the few that are open.
  const reserved = database
    .statement(
      `SELECT coalesce(sum(reserved_nano), 0) AS n FROM attempt INDEXED BY attempt_open
       WHERE state = ${STATE.open} AND local_day BETWEEN ?1 AND ?2 AND ${place?.column ?? '0'} = ${VALUE}`,
    )
    .get(...days, ...named);
  return { spent: Number(spent?.['n']), reserved: Number(reserved?.['n']) };
}

/** A batch has as long as it takes, so that the days do not matter. */
function batchSums(database: Database, { name }: Budget): Sums {
  const batch = `(SELECT id FROM name WHERE kind = ${NAME_KIND.batch} AND text = ?)`;
  const spent = database
    .statement(
      `SELECT coalesce(sum(amount_nano), 0) AS n FROM daily INDEXED BY daily_batch
       WHERE kind = ${DAILY_KIND.batch} AND value = ${batch}`,
    )
    .get(name);
  const reserved = database
    .statement(
      `SELECT coalesce(sum(reserved_nano), 0) AS n FROM attempt INDEXED BY attempt_open
       WHERE state = ${STATE.open} AND batch = ${batch}`,
    )
    .get(name);
  return { spent: Number(spent?.['n']), reserved: Number(reserved?.['n']) };
}

/** What is booked to a batch, also of attempts that failed or are lost. */
export function spentOnBatch(database: Database, name: string): NanoYuan {
  return batchSums(database, { scope: 'batch', name, period: 'whole', limitNanoYuan: 0 }).spent;
}
