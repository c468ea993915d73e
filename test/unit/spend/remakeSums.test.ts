import assert from 'node:assert/strict';
import type { Database } from '../../../src/core/database/database.ts';
import { insertAttempt, updateAttempt } from '../../../src/core/spend/attemptRows.ts';
import { correctDay } from '../../../src/core/spend/corrections.ts';
import { areSumsWanted, remakeSums } from '../../../src/core/spend/remakeSums.ts';
import { readSpend } from '../../../src/core/spend/spendRows.ts';
import { examplePrice } from '../../support/exampleLedger.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { openLedgerFile } from './ledgerFile.ts';

const [OLD, HALF, NEW] = [20251001, 20251022, 20261122];

describe('Rebuilding the sums of all days', () => {
  let database: Database;

  beforeEach(async () => {
    database = await openLedgerFile(temporaryFolder());
    for (const day of [OLD, HALF, HALF, NEW]) book(day);
    await database.transaction(() => database.statement("INSERT INTO meta VALUES('sumsWanted', 'all')").run());
  });

  afterEach(() => database.close());

  /** Books an attempt that costs 7 nano-yuan. */
  function book(day: number): void {
    const known = { account: '', price: examplePrice, inputTokens: 1, reservedNanoYuan: 0, waitMs: 0 };
    const usage = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 };
    const facts = { questionId: 'q', model: 'm', endpoint: 'e', source: 'usage', outcome: 'ok', totalMs: 1 } as const;
    database.tryTransaction(() => {
      const localDay = { day, utcOffsetMinutes: 480 };
      const id = insertAttempt(database, 1, { request: exampleAttempt(), ...known }, 0, localDay);
      updateAttempt(database, id, { ...facts, usage, amountNanoYuan: 7 }, undefined);
    });
  }

  const amounts = (): number[] => [OLD, HALF, NEW].map(day => readSpend(database, day, day).amountNanoYuan);

  it('corrects wrong sums, and records that it is done', async () => {
    database.execute('UPDATE daily SET amount_nano = 0');
    await remakeSums(database);
    assert.deepEqual(amounts(), [7, 14, 7]);
    assert.equal(areSumsWanted(database), false);
  });

  it('leaves a day alone when a correction of it is missing', async () => {
    await database.transaction(() => {
      correctDay(database, 'person', 100, 0, { day: HALF, utcOffsetMinutes: 480 }, false);
    });
    database.execute('DELETE FROM attempt WHERE window = 0');
    await remakeSums(database);
    assert.deepEqual(amounts(), [7, 100, 7]);
  });

  it('leaves a day alone when all or some of its attempts are missing', async () => {
    database.execute(`DELETE FROM attempt WHERE local_day = ${OLD}`);
    database.execute(`DELETE FROM attempt WHERE id = (SELECT min(id) FROM attempt WHERE local_day = ${HALF})`);
    database.execute(`UPDATE daily SET amount_nano = 0 WHERE local_day = ${NEW}`);
    await remakeSums(database);
    assert.deepEqual(amounts(), [7, 14, 7]);
    assert.deepEqual(
      database
        .statement('SELECT local_day, sum(n) AS n FROM latency WHERE metric = 1 GROUP BY local_day')
        .all()
        .map(({ n }) => n),
      [1, 2, 1],
    );
  });
});
