import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RequestRecord } from '../support/simulator/requestLog.ts';
import type { VSCodeServer } from '../support/vscode/server.ts';
import { LEDGER_FILE, STORAGE_FOLDER } from './ledgerFile.ts';

/** The fields of a line in a results file that the tests read. */
interface ResultLine {
  readonly custom_id: string;
  readonly response: { readonly status_code: number } | null;
}

/** Reads the results file that has this item, without the extension's code. */
export function resultLines(server: VSCodeServer, customId: string): ResultLine[] {
  const folder = path.join(server.dataFolder, STORAGE_FOLDER, 'batches');
  for (const id of readdirSync(folder)) {
    const text = readFileSync(path.join(folder, id, 'results.jsonl'), 'utf8');
    const lines = text.split('\n').filter(line => line !== '');
    const results = lines.map(line => JSON.parse(line) as ResultLine);
    if (results.some(result => result.custom_id === customId)) return results;
  }
  return [];
}

/** Returns the custom ids of all answered items in all batches, read from the database without the extension's code. */
export function answeredItems(server: VSCodeServer): string[] {
  const database = new DatabaseSync(path.join(server.dataFolder, LEDGER_FILE), { readOnly: true });
  try {
    const rows = database.prepare('SELECT custom_id AS item FROM batch_item WHERE outcome IS NOT NULL').all();
    return rows.map(({ item }) => String(item));
  } finally {
    database.close();
  }
}

/** Returns the lines of a batch file in OpenAI's format with `count` questions, whose ids are `name-1` and so on. */
export function requestLines(name: string, count: number): string {
  return itemNames(name, count)
    .map(item => {
      const messages = [{ role: 'user', content: `问题 ${item}` }];
      const body = { model: 'ernie-5.1', max_tokens: 200, messages };
      return JSON.stringify({ custom_id: item, method: 'POST', url: '/v1/chat/completions', body });
    })
    .join('\n');
}

/** Returns the ids of the items that `requestLines` makes. */
export function itemNames(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}

/** Returns the id of the item that a request was for. */
export function itemOf({ body }: RequestRecord): string | undefined {
  return /问题 (\w+-\d+)/.exec(JSON.stringify(body))?.[1];
}
