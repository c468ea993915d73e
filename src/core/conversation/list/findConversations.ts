import type { Statements } from '../../database/database.ts';
import { TURN_COLUMNS, turnOf, turnRow } from '../store/turnRow.ts';
import { folded, likeInJson, snippetIn } from './findText.ts';
import type { ListedConversation, ListQuery } from './listQuery.ts';

/**
 * Yields the conversations of a query, pinned ones first, then the newest. Yields after each conversation that was
 * searched, `undefined` if it did not match, so that a long search can be cancelled.
 */
export function* findConversations(
  database: Statements,
  { workspace, text, limit }: ListQuery,
): Generator<ListedConversation | undefined> {
  const wanted = folded(text);
  let found = 0;
  for (const each of conversations(database, workspace)) {
    if (found === limit) return;
    const isNamed = text === '' || folded(each.title).includes(wanted);
    const hit = isNamed ? undefined : newestHit(database, each.id, text, wanted);
    if (isNamed || hit !== undefined) {
      found++;
      yield { ...each, questions: countTurns(database, each.id), ...(hit && { hit }) };
    } else {
      yield undefined;
    }
  }
}

function conversations(
  database: Statements,
  workspace: string | undefined,
): Omit<ListedConversation, 'questions' | 'hit'>[] {
  const columns = 'SELECT id, title, workspace, changed_at_ms, is_pinned FROM conversation WHERE deleted_at_ms IS NULL';
  const order = 'ORDER BY is_pinned DESC, changed_at_ms DESC, id';
  const rows =
    workspace === undefined
      ? database.statement(`${columns} ${order}`).all()
      : database.statement(`${columns} AND workspace = ? ${order}`).all(workspace);
  return rows.map(row => ({
    id: String(row['id']),
    title: String(row['title']),
    workspace: String(row['workspace']),
    changedAtMs: Number(row['changed_at_ms']),
    isPinned: row['is_pinned'] === 1,
  }));
}

function countTurns(database: Statements, conversation: string): number {
  const row = database
    .statement('SELECT count(*) AS count FROM turn INDEXED BY turn_order WHERE conversation = ?')
    .get(conversation);
  return Number(row?.['count']);
}

/** SQLite preselects rows. Their JSON contains more than the searched texts, so matches are verified here. */
function newestHit(
  database: Statements,
  conversation: string,
  text: string,
  wanted: string,
): ListedConversation['hit'] | undefined {
  const pattern = likeInJson(text);
  const rows = database
    .statement(
      `SELECT ${TURN_COLUMNS} FROM turn LEFT JOIN attachments ON attachments.turn = turn.id
       WHERE conversation = ? AND (turn.growth IS NOT NULL OR turn.json LIKE ? ESCAPE '\\' OR attachments.json LIKE ? ESCAPE '\\')
       ORDER BY asked_at_ms DESC, id DESC`,
    )
    .iterate(conversation, pattern, pattern);
  for (const each of rows) {
    const row = turnRow(each);
    const snippet = damagedAsNone(() => snippetIn(turnOf(database, row), wanted));
    if (snippet !== undefined) return { turnId: row.id, snippet };
  }
  return undefined;
}

/** A damaged row must not hide the others. */
function damagedAsNone(find: () => string | undefined): string | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}
