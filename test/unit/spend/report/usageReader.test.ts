import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../../../src/core/database/database.ts';
import { WenxinError } from '../../../../src/core/errors.ts';
import type { ExportQuery } from '../../../../src/core/spend/report/exportPiece.ts';
import { readUsage } from '../../../../src/core/spend/report/readUsage.ts';
import { UsageReader } from '../../../../src/core/spend/report/usageReader.ts';
import type { UsageQuery } from '../../../../src/core/spend/report/usageReport.ts';
import { builtUsageReader } from '../../../support/builtUsageReader.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';
import { writeHistory } from '../../../support/usageHistory/yearOfHistory.ts';
import { VirtualClock } from '../../../support/virtualClock.ts';
import { openLedgerFile } from '../ledgerFile.ts';
import { plainLedger } from './plainLedger.ts';

const NOW_MS = Date.parse('2026-11-22T15:20:00+08:00');
const EVERYTHING: UsageQuery = {
  firstDay: 0,
  lastDay: 20261122,
  filter: {},
  nowMs: NOW_MS,
  timeZone: 'Asia/Shanghai',
};
const JSON_EXPORT: ExportQuery = { firstDay: 0, lastDay: 20261122, filter: {}, format: { name: 'json' } };
const { signal: NEVER } = new AbortController();

const isStorage = (error: unknown): boolean => error instanceof WenxinError && error.kind === 'storage';

