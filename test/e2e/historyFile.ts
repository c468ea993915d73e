import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { VSCodeServer } from '../support/vscode/server.ts';

/** Returns the texts of all stored drafts, read from the history database without the extension's code. */
export function keptDrafts(server: VSCodeServer): string[] {
  const file = path.join(server.dataFolder, 'data/User/globalStorage/ask-wenxin.ask-wenxin/history.1.db');
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database
      .prepare("SELECT json_extract(json, '$.text') AS text FROM draft")
      .all()
      .map(({ text }) => String(text));
  } finally {
    database.close();
  }
}
