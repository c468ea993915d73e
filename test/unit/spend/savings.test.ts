import assert from 'node:assert/strict';
import type { ChatRequest, Origin } from '../../../src/core/chat.ts';
import type { Database } from '../../../src/core/database.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { repairDay } from '../../../src/core/spend/dailyRows.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { Savings } from '../../../src/core/spend/savings.ts';
import { exampleRequest } from '../../support/exampleRequest.ts';
import { LedgerWindows } from './ledgerWindows.ts';

const NOON = Date.parse('2026-11-22T04:00:00Z');

const from = (level: Origin['level'], savedNanoYuan: number | undefined): Origin => {
  return { level, answeredAtMs: NOON - 60_000, savedNanoYuan };
};
const uses = (questions = 0, savedNanoYuan = 0, unknownPrice = 0) => ({ questions, savedNanoYuan, unknownPrice });

describe('savings', () => {
  let windows: LedgerWindows;
  let ledger: Ledger;
  let written: number;
  let warnings: string[];
  let asked: number;

  beforeEach(() => {
    windows = new LedgerWindows();
    windows.clock.setWallTime(NOON);
    ledger = windows.make();
    [written, asked, warnings] = [0, 0, []];
  });

  afterEach(() => windows.close());

  const question = (changes: Partial<ChatRequest> = {}): ChatRequest => {
    return exampleRequest({ questionId: `question ${asked++}`, ...changes });
  };

  function make(database: () => Promise<Database> = () => ledger.file()): Savings {
    return new Savings({
      database,
      timeZone: 'Asia/Shanghai',
      clock: windows.clock,
      logger: { ...silentLogger, warn: message => warnings.push(message) },
      onWritten: () => written++,
    });
  }

  const rows = async (sql: string): Promise<unknown[]> => {
    return (await ledger.file())
      .statement(sql)
      .all()
      .map(row => ({ ...row }));
  };

  it('count how questions were answered, by level, with what each level saved', async () => {
    const savings = make();
    savings.add(question(), undefined);
    savings.add(question(), from('memory', 100));
    savings.add(question(), from('memory', 20));
    savings.add(question(), from('workspace', 3));
    savings.add(question(), from('joined', 4_000));
    await savings.flush();
    assert.deepEqual(ledger.todayCacheUse(), {
      asked: uses(1),
      memory: uses(2, 120),
      workspace: uses(1, 3),
      team: uses(),
      joined: uses(1, 4_000),
    });
    assert.equal(ledger.todaySpend()?.savedNanoYuan, 4_123);
  });

  it('are part of no sum of what was spent, and stay when a day’s sums are made anew', async () => {
    const savings = make();
    const permit = await windows.enter(ledger);
    windows.finish(permit);
    const before = ledger.todaySpend();
    savings.add(question(), from('team', 70));
    await savings.flush();
    assert.deepEqual(ledger.todaySpend(), { ...before, savedNanoYuan: 70 });
    const file = await ledger.file();
    file.execute('UPDATE daily SET amount_nano = 1 WHERE kind = 0');
    assert.equal(repairDay(file, 20261122), true);
    assert.deepEqual(ledger.todaySpend(), { ...before, savedNanoYuan: 70 });
    assert.deepEqual(ledger.todayCacheUse()?.team, uses(1, 70));
  });

  it('that nobody knows are told apart from nothing', async () => {
    const savings = make();
    savings.add(question(), from('memory', undefined));
    savings.add(question(), from('memory', 0));
    savings.add(question(), undefined);
    await savings.flush();
    savings.add(question(), from('memory', undefined));
    await savings.flush();
    assert.deepEqual(ledger.todayCacheUse()?.memory, uses(3, 0, 2));
    assert.deepEqual(ledger.todayCacheUse()?.asked, uses(1));
    const saved = await rows('SELECT saved_nano FROM question ORDER BY id');
    assert.deepEqual(saved, [{ saved_nano: null }, { saved_nano: 0 }, { saved_nano: null }]);
  });

  it('leave a row for each question that cost nothing, and none for what was asked', async () => {
    const savings = make();
    savings.add(question(), undefined);
    savings.add(question({ feature: 'explain', workspace: 'w', consumer: 'c' }), from('team', 9));
    await savings.flush();
    const found = await rows(
      `SELECT question.id, asked_at_ms, local_day, feature.text AS feature, workspace.text AS workspace,
         consumer.text AS consumer, cache_level, saved_nano
       FROM question JOIN name AS feature ON feature.id = feature JOIN name AS workspace ON workspace.id = workspace
         JOIN name AS consumer ON consumer.id = consumer`,
    );
    assert.deepEqual(found, [
      {
        id: 'question 1',
        asked_at_ms: NOON,
        local_day: 20261122,
        feature: 'explain',
        workspace: 'w',
        consumer: 'c',
        cache_level: 3,
        saved_nano: 9,
      },
    ]);
  });

  it('are counted once for a question that is told twice', async () => {
    const savings = make();
    const same = question();
    savings.add(same, from('memory', 5));
    savings.add(same, from('memory', 5));
    await savings.flush();
    savings.add(same, from('memory', 5));
    await savings.flush();
    assert.deepEqual(ledger.todayCacheUse()?.memory, uses(1, 5));
  });

  it('belong to the person’s day on which the question was asked', async () => {
    const savings = make();
    const midnight = Date.parse('2026-11-22T16:00:00Z');
    windows.clock.setWallTime(midnight);
    savings.add(question(), from('joined', 1), midnight - 1);
    savings.add(question(), from('joined', 20));
    await savings.flush();
    assert.deepEqual(ledger.todayCacheUse()?.joined, uses(1, 20));
    windows.clock.setWallTime(midnight - 1);
    assert.deepEqual(ledger.todayCacheUse()?.joined, uses(1, 1));
  });

  it('are written together, half a second after the first, and each commit is told', async () => {
    const savings = make();
    await ledger.ready();
    for (let index = 0; index < 10; index++) savings.add(question(), from('memory', 1));
    await windows.clock.advance(499);
    assert.deepEqual([written, windows.clock.pendingTimers], [0, 1]);
    await windows.clock.advance(1);
    assert.equal(written, 1);
    assert.deepEqual(ledger.todayCacheUse()?.memory, uses(10, 10));
    assert.equal(windows.clock.pendingTimers, 0);
  });

  it('are written at once when the window closes, and not again', async () => {
    const savings = make();
    await ledger.ready();
    savings.add(question(), undefined);
    await savings.flush();
    assert.deepEqual([written, windows.clock.pendingTimers], [1, 0]);
    await savings.flush();
    assert.equal(written, 1);
  });

  it('of many questions are written in several pieces', async () => {
    const savings = make();
    for (let index = 0; index < 1_001; index++) savings.add(question(), from('memory', 1));
    await savings.flush();
    assert.equal(written, 3);
    assert.deepEqual(ledger.todayCacheUse()?.memory, uses(1_001, 1_001));
  });

  it('are seen by other windows', async () => {
    const other = windows.make();
    await other.ready();
    other.pollChanges();
    let changes = 0;
    other.onDidChange(() => changes++);
    const savings = make();
    savings.add(question(), from('memory', 8));
    await savings.flush();
    other.pollChanges();
    assert.equal(changes, 1);
    assert.deepEqual(other.todayCacheUse()?.memory, uses(1, 8));
  });

  it('wait for a locked file, and take in what comes meanwhile', async () => {
    const savings = make();
    await ledger.ready();
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    savings.add(question(), undefined);
    await windows.clock.advance(1_000);
    savings.add(question(), undefined);
    assert.equal(written, 0);
    const flushing = savings.flush();
    other.exec('COMMIT');
    other.close();
    await windows.clock.advance(20);
    await flushing;
    assert.deepEqual(ledger.todayCacheUse()?.asked, uses(2));
  });

  it('that cannot be written are said once, harm nobody, and are written with the next ones', async () => {
    let isFull = true;
    const full = (): Promise<never> => Promise.reject(new WenxinError('storage', 'no room'));
    const savings = make(() => (isFull ? full() : ledger.file()));
    await ledger.ready();
    savings.add(question(), from('memory', 1));
    await savings.flush();
    savings.add(question(), from('memory', 1));
    await windows.clock.advance(500);
    assert.deepEqual([warnings.length, windows.clock.pendingTimers], [1, 0]);
    isFull = false;
    savings.add(question(), from('memory', 1));
    await windows.clock.advance(500);
    assert.deepEqual(ledger.todayCacheUse()?.memory, uses(3, 3));
    isFull = true;
    savings.add(question(), from('memory', 1));
    await savings.flush();
    assert.equal(warnings.length, 2, 'it began anew');
  });

  it('do not pile up without end while they cannot be written', async () => {
    let isFull = true;
    const full = (): Promise<never> => Promise.reject(new WenxinError('storage', 'no room'));
    const savings = make(() => (isFull ? full() : ledger.file()));
    for (let index = 0; index < 10_100; index++) savings.add(question(), undefined);
    await savings.flush();
    isFull = false;
    await savings.flush();
    assert.deepEqual(ledger.todayCacheUse()?.asked, uses(10_000));
  });

  it('are read without going through questions or attempts', async () => {
    const file = await ledger.file();
    const plans: string[] = [];
    const statement = file.statement.bind(file);
    file.statement = sql => {
      plans.push(
        ...statement(`EXPLAIN QUERY PLAN ${sql}`)
          .all()
          .map(({ detail }) => String(detail)),
      );
      return statement(sql);
    };
    ledger.todayCacheUse();
    assert.match(plans.join(), /^SEARCH daily USING PRIMARY KEY \(local_day>\? AND local_day<\?\)/);
    assert.doesNotMatch(plans.join(), /question|attempt/);
  });
});
