import assert from 'node:assert/strict';
import path from 'node:path';
import { systemClock as clock } from '../../src/core/clock.ts';
import { silentLogger as logger } from '../../src/core/logger.ts';
import { Ledger } from '../../src/core/spend/ledger.ts';
import { UsageReader } from '../../src/core/spend/report/usageReader.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { writeHistory } from '../support/usageHistory/yearOfHistory.ts';

describe('The reader of the ledger in an extension host', () => {
  it('reads it in a worker thread, from the shipped bundle', async () => {
    const ledger = new Ledger({ folder: temporaryFolder(), clock, logger });
    const reader = new UsageReader({
      // This module runs as dist/test/integration/index.cjs.
      workerFile: path.resolve(__dirname, '../../usageReader.cjs'),
      ledgerPath: async () => (await ledger.file()).path,
      clock,
    });
    try {
      const nowMs = Date.parse('2026-11-22T15:20:00+08:00');
      writeHistory(await ledger.file(), { attempts: 500, days: 20, endMs: nowMs });
      const query = { firstDay: 0, lastDay: 20261122, filter: {}, nowMs, timeZone: 'Asia/Shanghai' };
      const report = await reader.read(query, new AbortController().signal);
      assert.ok(report.totals.requests > 400 && report.days.length === 20);
    } finally {
      await reader.close();
      await ledger.close();
    }
  });
});
