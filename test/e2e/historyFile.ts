import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { VSCodeServer } from '../support/vscode/server.ts';

/** Returns the texts of all stored drafts, read from the history database without the extension's code. */
export function keptDrafts(server: VSCodeServer): string[] {
  return texts(server, "SELECT json_extract(json, '$.text') AS text FROM draft");
}

/** Returns the stored text of the answer to the last question: its turn, and the pieces that were added since. */
export function keptAnswer(server: VSCodeServer): string {
  const [text = ''] = texts(
    server,
    `SELECT json_extract(turn.json, '$.answer.text') || coalesce((
       SELECT group_concat(text, '') FROM (
         SELECT json_extract(piece.json, '$.text') AS text FROM piece WHERE growth = turn.growth ORDER BY number
       )), '') AS text
     FROM turn ORDER BY asked_at_ms DESC LIMIT 1`,
  );
  return text;
}

function texts(server: VSCodeServer, sql: string): string[] {
  const file = path.join(server.dataFolder, 'data/User/globalStorage/ask-wenxin.ask-wenxin/history.1.db');
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database
      .prepare(sql)
      .all()
      .map(({ text }) => String(text ?? ''));
  } finally {
    database.close();
  }
}
