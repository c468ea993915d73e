import assert from 'node:assert/strict';
import type { Lane, SharedState } from '../../../src/core/admission.ts';
import type { AttemptRecord } from '../../../src/core/spend/attemptRecord.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { exampleAttempt, exampleRequest } from '../../support/exampleRequest.ts';
import { LedgerWindows } from './ledgerWindows.ts';

const LANE: Lane = { account: '', endpoint: 'example', model: 'ernie-test' };

describe('The state that all windows share', () => {
  let windows: LedgerWindows;
  let one: Ledger;
  let other: Ledger;
  let records: Map<number, AttemptRecord>;

  beforeEach(async () => {
    windows = new LedgerWindows();
    records = new Map();
    one = windows.make();
    other = windows.make();
    await Promise.all([one.ready(), other.ready()]);
  });

  afterEach(() => windows.close());

  /** Reads or changes the shared state in a transaction of that window. */
  function within<T>(ledger: Ledger, run: (shared: SharedState) => T): T {
    const result: { value?: T } = {};
    ledger.change(shared => (result.value = run(shared)));
    if (!('value' in result)) assert.fail('the file was not free');
    return result.value;
  }

  /** Opens an attempt and returns its id. */
  async function send(ledger: Ledger, lane: Lane = LANE): Promise<number> {
    const { signal } = new AbortController();
    const endpoint = { ...exampleAttempt().endpoint, name: lane.endpoint };
    const request = exampleAttempt({ endpoint, model: lane.model });
    const { account } = lane;
    const attempt = { request, account, price: undefined, inputTokens: 1, reservedNanoYuan: 0, waitMs: 0 };
    const record = await ledger.admit(
      exampleRequest(),
      [],
      () => ({ attempt, pass: () => undefined }),
      () => 0,
      signal,
    );
    if (record === undefined) assert.fail('it has to wait');
    records.set(record.id, record);
    return record.id;
  }

  /** Settles an attempt as failed. */
  function end(ledger: Ledger, id: number): void {
    const { questionId, endpoint, model } = exampleAttempt();
    const usage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
    const what = { questionId, endpoint: endpoint.name, model, usage, amountNanoYuan: 0, totalMs: 1 };
    ledger.settle(
      records.get(id) ?? assert.fail('nobody sent it'),
      { ...what, source: 'estimate', outcome: 'failed' },
      undefined,
    );
  }

  it('contains the current time', () => {
    assert.equal(
      within(one, ({ nowMs }) => nowMs),
      windows.clock.now(),
    );
  });

  describe('about open attempts', () => {
    const open = (ledger: Ledger, lane = LANE): unknown => within(ledger, shared => shared.open(lane));

    it('counts those of an account and of a lane in all windows', async () => {
      assert.deepEqual(open(one), { account: 0, lane: 0 });
      await send(one);
      const id = await send(other);
      for (const ledger of [one, other]) assert.deepEqual(open(ledger), { account: 2, lane: 2 });
      end(other, id);
      for (const ledger of [one, other]) assert.deepEqual(open(ledger), { account: 1, lane: 1 });
    });

    it('counts each lane separately, and an account over all its lanes', async () => {
      await send(one);
      await send(one, { ...LANE, model: 'ernie-lite' });
      await send(other, { ...LANE, endpoint: 'second' });
      await send(other, { ...LANE, account: 'team' });
      assert.deepEqual(open(one), { account: 3, lane: 1 });
      assert.deepEqual(open(one, { ...LANE, account: 'team' }), { account: 1, lane: 1 });
      assert.deepEqual(open(one, { ...LANE, account: 'nobody' }), { account: 0, lane: 0 });
    });

    it('says whether an attempt is still open, whichever window opened it', async () => {
      const id = await send(one);
      const isOpen = (ledger: Ledger): boolean => within(ledger, shared => shared.isOpen(id));
      assert.deepEqual([isOpen(one), isOpen(other)], [true, true]);
      end(one, id);
      assert.deepEqual([isOpen(one), isOpen(other)], [false, false]);
      assert.equal(
        within(one, shared => shared.isOpen(12_345)),
        false,
      );
    });
  });

  describe('about a lane', () => {
    it('is what any window stored last', () => {
      assert.equal(
        within(one, shared => shared.lane(LANE)),
        undefined,
      );
      within(one, shared => shared.keepLane(LANE, { rate: 1 }));
      assert.deepEqual(
        within(other, shared => shared.lane(LANE)),
        { rate: 1 },
      );
      within(other, shared => shared.keepLane(LANE, { rate: 2 }));
      for (const ledger of [one, other]) {
        assert.deepEqual(
          within(ledger, shared => shared.lane(LANE)),
          { rate: 2 },
        );
      }
    });

    it('is separate from every other lane', () => {
      within(one, shared => shared.keepLane(LANE, { rate: 1 }));
      for (const lane of [
        { ...LANE, account: 'team' },
        { ...LANE, endpoint: 'second' },
        { ...LANE, model: 'ernie-lite' },
      ]) {
        assert.equal(
          within(one, shared => shared.lane(lane)),
          undefined,
        );
      }
    });

    it('is kept after all windows were closed', async () => {
      within(one, shared => shared.keepLane(LANE, { rate: 3 }));
      await windows.close();
      const later = windows.make();
      await later.ready();
      assert.deepEqual(
        within(later, shared => shared.lane(LANE)),
        { rate: 3 },
      );
    });

    it('is undefined when it cannot be parsed', () => {
      within(one, shared => shared.keepLane(LANE, { rate: 1 }));
      const file = windows.connect();
      file.exec(`UPDATE lane SET json = '{"rate":'`);
      file.close();
      assert.equal(
        within(other, shared => shared.lane(LANE)),
        undefined,
      );
    });

    it('is unchanged after a transaction was rolled back', async () => {
      within(one, shared => shared.keepLane(LANE, { rate: 1 }));
      const failing = one.admit(
        exampleRequest(),
        [],
        shared => {
          shared.keepLane(LANE, { rate: 2 });
          throw new Error('undone');
        },
        () => 0,
        new AbortController().signal,
      );
      await assert.rejects(failing, /undone/);
      for (const ledger of [one, other]) {
        assert.deepEqual(
          within(ledger, shared => shared.lane(LANE)),
          { rate: 1 },
        );
      }
    });
  });

  describe('about questions that a person waits for', () => {
    const seen = (ledger: Ledger): ReturnType<SharedState['interactive']> =>
      within(ledger, shared => shared.interactive());
    const note = (ledger: Ledger, isWaiting: boolean): void =>
      within(ledger, shared => shared.noteInteractive(isWaiting));

    it('has the time of the last one from any window', async () => {
      assert.deepEqual(seen(one), { seenAtMs: 0, waitsElsewhere: false });
      note(one, false);
      const firstMs = windows.clock.now();
      assert.equal(seen(other).seenAtMs, firstMs);
      await windows.clock.advance(5_000);
      note(other, false);
      assert.equal(seen(one).seenAtMs, firstMs + 5_000);
      assert.equal(seen(one).waitsElsewhere, false);
    });

    it('says that another window waits with one, as long as that window reports it', async () => {
      note(one, true);
      assert.deepEqual([seen(one).waitsElsewhere, seen(other).waitsElsewhere], [false, true]);
      note(one, false);
      assert.equal(seen(other).waitsElsewhere, false);
      note(one, true);
      await windows.clock.advance(1_999);
      assert.equal(seen(other).waitsElsewhere, true);
      await windows.clock.advance(1);
      assert.equal(seen(other).waitsElsewhere, false);
    });

    it('is updated by the same window only after more than half a second', async () => {
      note(one, true);
      const firstMs = windows.clock.now();
      await windows.clock.advance(500);
      note(one, true);
      assert.equal(seen(other).seenAtMs, firstMs);
      await windows.clock.advance(1);
      note(one, true);
      assert.equal(seen(other).seenAtMs, firstMs + 501);
    });

    it('blocks nothing after the clock was set back', () => {
      note(one, true);
      windows.clock.setWallTime(windows.clock.now() - 3_600_000);
      assert.equal(seen(other).waitsElsewhere, false);
      note(one, true);
      assert.deepEqual(seen(other), { seenAtMs: windows.clock.now(), waitsElsewhere: true });
    });

    it('is removed with the window that reported it', async () => {
      note(one, true);
      await one.close();
      assert.deepEqual(seen(other), { seenAtMs: 0, waitsElsewhere: false });
    });
  });
});
