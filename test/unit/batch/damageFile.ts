import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Overwrites the first page of a table or index of a ledger's first file. */
export function damageFile(folder: string, name: string): void {
  const path = join(folder, 'wenxin.1.db');
  const database = new DatabaseSync(path);
  database.exec('PRAGMA busy_timeout = 10000');
  // The maintenance thread may still be at work, and the busy timeout does not cover it. All pages must be in the file.
  const moveAll = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)');
  for (let tries = 0; moveAll.get()?.['busy'] !== 0; tries++) {
    assert.ok(tries < 200, 'somebody is at work for ever');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
  const root = Number(database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(name)?.['rootpage']);
  database.close();
  const bytes = readFileSync(path);
  bytes.fill(0x5a, (root - 1) * 4_096, root * 4_096);
  writeFileSync(path, bytes);
}
