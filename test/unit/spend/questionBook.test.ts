import assert from 'node:assert/strict';
import type { ChatRequest, Origin } from '../../../src/core/chat.ts';
import type { Database } from '../../../src/core/database/database.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { repairDay } from '../../../src/core/spend/dailyRows.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { QuestionBook } from '../../../src/core/spend/questionBook.ts';
import { exampleRequest } from '../../support/exampleRequest.ts';
import { LedgerWindows } from './ledgerWindows.ts';

const NOON = Date.parse('2026-11-22T04:00:00Z');

const from = (level: Origin['level'], savedNanoYuan: number | undefined): Origin => {
  return { level, answeredAtMs: NOON - 60_000, savedNanoYuan };
};
const uses = (questions = 0, savedNanoYuan = 0, unknownPrice = 0) => ({ questions, savedNanoYuan, unknownPrice });

describe('The question book', () => {
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

  function make(database: () => Promise<Database> = () => ledger.file()): QuestionBook {
    return new QuestionBook({
      database,
      dayAt: ms => ledger.dayAt(ms),
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

  it('counts unanswered questions separately from answered ones', async () => {
    const questions = make();
    questions.add(question(), undefined);
    questions.addUnanswered(question(), 'failed');
    questions.addUnanswered(question(), 'failed');
    questions.addUnanswered(question(), 'cancelled');
    await questions.flush();
    assert.deepEqual(await rows('SELECT kind, value, attempts FROM daily ORDER BY kind, value'), [
      { kind: 1, value: 0, attempts: 1 },
      { kind: 9, value: 1, attempts: 2 },
      { kind: 9, value: 2, attempts: 1 },
    ]);
    assert.deepEqual(ledger.todaySpend()?.requests, 0);
  });

  it('counts answered questions and savings by cache level', async () => {
    const questions = make();
    questions.add(question(), undefined);
    questions.add(question(), from('memory', 100));
    questions.add(question(), from('memory', 20));
    questions.add(question(), from('workspace', 3));
    questions.add(question(), from('joined', 4_000));
    await questions.flush();
    assert.deepEqual(ledger.todayCacheUse(), {
      asked: uses(1),
      memory: uses(2, 120),
      workspace: uses(1, 3),
      team: uses(),
      joined: uses(1, 4_000),
    });
    assert.equal(ledger.todaySpend()?.savedNanoYuan, 4_123);
  });

  it('counts a question on the user’s local day', async () => {
    // The evening of the 22nd in London and the morning of the 23rd in Shanghai.
    windows.clock.setWallTime(Date.parse('2026-11-22T20:00:00Z'));
    const questions = make();
    questions.add(question(), from('memory', 7));
    await questions.flush();
    assert.equal(ledger.today(), 20261123);
    assert.equal(ledger.todayCacheUse()?.memory.questions, 1);
  });

  it('changes no sum of spend, and is kept when a day’s sums are rebuilt', async () => {
    const questions = make();
    const permit = await windows.enter(ledger);
    windows.finish(permit);
    const before = ledger.todaySpend();
    questions.add(question(), from('team', 70));
    await questions.flush();
    assert.deepEqual(ledger.todaySpend(), { ...before, savedNanoYuan: 70 });
    const file = await ledger.file();
    file.execute('UPDATE daily SET amount_nano = 1 WHERE kind = 0');
    assert.equal(repairDay(file, 20261122), true);
    assert.deepEqual(ledger.todaySpend(), { ...before, savedNanoYuan: 70 });
    assert.deepEqual(ledger.todayCacheUse()?.team, uses(1, 70));
  });

  it('distinguishes unknown savings from zero', async () => {
    const questions = make();
    questions.add(question(), from('memory', undefined));
    questions.add(question(), from('memory', 0));
    questions.add(question(), undefined);
    await questions.flush();
    questions.add(question(), from('memory', undefined));
    await questions.flush();
    assert.deepEqual(ledger.todayCacheUse()?.memory, uses(3, 0, 2));
    assert.deepEqual(ledger.todayCacheUse()?.asked, uses(1));
    const saved = await rows('SELECT saved_nano FROM question ORDER BY id');
    assert.deepEqual(saved, [{ saved_nano: null }, { saved_nano: 0 }, { saved_nano: null }]);
  });

  it('stores a row for each question answered for free, and none for a sent one', async () => {
    const questions = make();
    questions.add(question(), undefined);
    questions.add(question({ feature: 'explain', workspace: 'w', consumer: 'c' }), from('team', 9));
    await questions.flush();
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

  it('counts a question only once when it is added twice', async () => {
    const questions = make();
    const same = question();
    questions.add(same, from('memory', 5));
    questions.add(same, from('memory', 5));
    await questions.flush();
    questions.add(same, from('memory', 5));
    await questions.flush();
    assert.deepEqual(ledger.todayCacheUse()?.memory, uses(1, 5));
  });

  it('counts a question on the user’s day on which it was asked', async () => {
    const questions = make();
    const midnight = Date.parse('2026-11-22T16:00:00Z');
    windows.clock.setWallTime(midnight);
    questions.add(question(), from('joined', 1), midnight - 1);
    questions.add(question(), from('joined', 20));
    await questions.flush();
    assert.deepEqual(ledger.todayCacheUse()?.joined, uses(1, 20));
    windows.clock.setWallTime(midnight - 1);
    assert.deepEqual(ledger.todayCacheUse()?.joined, uses(1, 1));
  });

  it('is written half a second after the first question, in one commit that is reported', async () => {
    const questions = make();
    await ledger.ready();
    for (let index = 0; index < 10; index++) questions.add(question(), from('memory', 1));
    await windows.clock.advance(499);
    assert.deepEqual([written, windows.clock.pendingTimers], [0, 1]);
    await windows.clock.advance(1);
    assert.equal(written, 1);
    assert.deepEqual(ledger.todayCacheUse()?.memory, uses(10, 10));
    assert.equal(windows.clock.pendingTimers, 0);
  });

  it('is written at once when the window closes, and not again', async () => {
    const questions = make();
    await ledger.ready();
    questions.add(question(), undefined);
    await questions.flush();
    assert.deepEqual([written, windows.clock.pendingTimers], [1, 0]);
    await questions.flush();
    assert.equal(written, 1);
  });

  it('is written in several commits when there are many questions', async () => {
    const questions = make();
    for (let index = 0; index < 1_001; index++) questions.add(question(), from('memory', 1));
    await questions.flush();
    assert.equal(written, 3);
    assert.deepEqual(ledger.todayCacheUse()?.memory, uses(1_001, 1_001));
  });

  it('is visible to other windows', async () => {
    const other = windows.make();
    await other.ready();
    other.pollChanges();
    let changes = 0;
    other.onDidChange(() => changes++);
    const questions = make();
    questions.add(question(), from('memory', 8));
    await questions.flush();
    other.pollChanges();
    assert.equal(changes, 1);
    assert.deepEqual(other.todayCacheUse()?.memory, uses(1, 8));
  });

  it('waits for a locked file, and includes what is added meanwhile', async () => {
    const questions = make();
    await ledger.ready();
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    questions.add(question(), undefined);
    await windows.clock.advance(1_000);
    questions.add(question(), undefined);
    assert.equal(written, 0);
    const flushing = questions.flush();
    other.exec('COMMIT');
    other.close();
    await windows.clock.advance(20);
    await flushing;
    assert.deepEqual(ledger.todayCacheUse()?.asked, uses(2));
  });

  it('warns once when it cannot be written, and writes everything with the next question', async () => {
    let isFull = true;
    const full = (): Promise<never> => Promise.reject(new WenxinError('storage', 'no room'));
    const questions = make(() => (isFull ? full() : ledger.file()));
    await ledger.ready();
    questions.add(question(), from('memory', 1));
    await questions.flush();
    questions.add(question(), from('memory', 1));
    await windows.clock.advance(500);
    assert.deepEqual([warnings.length, windows.clock.pendingTimers], [1, 0]);
    isFull = false;
    questions.add(question(), from('memory', 1));
    await windows.clock.advance(500);
    assert.deepEqual(ledger.todayCacheUse()?.memory, uses(3, 3));
    isFull = true;
    questions.add(question(), from('memory', 1));
    await questions.flush();
    assert.equal(warnings.length, 2, 'it began anew');
  });

  it('drops questions beyond 10,000 while it cannot be written', async () => {
    let isFull = true;
    const full = (): Promise<never> => Promise.reject(new WenxinError('storage', 'no room'));
    const questions = make(() => (isFull ? full() : ledger.file()));
    for (let index = 0; index < 10_100; index++) questions.add(question(), undefined);
    await questions.flush();
    isFull = false;
    await questions.flush();
    assert.deepEqual(ledger.todayCacheUse()?.asked, uses(10_000));
  });

  it('is read without scanning questions or attempts', async () => {
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
