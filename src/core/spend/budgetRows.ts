import { BUDGET_PERIODS, BUDGET_SCOPES, type Budget, type BudgetName, type BudgetState } from '../budget.ts';
import type { ChatRequest } from '../chat.ts';
import type { Database } from '../database/database.ts';
import type { NanoYuan } from '../money.ts';
import { readHandedOver } from './handedOver.ts';
import { DAILY_KIND, NAME_KIND, STATE } from './ledgerFormat.ts';

/** The fields of a request that decide which budgets it counts for. */
export type Attribution = Pick<ChatRequest, 'workspace' | 'feature' | 'consumer' | 'batch'>;

const KEEP = `
  INSERT INTO budget(scope_kind, scope, period, limit_nano) VALUES(?, ?, ?, ?)
  ON CONFLICT(scope_kind, scope, period) DO UPDATE SET limit_nano = excluded.limit_nano`;

/** For each scope: its column in `attempt`, and the kind of `daily` rows that sum it. */
const COLUMNS = {
  workspace: { column: 'workspace', kind: DAILY_KIND.workspace, nameKind: NAME_KIND.workspace },
  feature: { column: 'feature', kind: DAILY_KIND.feature, nameKind: NAME_KIND.feature },
  consumer: { column: 'consumer', kind: DAILY_KIND.consumer, nameKind: NAME_KIND.consumer },
} as const;

/** Reads the budgets stored in the ledger: all except those from the settings. */
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

/** Adds or replaces a budget; a limit of `undefined` deletes it. Call within a transaction. */
export function keepBudget(database: Database, { scope, name, period }: BudgetName, limit: number | undefined): void {
  const key = [BUDGET_SCOPES.indexOf(scope), name, BUDGET_PERIODS.indexOf(period)] as const;
  if (limit !== undefined) database.statement(KEEP).run(...key, limit);
  else database.statement('DELETE FROM budget WHERE scope_kind = ? AND scope = ? AND period = ?').run(...key);
}

/** Returns whether a request counts for the budget. */
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

/**
 * Returns what is spent and reserved of a budget by all windows on a local day. Reads sums, open attempts and parts
 * handed over to batch inference.
 */
export function readBudgetState(database: Database, budget: Budget, localDay: number): BudgetState {
  const days = daysOf(budget, localDay);
  const sums = budget.scope === 'batch' ? batchSums(database, budget) : daySums(database, budget, days);
  return { budget, spentNanoYuan: sums.spent, reservedNanoYuan: sums.reserved + readHandedOver(database, budget) };
}

/**
 * All days of a month, also future ones: after travelling west or setting the clock back, spending may be dated after
 * today.
 */
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

/** 0 when the name is unknown: only the totals have that value. */
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
  // Without the hint, SQLite would scan the whole month for the few open attempts.
  const reserved = database
    .statement(
      `SELECT coalesce(sum(reserved_nano), 0) AS n FROM attempt INDEXED BY attempt_open
       WHERE state = ${STATE.open} AND local_day BETWEEN ?1 AND ?2 AND ${place?.column ?? '0'} = ${VALUE}`,
    )
    .get(...days, ...named);
  return { spent: Number(spent?.['n']), reserved: Number(reserved?.['n']) };
}

/** A batch has no deadline, so days are ignored. */
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

/** Returns the amount booked to a batch, including failed and lost attempts. */
export function spentOnBatch(database: Database, name: string): NanoYuan {
  return batchSums(database, { scope: 'batch', name, period: 'whole', limitNanoYuan: 0 }).spent;
}
