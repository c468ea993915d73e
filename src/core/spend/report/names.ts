import type { Statements } from '../../database/database.ts';

/** Names by id. */
type Names = ReadonlyMap<number, { readonly kind: number; readonly text: string }>;

/** Reads all names of the ledger; there are some dozens. */
export function readNames(database: Statements): Names {
  const rows = database.statement('SELECT id, kind, text FROM name').all();
  return new Map(rows.map(row => [Number(row['id']), { kind: Number(row['kind']), text: String(row['text']) }]));
}

/** Returns the names of a kind, sorted by code unit. */
export function namesOf(names: Names, kind: number): string[] {
  return [...names.values()]
    .filter(name => name.kind === kind)
    .map(({ text }) => text)
    .sort();
}
