import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LearnedLimits } from '../../../../src/core/flow/limits/learnedLimits.ts';
import { BATCH, SETTINGS, T, ask, fresh, reread, waitMs } from './exampleLane.ts';

describe('Stored limits', () => {
  /** Returns limits in which every field has been used. */
  function experienced(): LearnedLimits {
    const limits = fresh();
    for (let call = 0; call < 12_000; call++) ask(limits, T + 10 * call);
    const nowMs = T + 120_000;
    limits.told({ requests: 7_200, tokens: 9_000_000 }, nowMs);
    limits.failed(limits.sent(SETTINGS, BATCH, nowMs), nowMs);
    for (const afterMs of [0, 500, 700]) limits.refused(limits.sent(SETTINGS, BATCH, nowMs + afterMs), nowMs + afterMs);
    return limits;
  }

  it('behave like the limits they were made from', () => {
    const limits = experienced();
    const again = reread(limits);
    assert.deepEqual(JSON.parse(JSON.stringify(again)), JSON.parse(JSON.stringify(limits)));
    for (const at of [120_700, 121_000, 150_000])
      assert.equal(again.dueMs(SETTINGS, BATCH, T + at), limits.dueMs(SETTINGS, BATCH, T + at));
    assert.equal(again.concurrency(SETTINGS), limits.concurrency(SETTINGS));
    assert.equal(again.holdMs, limits.holdMs);
  });

  it('are small', () => {
    const { length } = JSON.stringify(experienced());
    assert.ok(length < 1_500, `${length} characters`);
  });

  it('do not change with the limits they were made from', () => {
    const limits = experienced();
    const kept = limits.toJSON();
    const before = JSON.stringify(kept);
    ask(limits, T + 121_000);
    ask(LearnedLimits.from(kept), T + 121_000);
    assert.equal(JSON.stringify(kept), before);
  });

  it('may be passed as an instance, which is returned', () => {
    const limits = fresh();
    assert.equal(LearnedLimits.from(limits), limits);
  });

  it('are ignored when they are damaged or from another version', () => {
    const good = JSON.parse(JSON.stringify(experienced())) as Record<string, unknown>;
    const rate = good['rate'] as object;
    const concurrency = good['concurrency'] as object;
    for (const kept of [
      null,
      42,
      'x',
      [],
      {},
      { ...good, version: 2 },
      { ...good, rate: null },
      { ...good, rate: { ...rate, rate: -1 } },
      { ...good, rate: { ...rate, rate: '5' } },
      { ...good, rate: { ...rate, holdMs: 0 } },
      { ...good, concurrency: { ...concurrency, limit: 0 } },
      { ...good, concurrency: { ...concurrency, baseMs: null } },
      { ...good, pauseUntilMs: undefined },
    ])
      assert.deepEqual(LearnedLimits.from(kept).toJSON(), fresh().toJSON(), JSON.stringify(kept));
  });

  it('are harmless with any one number damaged', () => {
    const text = JSON.stringify(experienced());
    const numbers = [...text.matchAll(/-?\d+(?:\.\d+)?/g)].map(({ index, 0: found }) => ({ index, found }));
    const damage = fc.record({
      place: fc.constantFrom(...numbers),
      by: fc.constantFrom('-1', '1e308', '0', 'null', '9007199254740991', '0.5', '"x"', '[]'),
    });
    fc.assert(
      fc.property(damage, ({ place: { index, found }, by }) => {
        const damaged = text.slice(0, index) + by + text.slice(index + found.length);
        const limits = LearnedLimits.from(JSON.parse(damaged), () => 0.5);
        for (let call = 0; call < 30; call++) {
          const nowMs = T + 130_000 + 10_000 * call;
          ask(limits, nowMs);
          limits.refused(limits.sent(SETTINGS, BATCH, nowMs), nowMs);
          const wait = waitMs(limits, nowMs);
          assert.ok(wait >= 0 && wait <= 61_301, `${wait}`);
          assert.ok(limits.concurrency(SETTINGS) >= 1 && limits.concurrency(SETTINGS) <= 64);
        }
      }),
    );
  });
});
