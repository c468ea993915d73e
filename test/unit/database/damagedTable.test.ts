import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { readableRows } from '../../../src/core/database/damagedTable.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const PAGE = 4_096;

describe('readableRows', () => {
  let path: string;

  beforeEach(() => {
    path = join(temporaryFolder(), 'damaged.db');
    const database = new DatabaseSync(path);
    database.exec(`
      CREATE TABLE numbered(id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
      CREATE TABLE keyed(day INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY(day, name)) STRICT, WITHOUT ROWID;
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
      INSERT INTO numbered SELECT i * 3, printf('%.80c', 'x') FROM n;
      INSERT INTO keyed SELECT id / 30, printf('%05d', id) FROM numbered;`);
    database.close();
  });

  /** Overwrites pages by index; page 0 holds the schema. */
  function damage(...pages: number[]): void {
    const bytes = readFileSync(path);
    for (const page of pages) bytes.fill(0x5a, page * PAGE, (page + 1) * PAGE);
    writeFileSync(path, bytes);
  }

  function read(table: string, ...keys: string[]): Set<string> {
    const database = new DatabaseSync(path, { readOnly: true });
    const rows = [...readableRows(database, table, keys)].flat();
    database.close();
    return new Set(rows.map(row => keys.map(key => String(row[key])).join()));
  }

  /** Returns the ids that can be read one by one, which is too slow outside of tests. */
  function readableOneByOne(): Set<string> {
    const database = new DatabaseSync(path, { readOnly: true });
    const ids = new Set<string>();
    for (let id = 1; id <= 60_000; id++) {
      try {
        const row = database.prepare('SELECT id, text FROM numbered WHERE id = ?').get(id);
        if (row !== undefined) ids.add(String(row['id']));
      } catch (error) {
        // The row is on a damaged page.
        assert.match(String(error), /malformed/);
      }
    }
    database.close();
    return ids;
  }

  it('returns all rows of an intact table', () => {
    assert.equal(read('numbered', 'id').size, 20_000);
    assert.equal(read('keyed', 'day', 'name').size, 20_000);
  });

  it('returns nothing for an empty or missing table', () => {
    const database = new DatabaseSync(path);
    database.exec('DELETE FROM numbered');
    database.close();
    assert.equal(read('numbered', 'id').size, 0);
    assert.equal(read('nowhere', 'id').size, 0);
    assert.equal(read('nowhere', 'id', 'name').size, 0);
  });

  it('returns exactly the readable rows, wherever pages are damaged', function () {
    this.timeout(180_000); // Hundreds of real files.
    const random = seededRandom(7);
    const pages = readFileSync(path).length / PAGE;
    for (let round = 0; round < 3; round++) {
      damage(...Array.from({ length: 4 }, () => 3 + Math.floor(random() * (pages - 3))));
      const found = read('numbered', 'id');
      const readable = readableOneByOne();
      assert.ok(readable.size > 1_000 && readable.size < 20_000, `${readable.size} can be read`);
      assert.deepEqual(found, readable);
    }
  });

  it('reads a WITHOUT ROWID table from both ends', () => {
    const database = new DatabaseSync(path);
    const root = Number(
      database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'keyed'").get()?.['rootpage'],
    );
    database.close();
    const pages = readFileSync(path).length / PAGE;
    assert.ok(pages - root > 50);
    // A page in the middle of the table, whose pages were written last.
    damage(pages - 60);
    const found = read('keyed', 'day', 'name');
    assert.ok(found.size > 10_000 && found.size < 20_000, `${found.size}`);
    assert.ok(found.has('0,00003'));
    assert.ok(found.has('2000,60000'));
  });

  it('ends when nothing can be read', () => {
    const pages = readFileSync(path).length / PAGE;
    damage(...Array.from({ length: pages - 1 }, (_, index) => index + 1));
    assert.equal(read('numbered', 'id').size, 0);
    assert.equal(read('keyed', 'day', 'name').size, 0);
  });
});
