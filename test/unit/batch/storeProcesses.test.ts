import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { BatchStore } from '../../../src/core/batch/batchStore.ts';
import { spentOnBatch } from '../../../src/core/spend/budgetRows.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { countOf } from '../../support/counts.ts';
import { exampleLedger } from '../../support/exampleLedger.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { COST } from '../spend/ledgerWindows.ts';
import { exampleItems, exampleJob } from './storeWindows.ts';

const KILLS = countOf(20, 200);
/** More than the killed processes finish, though one of a pair works while the other one starts. */
const ITEMS = KILLS * 80;

/** A busy machine needs more kills until enough items are finished between them. */
const MOST_KILLS = KILLS * 10;

describe('The batch store with several processes', function () {
  this.timeout(180_000 + KILLS * 3_000);

  let folder: string;
  let ledger: Ledger;
  let store: BatchStore;
  let children: ChildProcess[];

  beforeEach(async () => {
    folder = temporaryFolder();
    const clock = new VirtualClock(Date.now());
    ledger = exampleLedger({ folder, clock });
    store = new BatchStore(ledger, spentOnBatch, clock);
    await ledger.ready();
    children = [];
  });

  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await ledger.close();
  });

  /** Starts a process, and waits until it is at work. */
  async function start(what: 'claim' | 'work' | 'finish' | 'add'): Promise<ChildProcess> {
    const child = fork(join(import.meta.dirname, 'storeProcess.ts'), [folder, what], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    children.push(child);
    const [heard] = (await once(child, 'message')) as unknown[];
    assert.equal(heard, what === 'add' ? 'adding' : 'entered');
    return child;
  }

  async function kill(child: ChildProcess): Promise<void> {
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
  }

  it('gives each item to one process', async () => {
    await store.add(exampleJob(), exampleItems(300));
    const claimed = async (): Promise<number[]> => {
      const child = await start('claim');
      const [numbers] = (await once(child, 'message')) as number[][];
      return numbers ?? [];
    };
    const numbers = (await Promise.all([claimed(), claimed(), claimed()])).flat();
    assert.deepEqual(
      numbers.sort((one, other) => one - other),
      exampleItems(300).map((_, index) => index + 1),
    );
  });

  it(`has every item answered and paid once after ${KILLS} kills or more at random moments, and what was lost booked as lost`, async () => {
    await store.add(exampleJob(), exampleItems(ITEMS));
    const random = seededRandom(9);
    const done = (): number => store.job('job-1')?.counts.done ?? 0;
    let kills = 0;
    for (; kills < KILLS || (done() <= KILLS && kills < MOST_KILLS); kills += 2) {
      // One process is killed while another one writes.
      for (const child of await Promise.all([start('work'), start('work')])) {
        await setTimeout(random() * 40);
        await kill(child);
      }
    }
    const before = store.job('job-1')?.counts;
    assert.ok(before && before.done > KILLS && before.waiting > 0, JSON.stringify(before));
    const last = await start('finish');
    assert.deepEqual((await once(last, 'exit'))[0], 0);

    const job = store.job('job-1');
    assert.deepEqual(job?.counts, { total: ITEMS, waiting: 0, running: 0, done: ITEMS, failed: 0, cancelled: 0 });
    assert.equal(job.runners, 0);
    const entries = ledger.bookings(100_000);
    const byQuestion = new Map(entries.map(entry => [entry.questionId, entry]));
    assert.equal(byQuestion.size, entries.length);
    const items = store.items('job-1', { limit: ITEMS });
    for (const { number, questionId = '', amountNanoYuan, outcome } of items) {
      assert.ok(outcome?.state === 'done');
      assert.equal(outcome.answer.text, `answer ${number}`);
      assert.deepEqual([byQuestion.get(questionId)?.outcome, amountNanoYuan], ['ok', COST], `item ${number}`);
      assert.equal(byQuestion.get(questionId)?.amountNanoYuan, COST);
    }
    const others = entries.filter(({ outcome }) => outcome !== 'ok');
    assert.equal(entries.length - others.length, ITEMS);
    // Each process had at most one open attempt.
    assert.ok(others.length > 0 && others.length <= kills, `${others.length} lost`);
    assert.ok(others.every(({ outcome }) => outcome === 'lost'));
    const amount = entries.reduce((sum, { amountNanoYuan = NaN }) => sum + amountNanoYuan, 0);
    assert.equal(job.amountNanoYuan, amount);
  });

  it('never shows a job whose process was killed while adding it, and removes all of it', async () => {
    const random = seededRandom(10);
    for (let kills = 0; kills < 3; kills++) {
      const child = await start('add');
      await setTimeout(random() * 100);
      await kill(child);
      assert.deepEqual(store.jobs(), []);
      await store.tidy();
      assert.deepEqual(store.withoutJob(['big']), ['big']);
    }
    const database = await ledger.file();
    for (const table of ['batch_item', 'batch_count', 'batch_runner']) {
      assert.equal(database.statement(`SELECT count(*) AS n FROM ${table}`).get()?.['n'], 0, table);
    }
  });
});
