import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as sqlite from 'node:sqlite';
import { backUp } from '../../../src/core/database/databaseBackup.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { LEDGER_MIGRATIONS } from '../../../src/core/spend/ledgerFormat.ts';
import { openLedgerFile } from './ledgerFile.ts';
import { LedgerWindows } from './ledgerWindows.ts';

const NEWEST = LEDGER_MIGRATIONS.length;

describe('A ledger that gets a newer format', () => {
  let windows: LedgerWindows;

  beforeEach(() => {
    windows = new LedgerWindows();
  });

  afterEach(() => windows.close());

  const copies = (): string[] => readdirSync(windows.folder).filter(file => file.includes('.bak'));

  it('is copied in its old format first', async () => {
    const old = await openLedgerFile(windows.folder, NEWEST - 1);
    await old.transaction(() => old.statement("INSERT INTO meta VALUES('mark', 'old')").run());
    old.close();
    await windows.make().ready();
    assert.deepEqual(copies(), [`wenxin.1.v${NEWEST - 1}.bak`]);
    const copy = new sqlite.DatabaseSync(join(windows.folder, copies()[0] ?? ''), { readOnly: true });
    assert.equal(copy.prepare('PRAGMA user_version').get()?.['user_version'], NEWEST - 1);
    assert.equal(copy.prepare("SELECT value FROM meta WHERE key = 'mark'").get()?.['value'], 'old');
    copy.close();
  });

  it('is not copied when it is new or already has that format', async () => {
    await windows.make().ready();
    await windows.make().ready();
    assert.deepEqual(copies(), []);
  });

  it('is copied even where `node:sqlite` has no backup function', async () => {
    const file = await openLedgerFile(windows.folder, 3);
    await backUp({ DatabaseSync: sqlite.DatabaseSync }, file.path, 3, {
      folder: windows.folder,
      name: 'wenxin',
      generation: 1,
      logger: silentLogger,
    });
    file.close();
    assert.deepEqual(copies(), ['wenxin.1.v3.bak']);
    const copy = new sqlite.DatabaseSync(join(windows.folder, 'wenxin.1.v3.bak'), { readOnly: true });
    assert.equal(copy.prepare('PRAGMA user_version').get()?.['user_version'], 3);
    copy.close();
  });

  it('keeps the two newest copies', async () => {
    const file = await openLedgerFile(windows.folder, 3);
    for (const [generation, format] of [
      [1, 3],
      [2, 1],
      [1, 4],
    ] as const) {
      file.execute(`PRAGMA user_version = ${format}`);
      const options = { folder: windows.folder, name: 'wenxin', generation, logger: silentLogger };
      await backUp(sqlite, file.path, format, options);
    }
    file.close();
    assert.deepEqual(copies().sort(), ['wenxin.1.v4.bak', 'wenxin.2.v1.bak']);
  });

  it('keeps no copy of a file that was upgraded meanwhile, and tolerates a failed copy', async () => {
    const file = await openLedgerFile(windows.folder, 3);
    const warnings: string[] = [];
    const logger = { ...silentLogger, warn: (message: string) => warnings.push(message) };
    const options = { folder: windows.folder, name: 'wenxin', generation: 1, logger };
    await backUp(sqlite, file.path, 2, options);
    assert.deepEqual([copies(), warnings], [[], []]);
    await backUp(sqlite, join(windows.folder, 'nowhere.db'), 2, options);
    assert.equal(warnings.length, 1);
    assert.deepEqual(copies(), []);
    file.close();
  });

  describe('upgraded by another window', () => {
    let outdated: number;

    /** Changes the format as a newer version does. */
    function upgrade(minWriter?: number): void {
      const other = windows.connect();
      other.exec(`PRAGMA user_version = ${NEWEST + 1}`);
      if (minWriter !== undefined) other.prepare("INSERT INTO meta VALUES('min_writer', ?)").run(String(minWriter));
      other.close();
    }

    beforeEach(() => {
      outdated = 0;
    });

    it('is still written to when the newer format only adds to it', async () => {
      const ledger = windows.make({ onOutdated: () => outdated++ });
      await ledger.ready();
      upgrade();
      await windows.look();
      windows.finish(await windows.enter(ledger));
      upgrade(NEWEST);
      await windows.look();
      windows.finish(await windows.enter(ledger));
      assert.equal(outdated, 0);
    });

    it('is no longer written to when the newer format requires a newer writer', async () => {
      const ledger = windows.make({ onOutdated: () => outdated++ });
      windows.finish(await windows.enter(ledger));
      upgrade(NEWEST + 1);
      await windows.look();
      assert.equal(outdated, 1);
      await assert.rejects(windows.enter(ledger), /./);
      assert.equal(ledger.todaySpend(), undefined);
      await windows.look();
      assert.equal(outdated, 1);
      assert.equal(windows.clock.pendingTimers, 0);
    });
  });
});
