import assert from 'node:assert/strict';
import type { DatabaseSync } from 'node:sqlite';
import type { BatchStore } from '../../../src/core/batch/batchStore.ts';
import type { Item } from '../../../src/core/batch/item.ts';
import type { AttemptRequest } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { COST } from '../spend/ledgerWindows.ts';
import { damageFile } from './damageFile.ts';
import { DONE, exampleItems, exampleJob, FAILED, leaseOf, requestOf, StoreWindows } from './storeWindows.ts';

describe('The result of an item and its booking', () => {
  let windows: StoreWindows;
  let store: BatchStore;
  let ledger: Ledger;
  let runner: number;

  beforeEach(async () => {
    windows = new StoreWindows();
    ({ store, ledger } = await windows.make());
    await store.add(exampleJob(), exampleItems(5));
    runner = await store.enter('job-1');
  });

  afterEach(() => windows.close());

  async function claimOne(): Promise<Item> {
    const [item] = await store.claim('job-1', runner, 1);
    return item ?? assert.fail('no item waits');
  }

  /** Holds the write lock, as another process would, until the connection is closed. */
  function lock(): DatabaseSync {
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    return other;
  }

  /** Returns the state of each item in the file, and the questions that are booked as answered. */
  function there(): { readonly states: string[]; readonly booked: string[] } {
    return {
      states: store.items('job-1', { limit: 9 }).map(({ state }) => state),
      booked: ledger
        .bookings(9)
        .filter(({ outcome }) => outcome === 'ok')
        .map(({ questionId }) => questionId),
    };
  }

  it('are written together, also after a lock', async () => {
    const item = await claimOne();
    const permit = await windows.windows.enter(ledger, undefined, requestOf(item));
    const other = lock();
    windows.answer(permit, 'late');
    await windows.clock.advance(4_000);
    assert.deepEqual(there(), { states: ['running', 'waiting', 'waiting', 'waiting', 'waiting'], booked: [] });
    other.close();
    await windows.clock.advance(300);
    assert.deepEqual([there().states[0], there().booked], ['done', [item.questionId]]);
  });

  it('are written before a later change, so that a runner that leaves does not overtake its answer', async () => {
    const next = await windows.make();
    const item = await claimOne();
    const permit = await windows.windows.enter(ledger, undefined, requestOf(item));
    const other = lock();
    windows.answer(permit, 'late');
    // The outbox already retries slowly by now, while leaving retries quickly.
    await windows.clock.advance(1_000);
    const second = store.leave(runner).then(() => next.store.claim('job-1', 77, 9));
    other.close();
    await windows.clock.advance(300);
    assert.equal((await second).length, 4);
    assert.equal(store.item('job-1', 1)?.state, 'done');
  });

  it('are written before a waiting change when the attempt ends meanwhile', async () => {
    const next = await windows.make();
    const item = await claimOne();
    const permit = await windows.windows.enter(ledger, undefined, requestOf(item));
    const other = lock();
    const second = store.giveBack(leaseOf(item), true).then(() => next.store.claim('job-1', 77, 9));
    await windows.clock.advance(1_000);
    windows.answer(permit, 'late');
    // Giving back retries slowly by now as well.
    await windows.clock.advance(1_000);
    other.close();
    await windows.clock.advance(300);
    assert.equal((await second).length, 4);
    assert.equal(store.item('job-1', 1)?.state, 'done');
  });

  it('reject a change that would overtake them with `storage` while the file is locked', async () => {
    const item = await claimOne();
    const permit = await windows.windows.enter(ledger, undefined, requestOf(item));
    const other = lock();
    windows.answer(permit, 'late');
    const refused = assert.rejects(
      store.giveBack(leaseOf(item), true),
      (error: unknown) => error instanceof WenxinError && error.kind === 'storage',
    );
    await windows.clock.advance(6_000);
    await refused;
    other.close();
    await windows.clock.advance(300);
    assert.equal(store.item('job-1', 1)?.state, 'done');
  });

  it('are written together after the transaction was rolled back once', async () => {
    const item = await claimOne();
    const full = Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
    const request = requestOf(item);
    let calls = 0;
    const onSettle: AttemptRequest['onSettle'] = (...given) => {
      request.onSettle?.(...given);
      if (++calls === 1) throw full;
    };
    windows.answer(await windows.windows.enter(ledger, undefined, { ...request, onSettle }), 'answer');
    assert.deepEqual([there().states[0], there().booked], ['running', []]);
    await windows.clock.advance(300);
    assert.deepEqual([there().states[0], there().booked, calls], ['done', [item.questionId], 2]);
    assert.equal(store.job('job-1')?.amountNanoYuan, COST);
  });

  const mistakes: readonly (readonly [what: string, run: AttemptRequest['onSettle']])[] = [
    ['a mistake', () => assert.fail('a mistake')],
    [
      'a value that the table does not take',
      database => {
        database.statement("UPDATE batch_item SET state = 3, custom_id = 'half done' WHERE number = 1").run();
        database.statement('UPDATE batch_item SET number = NULL').run();
      },
    ],
    ['a table that is not there', database => void database.statement('SELECT * FROM nowhere').get()],
  ];
  for (const [what, onSettle] of mistakes) {
    it(`leave the booking alone after ${what}, which is said, and hold up nobody`, async () => {
      const [first, second] = [await claimOne(), await claimOne()];
      windows.answer(
        await windows.windows.enter(ledger, undefined, { ...requestOf(first), ...(onSettle && { onSettle }) }),
        'answer',
      );
      await windows.ask(ledger, second);
      assert.deepEqual(there().states, ['running', 'done', 'waiting', 'waiting', 'waiting']);
      assert.equal(there().booked.length, 2);
      assert.equal(store.item('job-1', 1)?.customId, 'c1');
      assert.match(windows.windows.errors.join(), /The result of attempt \d+ is not written/);
      // The runner sees that, and can record a failure.
      await store.finish(leaseOf(first), FAILED);
      assert.equal(store.item('job-1', 1)?.state, 'failed');
    });
  }

  it('are reported for cancelled and failed attempts too', async () => {
    const item = await claimOne();
    const heard: string[] = [];
    const onSettle: AttemptRequest['onSettle'] = (_, { outcome }, { text, finish }) => {
      heard.push(`${outcome} ${text} ${String(finish)}`);
    };
    for (const outcome of ['failed', 'cancelled'] as const) {
      const permit = await windows.windows.enter(ledger, undefined, { ...requestOf(item), onSettle });
      permit.observe({ type: 'text', text: 'half' });
      permit.settle(outcome);
    }
    assert.deepEqual(heard, ['failed half undefined', 'cancelled half undefined']);
  });

  it('are written together to a new file when the old one was damaged during the request', async () => {
    const [first, second, third] = [await claimOne(), await claimOne(), await claimOne()];
    await windows.ask(ledger, first);
    const permit = await windows.windows.enter(ledger, undefined, requestOf(second));
    const late = await windows.windows.enter(ledger, undefined, requestOf(third));
    damageFile(windows.windows.folder, 'daily');
    // This write detects the damage.
    windows.answer(permit, 'second');
    await ledger.ready();
    assert.deepEqual(there().states, ['done', 'done', 'running', 'waiting', 'waiting']);
    windows.answer(late, 'third');
    assert.deepEqual(there().states, ['done', 'done', 'done', 'waiting', 'waiting']);
    assert.equal(there().booked.length, 3);
    const amounts = store.items('job-1', { states: ['done'], limit: 9 }).map(({ amountNanoYuan }) => amountNanoYuan);
    assert.deepEqual(amounts, [COST, COST, COST]);
    assert.deepEqual(store.job('job-1')?.counts, {
      total: 5,
      waiting: 2,
      running: 0,
      done: 3,
      failed: 0,
      cancelled: 0,
    });
    assert.equal(store.job('job-1')?.amountNanoYuan, 3 * COST);
    // The runner and its lease exist there as well.
    assert.equal((await store.claim('job-1', runner, 9)).length, 2);
  });

  it('are recovered from a damaged file, and the items of a dead process wait again', async () => {
    const [first, second] = [await claimOne(), await claimOne()];
    await windows.ask(ledger, first);
    await store.finish(leaseOf(second), DONE);
    await claimOne();
    await windows.windows.close();
    const file = windows.connect();
    file.exec("UPDATE batch_runner SET pid = 4194305; INSERT INTO batch_part VALUES('job-1', 1, 0, 5, '{}')");
    file.close();
    damageFile(windows.windows.folder, 'daily');
    const saved = await windows.make();
    const job = saved.store.job('job-1');
    assert.deepEqual([job?.counts.total, job?.counts.done, job?.counts.running], [5, 2, 1]);
    assert.equal(job?.amountNanoYuan, COST);
    const done = saved.store.item('job-1', 1)?.outcome;
    assert.equal(done?.state === 'done' && done.answer.text, 'answer 1');
    const other = await saved.store.enter('job-1');
    assert.equal((await saved.store.claim('job-1', other, 9)).length, 3);
    const database = await saved.ledger.file();
    assert.equal(database.statement('SELECT reserved_nano AS n FROM batch_part').get()?.['n'], 5);
  });

  it('are recovered if readable: an unreadable answer makes its item wait, an unreadable job is dropped', async () => {
    const [first, second] = [await claimOne(), await claimOne()];
    await windows.ask(ledger, first);
    await windows.ask(ledger, second);
    await store.add(exampleJob({ id: 'job-2' }), exampleItems(5));
    await store.change('job-1', { state: 'paused', pause: { reason: 'person' } });
    await store.close();
    await windows.windows.close();
    const file = windows.connect();
    file.exec(`UPDATE batch_item SET outcome = substr(outcome, 1, 9), source = '{' WHERE job = 'job-1' AND number = 2;
      UPDATE batch_job SET json = '{' WHERE id = 'job-2'`);
    file.close();
    damageFile(windows.windows.folder, 'daily');
    const saved = await windows.make();
    assert.deepEqual(
      saved.store.jobs().map(({ id, state, counts }) => [id, state, counts.done, counts.waiting]),
      [['job-1', 'paused', 1, 4]],
    );
    const again = saved.store.item('job-1', 2);
    assert.ok(again && !('outcome' in again) && !('source' in again) && !('ended' in again));
    await saved.store.add(exampleJob({ id: 'job-2' }), exampleItems(7));
    assert.equal(saved.store.job('job-2')?.counts.total, 7);
  });

  it('survive when a change detects the damage', async () => {
    const item = await claimOne();
    damageFile(windows.windows.folder, 'batch_item_runner');
    await store.leave(runner);
    assert.equal(store.item('job-1', 1)?.state, 'waiting');
    assert.equal(store.item('job-1', 1)?.questionId, item.questionId);
  });

  it('prevent sending while the ledger cannot be written, even with consent for that', async () => {
    const item = await claimOne();
    const other = lock();
    const consent = { allowance: 'unpriced' } as const;
    const asked = assert.rejects(
      windows.windows.enter(ledger, undefined, { ...requestOf(item), consent }),
      (error: unknown) => error instanceof WenxinError && error.kind === 'storage',
    );
    await windows.clock.advance(6_000);
    await asked;
    other.close();
    await windows.clock.advance(300);
    assert.equal(ledger.bookings(9).length, 0);
  });
});