describe('The reader of the ledger', function () {
  this.timeout(180_000);
  let workerFile: string;
  let database: Database;
  const readers: UsageReader[] = [];
  before(async () => {
    workerFile = await builtUsageReader();
    database = await openLedgerFile(temporaryFolder());
    writeHistory(database, { attempts: 2_500, days: 40, endMs: NOW_MS });
  });
  afterEach(async () => {
    for (const reader of readers.splice(0)) await reader.close();
  });
  after(() => database.close());

  function readerOf(options: Partial<ConstructorParameters<typeof UsageReader>[0]> = {}): UsageReader {
    const ledgerPath = () => Promise.resolve(database.path);
    const reader = new UsageReader({ workerFile, ledgerPath, clock: new VirtualClock(), ...options });
    readers.push(reader);
    return reader;
  }

  /** Resolves when the worker has its request, in the same turn of the event loop, so before it can answer. */
  function isAsked(): Promise<void> {
    return new Promise(resolve => process.nextTick(resolve));
  }

  /** Returns a worker file that runs `code` on its first message, and is the real worker from then on. */
  function onceBroken(code: string): string {
    const folder = temporaryFolder();
    const [file, mark] = [join(folder, 'broken.cjs'), JSON.stringify(join(folder, 'mark'))];
    writeFileSync(
      file,
      `const fs = require('node:fs');
       if (fs.existsSync(${mark})) require(${JSON.stringify(workerFile)});
       else require('node:worker_threads').parentPort.on('message', () => { fs.writeFileSync(${mark}, ''); ${code} });`,
    );
    return file;
  }

  it('returns the report made from the file', async () => {
    const report = await readerOf().read(EVERYTHING, NEVER);
    assert.deepEqual(report, readUsage(database, EVERYTHING));
    assert.ok(report.totals.requests > 2_000 && report.recent.length === 100);
  });

  it('sees what was committed since the last read', async () => {
    const own = await plainLedger([{ at: '2026-11-22T10:00:00+08:00', amountNanoYuan: 5 }]);
    const reader = readerOf({ ledgerPath: () => Promise.resolve(own.path) });
    assert.equal((await reader.read(EVERYTHING, NEVER)).totals.amountNanoYuan, 5);
    own.execute('UPDATE daily SET amount_nano = 7');
    assert.equal((await reader.read(EVERYTHING, NEVER)).totals.amountNanoYuan, 7);
    own.close();
  });

  it('reads while another connection holds the write lock, and leaves the file unchanged', async () => {
    const own = await plainLedger([{ at: '2026-11-22T10:00:00+08:00' }]);
    const before = readFileSync(own.path);
    const reader = readerOf({ ledgerPath: () => Promise.resolve(own.path) });
    own.execute('BEGIN IMMEDIATE');
    await reader.read(EVERYTHING, NEVER);
    own.execute("INSERT INTO meta VALUES('a', 'b'); COMMIT");
    assert.deepEqual(readFileSync(own.path), before);
    own.close();
  });

  it('follows the ledger to another file', async () => {
    const [first, second] = await Promise.all(
      [1, 2].map(amountNanoYuan => plainLedger([{ at: '2026-11-22T10:00:00+08:00', amountNanoYuan }])),
    );
    let current = first;
    const reader = readerOf({ ledgerPath: () => Promise.resolve(current?.path ?? '') });
    assert.equal((await reader.read(EVERYTHING, NEVER)).totals.amountNanoYuan, 1);
    current = second;
    assert.equal((await reader.read(EVERYTHING, NEVER)).totals.amountNanoYuan, 2);
    first?.close();
    second?.close();
  });

  it('fails as storage for a missing file, and creates none', async () => {
    const path = join(temporaryFolder(), 'wenxin.1.db');
    let current = path;
    const reader = readerOf({ ledgerPath: () => Promise.resolve(current) });
    await assert.rejects(reader.read(EVERYTHING, NEVER), isStorage);
    assert.equal(existsSync(path), false);
    current = database.path;
    assert.ok((await reader.read(EVERYTHING, NEVER)).totals.requests > 0);
  });

  it('fails as storage for a file that is not a ledger, each time', async () => {
    const path = join(temporaryFolder(), 'wenxin.1.db');
    writeFileSync(path, 'no database at all '.repeat(100));
    const reader = readerOf({ ledgerPath: () => Promise.resolve(path) });
    await assert.rejects(reader.read(EVERYTHING, NEVER), isStorage);
    await assert.rejects(reader.read(EVERYTHING, NEVER), isStorage);
  });

  it('works again after a read that failed midway', async () => {
    const own = await plainLedger([{ at: '2026-11-22T10:00:00+08:00', amountNanoYuan: 5 }]);
    const reader = readerOf({ ledgerPath: () => Promise.resolve(own.path) });
    own.execute('ALTER TABLE name RENAME TO away');
    await assert.rejects(reader.read(EVERYTHING, NEVER), isStorage);
    own.execute('ALTER TABLE away RENAME TO name');
    assert.equal((await reader.read(EVERYTHING, NEVER)).totals.amountNanoYuan, 5);
    own.close();
  });

  it('fails with the ledger’s error when that cannot be opened', async () => {
    const problem = new WenxinError('storage', 'a full disk');
    const reader = readerOf({ ledgerPath: () => Promise.reject(problem) });
    await assert.rejects(reader.read(EVERYTHING, NEVER), error => error === problem);
  });

  for (const code of ["throw new Error('boom')", 'process.exit(3)', 'process.exit(0)']) {
    it(`starts a new worker after one that died of \`${code}\``, async () => {
      const reader = readerOf({ workerFile: onceBroken(code) });
      await assert.rejects(reader.read(EVERYTHING, NEVER), isStorage);
      assert.ok((await reader.read(EVERYTHING, NEVER)).totals.requests > 0);
    });
  }

  it('sends requests that were queued when a worker died to a new one', async () => {
    const reader = readerOf({ workerFile: onceBroken("throw new Error('boom')") });
    const [first, second] = await Promise.allSettled([reader.read(EVERYTHING, NEVER), reader.read(EVERYTHING, NEVER)]);
    assert.deepEqual([first.status, second.status], ['rejected', 'fulfilled']);
  });

  it('fails as storage when the worker file is missing', async () => {
    await assert.rejects(
      readerOf({ workerFile: join(temporaryFolder(), 'no.cjs') }).read(EVERYTHING, NEVER),
      isStorage,
    );
  });

  it('rejects at once on abort, and never reads for a request aborted while it waited', async () => {
    let asked = 0;
    const reader = readerOf({
      ledgerPath: () => {
        asked++;
        return Promise.resolve(database.path);
      },
    });
    const controller = new AbortController();
    const first = reader.read(EVERYTHING, controller.signal);
    const second = reader.read(EVERYTHING, controller.signal);
    const third = reader.read(EVERYTHING, NEVER);
    const reason = new Error('the panel was closed');
    await isAsked();
    controller.abort(reason);
    await assert.rejects(first, error => error === reason);
    await assert.rejects(second, error => error === reason);
    await third;
    assert.equal(asked, 2);
    await assert.rejects(reader.read(EVERYTHING, controller.signal), error => error === reason);
  });

  it('ends a worker that was idle for minutes, and starts another when needed', async () => {
    const clock = new VirtualClock();
    // Each start of a worker appends a dot to the file.
    const folder = temporaryFolder();
    const started = join(folder, 'started');
    const file = join(folder, 'counting.cjs');
    writeFileSync(started, '');
    writeFileSync(
      file,
      `require('node:fs').appendFileSync(${JSON.stringify(started)}, '.'); require(${JSON.stringify(workerFile)});`,
    );
    const reader = readerOf({ workerFile: file, clock });
    await reader.read(EVERYTHING, NEVER);
    await clock.advance(2 * 60_000);
    await reader.read(EVERYTHING, NEVER);
    await clock.advance(2 * 60_000);
    assert.equal(clock.pendingTimers, 1);
    await reader.read(EVERYTHING, NEVER);
    assert.equal(readFileSync(started, 'utf8'), '.');
    await clock.advance(5 * 60_000);
    assert.equal(clock.pendingTimers, 0);
    await reader.read(EVERYTHING, NEVER);
    assert.equal(readFileSync(started, 'utf8'), '..');
  });

  it('rejects a read in progress when it is closed, and every later one', async () => {
    const clock = new VirtualClock();
    const reader = readerOf({ clock });
    await reader.read(EVERYTHING, NEVER);
    const reading = reader.read(EVERYTHING, NEVER);
    await isAsked();
    const [outcome] = await Promise.allSettled([reading, reader.close()]);
    assert.ok(outcome.status === 'rejected' && isStorage(outcome.reason));
    await assert.rejects(reader.read(EVERYTHING, NEVER), isStorage);
    assert.equal(clock.pendingTimers, 0);
    await reader.close();
  });

  it('exports in pieces that together are the whole file', async () => {
    const pieces = [];
    for await (const piece of readerOf().exportPieces(JSON_EXPORT, NEVER)) pieces.push(piece);
    assert.ok(pieces.length >= 3);
    assert.ok(pieces.every(({ attempts }) => attempts <= 1_000));
    const { attempts } = JSON.parse(pieces.map(({ text }) => text).join('')) as { attempts: unknown[] };
    assert.equal(attempts.length, database.statement('SELECT count(*) AS n FROM attempt').get()?.['n']);
  });

  it('serves reports between the pieces of an export', async () => {
    const reader = readerOf();
    const pieces = reader.exportPieces(JSON_EXPORT, NEVER);
    const [first, report, second] = await Promise.all([pieces.next(), reader.read(EVERYTHING, NEVER), pieces.next()]);
    assert.ok(first.done === false && second.done === false && report.totals.requests > 0);
    await pieces.return(undefined);
  });

  it('fails an export whose worker dies', async () => {
    const reader = readerOf({ workerFile: onceBroken("throw new Error('boom')") });
    await assert.rejects(reader.exportPieces(JSON_EXPORT, NEVER).next(), isStorage);
  });
});
