import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Booking } from '../../../src/core/chat.ts';
import type { Database } from '../../../src/core/database.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { insertAttempt, updateAttempt } from '../../../src/core/spend/attemptRows.ts';
import { readDayTotals, readSpend, repairDay } from '../../../src/core/spend/dailyRows.ts';
import { LocalCalendar } from '../../../src/core/spend/localCalendar.ts';
import { LostAttempts } from '../../../src/core/spend/lostAttempts.ts';
import { examplePrice } from '../../support/exampleLedger.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { openLedgerFile } from './ledgerFile.ts';

/** Above every process id that Linux, macOS and Windows give. */
const NO_PROCESS = 2 ** 31 - 1;

/** What happens next. `who` chooses among the attempts so far, whatever has become of them. */
type Step =
  | { readonly do: 'admit'; readonly atMs: number; readonly timeZone: string; readonly isKnown: boolean }
  | { readonly do: 'settle'; readonly who: number; readonly booking: Booking }
  | { readonly do: 'lose' };

const tokens = fc.nat(5_000);
const booking: fc.Arbitrary<Booking> = fc.record({
  questionId: fc.constant('q'),
  model: fc.constant('ernie-5.1'),
  endpoint: fc.constant('qianfan'),
  usage: fc.record({
    inputTokens: tokens,
    cachedInputTokens: tokens,
    outputTokens: tokens,
    reasoningTokens: tokens,
  }),
  source: fc.constantFrom('usage' as const, 'estimate' as const),
  amountNanoYuan: fc.option(fc.nat(10_000_000), { nil: undefined }),
  outcome: fc.constantFrom('ok' as const, 'failed' as const, 'cancelled' as const),
  totalMs: fc.nat(1_000),
});
const admit: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('admit' as const),
  atMs: fc.integer({ min: Date.parse('2026-11-21T00:00Z'), max: Date.parse('2026-11-23T00:00Z') }),
  timeZone: fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati'),
  isKnown: fc.boolean(),
});
const settle: fc.Arbitrary<Step> = fc.record({ do: fc.constant('settle' as const), who: fc.nat(), booking });
const lose: fc.Arbitrary<Step> = fc.constant({ do: 'lose' });
const steps = fc.array(fc.oneof({ weight: 3, arbitrary: admit }, { weight: 4, arbitrary: settle }, lose), {
  minLength: 3,
  maxLength: 40,
});

/** A file in which attempts are entered, ended and lost by windows whose process is gone. */
class Book {
  readonly database: Database;
  readonly #ids: number[] = [];

  constructor(database: Database) {
    this.database = database;
  }

  async take(step: Step): Promise<void> {
    if (step.do === 'admit') this.#admit(step);
    if (step.do === 'settle') this.#settle(step.who, step.booking);
    if (step.do === 'lose') await this.#lose();
  }

  #admit({ atMs, timeZone, isKnown }: Step & { do: 'admit' }): void {
    const window = this.database.statement('INSERT INTO window(boot, pid, beat) VALUES(?, ?, 0) RETURNING id');
    const attempt = {
      request: exampleAttempt(),
      account: '',
      price: isKnown ? examplePrice : undefined,
      inputTokens: 11,
      reservedNanoYuan: isKnown ? 1_000_000 : 0,
      waitMs: 0,
    };
    this.database.tryTransaction(() => {
      const windowId = Number(window.get('another boot', NO_PROCESS)?.['id']);
      const day = new LocalCalendar(timeZone).dayAt(atMs);
      this.#ids.push(insertAttempt(this.database, windowId, attempt, atMs, day));
    });
  }

  #settle(who: number, how: Booking): void {
    const id = this.#ids[who % this.#ids.length];
    if (id !== undefined) this.database.tryTransaction(() => updateAttempt(this.database, id, how, undefined));
  }

  /** All windows were seen to be silent for long enough. */
  async #lose(): Promise<void> {
    const clock = new VirtualClock();
    const lostAttempts = new LostAttempts(this.database, clock, silentLogger, () => undefined);
    await lostAttempts.find();
    await clock.advance(20_000);
    lostAttempts.stop();
  }
}

interface Row {
  readonly [column: string]: number | null;
}

const rowsOf = (database: Database, sql: string): Row[] =>
  database
    .statement(sql)
    .all()
    .map(row => ({ ...row }) as Row);

