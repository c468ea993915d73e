import assert from 'node:assert/strict';
import type { Entry, Hold, Lane, Pass, SharedState } from '../../../src/core/admission.ts';
import { MemoryRegister } from '../../../src/core/spend/memoryRegister.ts';
import { examplePrice } from '../../support/exampleLedger.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const LANE: Lane = { account: 'mine', endpoint: 'example', model: 'ernie-test' };
const OTHER_LANE: Lane = { ...LANE, model: 'ernie-lite' };

describe('MemoryRegister', () => {
  let clock: VirtualClock;
  let register: MemoryRegister;

  beforeEach(() => {
    clock = new VirtualClock();
    register = new MemoryRegister({ findPrice: () => examplePrice, clock });
  });

  const { signal } = new AbortController();
  const tryToAdmit = (check: () => Pass | Hold, lane = LANE): Promise<Entry | Hold> =>
    register.tryToAdmit(exampleAttempt(), lane, check, signal);

  async function admit(lane = LANE): Promise<Entry> {
    const entry = await tryToAdmit(() => () => undefined, lane);
    return 'id' in entry ? entry : assert.fail('it is held up');
  }

  function shared<T>(run: (state: SharedState) => T): T {
    const result: { value?: T } = {};
    register.change(state => (result.value = run(state)));
    return result.value as T;
  }

  const open = (lane = LANE): unknown => shared(state => state.open(lane));

  it('admits an attempt under the id that it passes to its check', async () => {
    const heard: number[] = [];
    const ids: number[] = [];
    for (let attempt = 0; attempt < 2; attempt++) {
      const entry = await tryToAdmit(() => id => void heard.push(id));
      if ('id' in entry) ids.push(entry.id);
    }
    assert.deepEqual(heard, ids);
    assert.equal(new Set(ids).size, 2);
  });

  it('returns what holds an attempt up, and counts nothing then', async () => {
    const hold: Hold = { why: 'rate', untilMs: 7 };
    assert.equal(await tryToAdmit(() => hold), hold);
    const error = new Error('circuit');
    await assert.rejects(
      tryToAdmit(() => {
        throw error;
      }),
      error,
    );
    assert.deepEqual(open(), { account: 0, lane: 0 });
  });

  it('does not call the check after an abort', async () => {
    const reason = new Error('enough');
    const late = register.tryToAdmit(exampleAttempt(), LANE, () => assert.fail('asked'), AbortSignal.abort(reason));
    await assert.rejects(late, reason);
  });

  it('counts open attempts by account and lane until they are settled, each once', async () => {
    const entry = await admit();
    const other = await admit(OTHER_LANE);
    await admit({ ...LANE, account: 'yours' });
    assert.deepEqual(
      [open(), open(OTHER_LANE)],
      [
        { account: 2, lane: 1 },
        { account: 2, lane: 1 },
      ],
    );
    assert.equal(
      shared(state => state.isOpen(entry.id)),
      true,
    );
    for (let time = 0; time < 2; time++) entry.settle('ok', undefined, () => undefined);
    assert.deepEqual(open(), { account: 1, lane: 0 });
    assert.equal(
      shared(state => state.isOpen(entry.id)),
      false,
    );
    other.settle('failed', undefined, () => undefined);
    assert.deepEqual(open(OTHER_LANE), { account: 0, lane: 0 });
  });

  it('books the cost of an attempt, and runs the change of the shared state after closing it', async () => {
    const entry = await admit();
    entry.answerStarted('as-1');
    entry.observe({ type: 'text', text: '你好' });
    const usage = { inputTokens: 10, cachedInputTokens: 0, outputTokens: 5, reasoningTokens: 0 };
    entry.observe({ type: 'done', finish: 'stop', usage });
    let seen: unknown;
    const booking = entry.settle('ok', undefined, (state, { amountNanoYuan }) => {
      seen = [amountNanoYuan, state.open(LANE)];
      state.keepLane(LANE, { rate: 1 });
    });
    assert.equal(booking.amountNanoYuan, 10 * 800 + 5 * 3_200);
    assert.deepEqual(seen, [10 * 800 + 5 * 3_200, { account: 0, lane: 0 }]);
    assert.deepEqual(
      shared(state => state.lane(LANE)),
      { rate: 1 },
    );
  });

  it('never shortens an answer, since there is no budget', async () => {
    assert.equal((await admit()).limited, undefined);
  });

  it('stores the state of each lane unchanged', () => {
    const kept = { rate: 1 };
    shared(state => state.keepLane(LANE, kept));
    assert.equal(
      shared(state => state.lane(LANE)),
      kept,
    );
    assert.equal(
      shared(state => state.lane(OTHER_LANE)),
      undefined,
    );
  });

  it('knows when a person last asked, and that no other window waits', async () => {
    assert.deepEqual(
      shared(state => state.interactive()),
      { seenAtMs: -Infinity, waitsElsewhere: false },
    );
    await clock.advance(3_000);
    shared(state => state.noteInteractive(true));
    const seenAtMs = clock.now();
    await clock.advance(3_000);
    assert.deepEqual(
      shared(state => state.interactive()),
      { seenAtMs, waitsElsewhere: false },
    );
    assert.equal(
      shared(({ nowMs }) => nowMs),
      clock.now(),
    );
  });
});
