import * as vscode from 'vscode';
import type { BillFile } from '../../core/spend/bill/billFile.ts';
import {
  isWhole,
  NEEDED_ROLES,
  type Columns,
  type NeededRole,
  type WholeColumns,
} from '../../core/spend/bill/columns.ts';

/** Global-state key: the columns chosen by the user, by the file's headings. */
const KEY = 'billColumns';
/** Maximum number of remembered kinds of files. */
const MAX_KEPT = 20;
const EXAMPLE_LENGTH = 60;

interface ColumnItem extends vscode.QuickPickItem {
  readonly column: number;
}

/**
 * Determines which columns of a file to compare: by its headings, by the user's earlier choice for the same headings,
 * or else by asking, which is remembered. `undefined` when the user cancels.
 */
export async function chooseColumns(
  { header, samples, columns }: BillFile,
  memory: vscode.Memento,
): Promise<WholeColumns | undefined> {
  if (isWhole(columns)) return columns;
  const kept = memory.get<Readonly<Record<string, Columns>>>(KEY, {});
  const name = header.join(',');
  const known: Columns = { ...columns, ...keptColumns(kept[name], header.length) };
  if (isWhole(known)) return known;
  let chosen = columns;
  for (const [index, role] of NEEDED_ROLES.filter(each => columns[each] === undefined).entries()) {
    const column = await askFor(role, header, samples, index === 0);
    if (column === undefined) return undefined;
    chosen = { ...chosen, [role]: column };
  }
  const others = Object.entries(kept).filter(([each]) => each !== name);
  await memory.update(KEY, Object.fromEntries([...others.slice(1 - MAX_KEPT), [name, chosen]]));
  return isWhole(chosen) ? chosen : undefined;
}

/** Validates stored columns, which may be damaged or from another version. */
function keptColumns(kept: Columns | undefined, count: number): Columns {
  const entries = Object.entries(kept ?? {}).filter(
    ([, column]) => Number.isInteger(column) && column >= 0 && column < count,
  );
  return Object.fromEntries(entries);
}

async function askFor(
  role: NeededRole,
  header: readonly string[],
  samples: BillFile['samples'],
  isFirst: boolean,
): Promise<number | undefined> {
  const items = header.map((heading, column): ColumnItem => {
    const example = samples.map(row => row[column] ?? '').find(cell => cell !== '') ?? '';
    return {
      label: heading === '' ? vscode.l10n.t('Column {number}', { number: String(column + 1) }) : heading,
      description: example.slice(0, EXAMPLE_LENGTH),
      column,
    };
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Compare with Baidu's Bill"),
    placeHolder: isFirst
      ? `${question(role)} ${vscode.l10n.t('Your choice is kept for files with the same headings.')}`
      : question(role),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.column;
}

function question(role: NeededRole): string {
  switch (role) {
    case 'time':
      return vscode.l10n.t('Which column holds the day or the month?');
    case 'item':
      return vscode.l10n.t('Which column names the model or what was charged?');
    case 'listPrice':
      return vscode.l10n.t('Which column holds the list price, before discounts and vouchers?');
  }
}