/** What the rollup has to be: counted one by one. */
function countDays(attempts: readonly Row[]): Row[] {
  const days = new Map<number, Record<string, number>>();
  for (const row of attempts.filter(({ state }) => state !== 0)) {
    const day = Number(row['local_day']);
    const sums = days.get(day) ?? { local_day: day, kind: 0, value: 0, saved_nano: 0 };
    const add = (column: string, n: number | null | undefined): void =>
      void (sums[column] = (sums[column] ?? 0) + (n ?? 0));
    add('attempts', 1);
    add('ok', Number(row['outcome'] === 0));
    add('failed', Number(row['outcome'] === 1 || row['outcome'] === 3));
    add('cancelled', Number(row['outcome'] === 2));
    add('amount_nano', row['amount_nano']);
    add('estimated_nano', row['source'] === 1 ? row['amount_nano'] : 0);
    add('unknown_price', Number(row['amount_nano'] === null));
    for (const column of ['input_tokens', 'cached_tokens', 'output_tokens', 'reasoning_tokens'])
      add(column, row[column]);
    days.set(day, sums);
  }
  return [...days.values()].sort((a, b) => Number(a['local_day']) - Number(b['local_day']));
}

const sum = (rows: readonly Row[], column: string): number => rows.reduce((n, row) => n + Number(row[column]), 0);

describe('the sums of a day', () => {
  it('are those of its attempts, whatever became of them, on all days and in all zones', async () => {
    let [lost, corrected] = [0, 0];
    await fc.assert(
      fc.asyncProperty(steps, async sequence => {
        const database = await openLedgerFile(temporaryFolder());
        const book = new Book(database);
        for (const step of sequence) {
          const before = rowsOf(database, 'SELECT * FROM attempt ORDER BY id');
          await book.take(step);
          const attempts = rowsOf(database, 'SELECT * FROM attempt ORDER BY id');
          lost += attempts.filter((row, n) => before[n]?.['state'] === 0 && row['state'] === 2).length;
          corrected += attempts.filter((row, n) => before[n]?.['state'] === 2 && row['state'] === 1).length;
          const days = countDays(attempts);
          assert.deepEqual(rowsOf(database, 'SELECT * FROM daily ORDER BY local_day'), days);
          for (let day = 20261120; day <= 20261124; day++) {
            const own = days.filter(row => row['local_day'] === day);
            const open = attempts.filter(row => row['local_day'] === day && row['state'] === 0);
            assert.deepEqual(readDayTotals(database, day), {
              spentNanoYuan: sum(own, 'amount_nano'),
              reservedNanoYuan: sum(open, 'reserved_nano'),
            });
            const upTo = days.filter(row => Number(row['local_day']) <= day);
            assert.deepEqual(readSpend(database, 20261120, day), {
              amountNanoYuan: sum(upTo, 'amount_nano'),
              estimated: sum(upTo, 'estimated_nano') > 0,
              unknownPrice: sum(upTo, 'unknown_price'),
              requests: sum(upTo, 'attempts'),
              answered: sum(upTo, 'ok'),
              failed: sum(upTo, 'failed'),
              savedNanoYuan: 0,
            });
            assert.equal(repairDay(database, day), false);
          }
        }
        database.close();
      }),
      { numRuns: 60 },
    );
    assert.ok(lost > 0 && corrected > 0, `${lost} lost, ${corrected} of them corrected`);
  }).timeout(30_000);

  it('are made anew when they are not those of its attempts, and those of no other day', async () => {
    const database = await openLedgerFile(temporaryFolder());
    const book = new Book(database);
    for (const step of fc.sample(fc.oneof(admit, settle), { numRuns: 100, seed: 7 })) await book.take(step);
    const all = (): Row[] => rowsOf(database, 'SELECT * FROM daily ORDER BY local_day');
    const right = all();
    assert.ok(right.length > 1);
    const [{ local_day: day } = {}] = right;
    for (const column of Object.keys(right[0] ?? {}).slice(3, -1)) {
      database.execute(`UPDATE daily SET ${column} = ${column} + 1, saved_nano = 5`);
      assert.equal(repairDay(database, Number(day)), true, column);
      assert.deepEqual(all()[0], { ...right[0], saved_nano: 5 });
      assert.notDeepEqual(all()[1], { ...right[1], saved_nano: 5 });
    }
    database.execute('DELETE FROM daily');
    assert.equal(repairDay(database, Number(day)), true);
    assert.deepEqual(all(), right.slice(0, 1));
    database.close();
  });

  it('are made anew for a day that has sums without attempts', async () => {
    const database = await openLedgerFile(temporaryFolder());
    database.execute('INSERT INTO daily VALUES(20261122, 0, 0, 1, 1, 0, 0, 9, 0, 0, 1, 0, 1, 0, 0)');
    assert.equal(repairDay(database, 20261122), true);
    assert.equal(readSpend(database, 20261122, 20261122).amountNanoYuan, 0);
    assert.equal(repairDay(database, 20261122), false);
    database.close();
  });
});
