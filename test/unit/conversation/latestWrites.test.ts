import assert from 'node:assert/strict';
import { LatestWrites } from '../../../src/core/conversation/latestWrites.ts';
import type { Database } from '../../../src/core/database/database.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { openDatabase } from '../../../src/core/database/openDatabase.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

describe('LatestWrites', () => {
  let database: Database;
  let writes: LatestWrites;
  let logged: string[];

  beforeEach(async () => {
    database = await openDatabase({
      folder: temporaryFolder(),
      name: 'test',
      applicationId: 7,
      migrations: ['CREATE TABLE t(id TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID'],
      clock: new VirtualClock(),
      logger: silentLogger,
    });
    logged = [];
    writes = new LatestWrites(database, { ...silentLogger, error: line => void logged.push(line) });
  });

  afterEach(() => database.close());

  it('writes only the newest state of a row that received several states while it was busy', async () => {
    const written: string[] = [];
    const put = (state: string): Promise<void> => writes.write('a', () => void written.push(state));
    await Promise.all(['1', '2', '3'].map(put));
    assert.equal(written.at(-1), '3');
    assert.ok(!written.includes('2'), written.join());
  });

  /** Writes a row of the table; SQLite rejects some values. */
  const put = (id: string, text: unknown): Promise<void> =>
    writes.write(id, () => {
      database.statement('INSERT OR REPLACE INTO t(id, text) VALUES (?, ?)').run(id, text as string);
    });
  const rows = (): unknown[] =>
    database
      .statement('SELECT id, text FROM t ORDER BY id')
      .all()
      .map(({ id, text }) => [id, text]);
  const outcomes = async (...given: readonly Promise<void>[]): Promise<readonly string[]> =>
    (await Promise.allSettled(given)).map(each =>
      each.status === 'fulfilled' ? 'written' : each.reason instanceof WenxinError ? each.reason.kind : 'other',
    );

  for (const [name, value] of [
    ['a constraint refuses', null],
    ['SQLite has no type for', { odd: 'object' }],
    ['JavaScript cannot make', Symbol('odd')],
  ] as const) {
    it(`goes on with the other rows where ${name} the value of one`, async () => {
      assert.deepEqual(await outcomes(put('a', '1'), put('odd', value), put('b', '2')), [
        'written',
        'storage',
        'written',
      ]);
      assert.deepEqual(await outcomes(put('c', '3')), ['written']);
      assert.deepEqual(rows(), [
        ['a', '1'],
        ['b', '2'],
        ['c', '3'],
      ]);
      assert.equal(logged.length, 1);
      assert.match(logged[0] ?? '', /^The row “odd” cannot be stored/);
    });
  }

  it('writes a newer state of a row that was rejected', async () => {
    assert.deepEqual(await outcomes(put('a', null), put('a', '1')), ['written', 'written']);
    assert.deepEqual(await outcomes(put('a', null)), ['storage']);
    assert.deepEqual(await outcomes(put('a', '2'), put('b', null)), ['written', 'storage']);
    assert.deepEqual(rows(), [['a', '2']]);
  });

  it('fails all rows and keeps the good ones for the next write when the file itself cannot be written', async () => {
    database.execute('PRAGMA query_only = 1');
    assert.deepEqual(await outcomes(put('a', '1'), put('b', null)), ['storage', 'storage']);
    assert.deepEqual(logged, []);
    database.execute('PRAGMA query_only = 0');
    assert.deepEqual(await outcomes(put('c', '3')), ['written']);
    assert.deepEqual(rows(), [
      ['a', '1'],
      ['c', '3'],
    ]);
  });

  it('resolves only after writing, at whichever moment after another write the row was given', async () => {
    for (let steps = 0; steps < 10; steps++) {
      let written = false;
      let given: Promise<void> | undefined;
      const giveLater = async (): Promise<void> => {
        for (let step = 0; step < steps; step++) await Promise.resolve();
        given = writes.write('second', () => void (written = true));
      };
      let later: Promise<void> | undefined;
      const first = writes.write(
        'first',
        () => undefined,
        () => {
          later = giveLater();
        },
      );
      await first;
      await later;
      await given;
      assert.ok(written, `given ${steps} steps after it`);
    }
  });
});
