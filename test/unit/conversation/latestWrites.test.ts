import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { LatestWrites } from '../../../src/core/conversation/latestWrites.ts';
import type { Database } from '../../../src/core/database.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { openDatabase } from '../../../src/core/openDatabase.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const MIB = 1024 * 1024;

describe('LatestWrites', () => {
  let database: Database;
  let writes: LatestWrites;

  beforeEach(async () => {
    database = await openDatabase({
      folder: temporaryFolder(),
      name: 'test',
      applicationId: 7,
      migrations: ['CREATE TABLE t(id TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID'],
      clock: new VirtualClock(),
      logger: silentLogger,
    });
    writes = new LatestWrites(database);
  });

  afterEach(() => database.close());

  const save = (id: string, text: string): Promise<void> =>
    writes.write(id, text.length, () => {
      database.statement('INSERT INTO t VALUES(?, ?) ON CONFLICT DO UPDATE SET text = excluded.text').run(id, text);
    });
  const logBytes = (): number => statSync(`${database.path}-wal`).size;
  const textOf = (id: string): unknown => database.statement('SELECT text FROM t WHERE id = ?').get(id)?.['text'];

  it('empties the write-ahead log after two million characters, and not before', async () => {
    const text = 'y'.repeat(MIB - 1);
    await save('a', 'x'.repeat(MIB - 1));
    await save('a', text);
    assert.ok(logBytes() > 2 * MIB, `${logBytes()} bytes`);
    await save('b', 'xx');
    assert.equal(logBytes(), 0);
    assert.deepEqual([textOf('a'), textOf('b')], [text, 'xx']);
  });

  it('begins to count anew after that', async () => {
    await save('a', 'x'.repeat(2 * MIB));
    assert.equal(logBytes(), 0);
    await save('b', 'y');
    assert.ok(logBytes() > 0);
    await save('c', 'x'.repeat(2 * MIB));
    assert.equal(logBytes(), 0);
  });

  it('writes only the newest state of a row that was given several while it was busy', async () => {
    const written: string[] = [];
    const put = (state: string): Promise<void> => writes.write('a', 1, () => void written.push(state));
    await Promise.all(['1', '2', '3'].map(put));
    assert.equal(written.at(-1), '3');
    assert.ok(!written.includes('2'), written.join());
  });
});
