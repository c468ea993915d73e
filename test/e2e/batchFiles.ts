import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RequestRecord } from '../support/simulator/requestLog.ts';
import type { VSCodeServer } from '../support/vscode/server.ts';
import { LEDGER_FILE, STORAGE_FOLDER } from './ledgerFile.ts';

/** A line of a file of results, as far as tests look at it. */
interface ResultLine {
  readonly custom_id: string;
  readonly response: { readonly status_code: number } | null;
}

/** Reads the file of results that has this item, as another program would. */
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

/** Items of all batches that have an answer, by what they are called in their files, as another program would read it. */
export function answeredItems(server: VSCodeServer): string[] {
  const database = new DatabaseSync(path.join(server.dataFolder, LEDGER_FILE), { readOnly: true });
  try {
    const rows = database.prepare('SELECT custom_id AS item FROM batch_item WHERE outcome IS NOT NULL').all();
    return rows.map(({ item }) => String(item));
  } finally {
    database.close();
  }
}

/** What a batch of so many questions is made of, in the form of OpenAI's. Items are called `name-1` and so on. */
export function requestLines(name: string, count: number): string {
  return itemNames(name, count)
    .map(item => {
      const messages = [{ role: 'user', content: `问题 ${item}` }];
      const body = { model: 'ernie-5.1', max_tokens: 200, messages };
      return JSON.stringify({ custom_id: item, method: 'POST', url: '/v1/chat/completions', body });
    })
    .join('\n');
}

/** The names of its items. */
export function itemNames(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}

/** Which of these items a request was for. */
export function itemOf({ body }: RequestRecord): string | undefined {
  return /问题 (\w+-\d+)/.exec(JSON.stringify(body))?.[1];
}
