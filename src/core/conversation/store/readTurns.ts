import type { Statements } from '../../database/database.ts';
import { type TurnRow, TURN_COLUMNS, turnRow } from './turnRow.ts';

/** Maximum number of rows per slice, and number of characters after which a slice ends. */
const ROWS_AT_ONCE = 200;
const LENGTH_AT_ONCE = 200_000;

/**
 * Yields the rows of a conversation in order, in slices: each takes a few milliseconds, however long the conversation
 * is. Includes rows that are added during the iteration.
 */
export function* turnSlices(database: Statements, conversation: string): Generator<TurnRow[], undefined> {
  let after: TurnRow | undefined;
  for (;;) {
    const slice = readSlice(database, conversation, after);
    after = slice.at(-1);
    if (after === undefined) return undefined;
    yield slice;
  }
}

function readSlice(database: Statements, conversation: string, after: TurnRow | undefined): TurnRow[] {
  const rows = database
    .statement(
      `SELECT ${TURN_COLUMNS} FROM turn LEFT JOIN attachments ON attachments.turn = turn.id
       WHERE conversation = ? AND (asked_at_ms, id) > (?, ?) ORDER BY asked_at_ms, id LIMIT ${ROWS_AT_ONCE}`,
    )
    .iterate(conversation, after?.askedAtMs ?? Number.MIN_SAFE_INTEGER, after?.id ?? '');
  const slice: TurnRow[] = [];
  let length = 0;
  for (const each of rows) {
    const row = turnRow(each);
    slice.push(row);
    length += row.json.length + row.attachments.length;
    if (length > LENGTH_AT_ONCE) break;
  }
  return slice;
}
