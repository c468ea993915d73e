import type { Statements } from '../../database/database.ts';
import type { Turn } from '../conversation.ts';
import { titleFrom } from '../conversationTitle.ts';

/**
 * Enters a turn's conversation, or that it changed. A conversation whose workspace is not known becomes that of whoever
 * asks in it; one that was deleted comes back when something new is asked in it, and not because an answer goes on.
 */
export function enterTurn(database: Statements, conversation: string, turn: Turn, workspace: string): void {
  const isNew = !database.statement('SELECT 1 FROM turn WHERE conversation = ? AND id = ?').get(conversation, turn.id);
  if (!isNew) return;
  database
    .statement(
      `INSERT INTO conversation(id, workspace, title, created_at_ms, changed_at_ms) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET
         workspace = CASE workspace WHEN '' THEN excluded.workspace ELSE workspace END,
         title = CASE title WHEN '' THEN excluded.title ELSE title END,
         changed_at_ms = max(changed_at_ms, excluded.changed_at_ms),
         deleted_at_ms = NULL`,
    )
    .run(conversation, workspace, titleFrom(turn), turn.askedAtMs, turn.askedAtMs);
}
