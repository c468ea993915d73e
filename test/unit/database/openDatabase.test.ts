import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Database } from '../../../src/core/database/database.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { DatabaseOptions } from '../../../src/core/database/databaseOptions.ts';
import { openDatabase } from '../../../src/core/database/openDatabase.ts';
import { openToOthers, withoutUmask } from '../../support/openToOthers.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const FIRST = 'CREATE TABLE t(x INTEGER NOT NULL) STRICT';
const SECOND = 'ALTER TABLE t ADD COLUMN y INTEGER; CREATE INDEX t_y ON t(y)';

const isStorage = (error: unknown): boolean => error instanceof WenxinError && error.kind === 'storage';

describe('openDatabase', () => {
  let folder: string;
  let opened: Database[];
  let setAside: string[][];

  beforeEach(() => {
    folder = temporaryFolder();
    opened = [];
    setAside = [];
  });

  afterEach(() => opened.forEach(database => database.close()));

  async function open(options: Partial<DatabaseOptions> = {}): Promise<Database> {
    const database = await openDatabase({
      folder,
      name: 'test',
      applicationId: 7,
      migrations: [FIRST],
      clock: new VirtualClock(),
      logger: silentLogger,
      onSetAside: (damaged, fresh) => setAside.push([damaged, fresh]),
      ...options,
    });
    opened.push(database);
    return database;
  }

  const pragma = (database: Database, name: string): unknown =>
    Object.values(database.statement(`PRAGMA ${name}`).get() ?? {})[0];

  it('creates the folder and a file with our application id', async () => {
    folder = join(folder, 'not', 'yet');
    const database = await open();
    assert.equal(database.path, join(folder, 'test.1.db'));
    assert.equal(pragma(database, 'application_id'), 7);
    assert.equal(pragma(database, 'user_version'), 1);
  });

  it('creates them private, together with the log and the backup of the old format', async () => {
    const root = folder;
    folder = join(root, 'not', 'yet');
    await withoutUmask(async () => {
      (await open()).close();
      await open({ migrations: [FIRST, SECOND], backsUp: true });
    });
    const files = readdirSync(folder).sort();
    assert.deepEqual(files, ['test.1.db', 'test.1.db-shm', 'test.1.db-wal', 'test.1.v1.bak']);
    assert.deepEqual(openToOthers(root), []);
  });

  it('uses a write-ahead log without automatic checkpoints', async () => {
    const database = await open();
    assert.equal(pragma(database, 'journal_mode'), 'wal');
    assert.equal(pragma(database, 'synchronous'), 1);
    assert.equal(pragma(database, 'wal_autocheckpoint'), 0);
    assert.equal(pragma(database, 'busy_timeout'), 0);
  });

  it('uses a rollback journal with full syncing on a network file system', async () => {
    (await open()).close();
    const database = await open({ onNetwork: true });
    assert.equal(pragma(database, 'journal_mode'), 'delete');
    assert.equal(pragma(database, 'synchronous'), 2);
  });

  it('runs each new migration once, and keeps the rows', async () => {
    const old = await open();
    await old.transaction(() => old.statement('INSERT INTO t VALUES(1)').run());
    old.close();
    const migrated = await open({ migrations: [FIRST, SECOND] });
    assert.deepEqual({ ...migrated.statement('SELECT * FROM t').get() }, { x: 1, y: null });
    assert.equal(pragma(migrated, 'user_version'), 2);
    migrated.close();
    await open({ migrations: [FIRST, SECOND] });
  });

  it('leaves a file unchanged when a migration fails', async () => {
    (await open()).close();
    await assert.rejects(open({ migrations: [FIRST, `${SECOND}; SELECT * FROM nowhere`] }), isStorage);
    const database = await open();
    assert.equal(pragma(database, 'user_version'), 1);
    assert.equal(database.statement("SELECT count(*) AS n FROM pragma_table_info('t')").get()?.['n'], 1);
  });

  it('refuses a file of a newer version, and leaves it unchanged', async () => {
    (await open({ migrations: [FIRST, SECOND] })).close();
    await assert.rejects(open(), (error: unknown) => isStorage(error) && /newer version/.test(String(error)));
    assert.deepEqual(
      readdirSync(folder).filter(file => file.endsWith('.db')),
      ['test.1.db'],
    );
    assert.equal(pragma(await open({ migrations: [FIRST, SECOND] }), 'user_version'), 2);
  });

  it('continues in a new file when the old one is no database, keeps that, and reports it', async () => {
    const damaged = join(folder, 'test.1.db');
    writeFileSync(damaged, 'no database'.repeat(1_000));
    const database = await open();
    assert.equal(database.path, join(folder, 'test.2.db'));
    assert.deepEqual(setAside, [[damaged, database.path]]);
    assert.equal(readFileSync(damaged, 'utf8'), 'no database'.repeat(1_000));
    await database.transaction(() => database.statement('INSERT INTO t VALUES(1)').run());
    const again = await open();
    assert.equal(again.path, database.path);
    assert.equal(again.statement('SELECT x FROM t').get()?.['x'], 1);
    assert.equal(setAside.length, 1);
  });

  it('continues in a new file when the old one is corrupt inside', async () => {
    const database = await open();
    database.close();
    const bytes = readFileSync(database.path);
    bytes.fill(0xff, 100, 4_096);
    writeFileSync(database.path, bytes);
    assert.equal((await open()).path, join(folder, 'test.2.db'));
    assert.equal(setAside.length, 1);
  });

  it('does not write to the database of another application', async () => {
    const path = join(folder, 'test.1.db');
    const foreign = new DatabaseSync(path);
    foreign.exec('CREATE TABLE theirs(x); PRAGMA application_id = 99');
    foreign.close();
    assert.equal((await open()).path, join(folder, 'test.2.db'));
    const after = new DatabaseSync(path);
    assert.equal(after.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'], 1);
    after.close();
  });

  it('shares the new file with another window that found the same damage', async () => {
    writeFileSync(join(folder, 'test.1.db'), 'no database'.repeat(1_000));
    const [one, two] = await Promise.all([open(), open()]);
    assert.equal(one.path, two.path);
    await one.transaction(() => one.statement('INSERT INTO t VALUES(1)').run());
    assert.equal(two.statement('SELECT x FROM t').get()?.['x'], 1);
  });

  it('initializes an empty file', async () => {
    writeFileSync(join(folder, 'test.1.db'), '');
    assert.equal(pragma(await open(), 'user_version'), 1);
    assert.deepEqual(setAside, []);
  });

  it('ignores files with similar names', async () => {
    for (const file of ['test.db', 'test.old.db', 'test.2.db-wal', 'test.3.db.bak', 'testing.4.db']) {
      writeFileSync(join(folder, file), 'x');
    }
    assert.equal((await open()).path, join(folder, 'test.1.db'));
  });

  it('fails as `storage` when the folder or file cannot be created', async () => {
    writeFileSync(join(folder, 'file'), '');
    await assert.rejects(open({ folder: join(folder, 'file', 'below') }), isStorage);
    mkdirSync(join(folder, 'test.1.db'));
    await assert.rejects(open(), isStorage);
    assert.deepEqual(setAside, []);
  });

  it('fails as `storage` when the runtime has no SQLite', async () => {
    const loadSqlite = (): Promise<never> => Promise.reject(new Error('No such built-in module: node:sqlite'));
    await assert.rejects(
      open({ loadSqlite }),
      (error: unknown) => isStorage(error) && /node:sqlite/.test(String(error)),
    );
  });

  it('waits while another window creates the file', async () => {
    const clock = new VirtualClock();
    const path = join(folder, 'test.1.db');
    const maker = new DatabaseSync(path);
    maker.exec(
      `PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; ${FIRST}; PRAGMA application_id = 7; PRAGMA user_version = 1`,
    );
    const opening = open({ clock });
    while (clock.pendingTimers === 0) await clock.advance(0);
    maker.exec('COMMIT');
    await clock.advance(20);
    assert.equal(pragma(await opening, 'user_version'), 1);
    maker.close();
  });

  it('waits while another window sets the journal mode', async () => {
    const clock = new VirtualClock();
    const maker = new DatabaseSync(join(folder, 'test.1.db'));
    maker.exec('BEGIN EXCLUSIVE');
    const opening = open({ clock });
    while (clock.pendingTimers === 0) await clock.advance(0);
    maker.exec('COMMIT');
    maker.close();
    await clock.advance(20);
    assert.equal(pragma(await opening, 'journal_mode'), 'wal');
  });

  it('empties a large log on opening and any log on closing', async () => {
    const log = join(folder, 'test.1.db-wal');
    const writer = await open();
    const fill = (rows: number): Promise<void> =>
      writer.transaction(() => {
        const insert = writer.statement('INSERT INTO t VALUES(?)');
        for (let x = 0; x < rows; x++) insert.run(x);
      });
    await fill(1_000);
    const small = statSync(log).size;
    const reader = await open();
    assert.equal(statSync(log).size, small);
    while (statSync(log).size <= 4 * 1024 * 1024) await fill(20_000);
    await (await open()).tidy();
    assert.equal(statSync(log).size, 0);
    await fill(10);
    reader.close();
    assert.equal(statSync(log).size, 0);
    assert.ok(existsSync(log));
  });
});
