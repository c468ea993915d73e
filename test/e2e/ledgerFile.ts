import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { VSCodeServer } from '../support/vscode/server.ts';

/** The extension's storage folder, relative to a server's data folder. */
export const STORAGE_FOLDER = 'data/User/globalStorage/ask-wenxin.ask-wenxin';

/** The ledger's database file, relative to a server's data folder. */
export const LEDGER_FILE = `${STORAGE_FOLDER}/wenxin.1.db`;

/** A row of the ledger as stored. Amounts are in nano-yuan. */
export interface LedgerRow {
  readonly state: number;
  readonly outcome: number | null;
  readonly source: number;
  readonly input: number | null;
  readonly output: number | null;
  readonly amount: number | null;
  readonly feature: string;
  /** Who sent the request: this extension, VS Code, or another extension by its id. */
  readonly consumer: string;
  readonly model: string;
  readonly account: string;
  readonly request: string | null;
  /** A number that identifies the window. */
  readonly window: number;
}

/** Reads all rows of the ledger's database, oldest first, without the extension's code. */
export function ledgerRows(server: VSCodeServer): LedgerRow[] {
  const file = path.join(server.dataFolder, LEDGER_FILE);
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database
      .prepare(
        `SELECT state, outcome, source, window, input_tokens AS input, output_tokens AS output, amount_nano AS amount,
           request_id AS request, (SELECT text FROM name WHERE id = feature) AS feature,
           (SELECT text FROM name WHERE id = consumer) AS consumer,
           (SELECT text FROM name WHERE id = model) AS model, (SELECT text FROM name WHERE id = account) AS account
         FROM attempt ORDER BY id`,
      )
      .all();
    return rows.map(row => ({ ...row })) as unknown as LedgerRow[];
  } finally {
    database.close();
  }
}
