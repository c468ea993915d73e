import type { Statements } from '../../database/database.ts';

/** A name by its id. */
type Names = ReadonlyMap<number, { readonly kind: number; readonly text: string }>;

/** All names of the ledger. There are some dozens. */
export function readNames(database: Statements): Names {
  const rows = database.statement('SELECT id, kind, text FROM name').all();
  return new Map(rows.map(row => [Number(row['id']), { kind: Number(row['kind']), text: String(row['text']) }]));
}

/** Those of a kind, in the order of their characters. */
export function namesOf(names: Names, kind: number): string[] {
  return [...names.values()]
    .filter(name => name.kind === kind)
    .map(({ text }) => text)
    .sort();
}
