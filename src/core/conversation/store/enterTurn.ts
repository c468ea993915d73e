import type { Statements } from '../../database/database.ts';
import type { Turn } from '../conversation.ts';
import { titleFrom } from '../conversationTitle.ts';

/**
 * Records the conversation of a new turn, or that it changed. A conversation of unknown workspace is assigned to that
 * of the first new question. A deleted conversation is restored by a new question, but not by the continuation of an
 * answer.
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
