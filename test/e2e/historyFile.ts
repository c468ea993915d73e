import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { VSCodeServer } from '../support/vscode/server.ts';

/** What is kept of questions that were not asked yet, as another program would read it from the file of the history. */
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
