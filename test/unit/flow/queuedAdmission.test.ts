import assert from 'node:assert/strict';
import type { Register } from '../../../src/core/admission.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { pause } from '../../../src/core/pause.ts';
import { MemoryRegister } from '../../../src/core/spend/memoryRegister.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { answer, BATCH, type Entering, fail, QueueStage } from './queueStage.ts';

const isIn = ({ permit }: Entering): boolean => permit !== undefined;

function circuitOf({ error }: Entering): WenxinError {
  assert.ok(error instanceof WenxinError && error.kind === 'circuit', String(error));
  return error;
}

describe('QueuedAdmission', () => {
  it('admits as many at once as configured, and the next as soon as one has ended', async () => {
    const stage = new QueueStage({ maxConcurrency: 2 });
    const all = await stage.enterAll(4);
    assert.deepEqual(all.map(isIn), [true, true, false, false]);
    answer(all[1] ?? assert.fail());
    await stage.clock.advance(0);
    assert.deepEqual(all.map(isIn), [true, true, true, false]);
    fail(all[0] ?? assert.fail(), 'invalid');
    await stage.clock.advance(0);
    assert.ok(all.every(isIn));
  });

  it('refuses attempts while the settings cannot be read, and recovers afterwards', async () => {
    const stage = new QueueStage();
    const { settings } = stage;
    Object.defineProperty(stage, 'settings', { configurable: true, get: () => assert.fail('no settings') });
    const [refused] = await stage.enterAll(1);
    assert.match(String(refused?.error), /no settings/);
    Object.defineProperty(stage, 'settings', { value: settings });
    assert.deepEqual((await stage.enterAll(2)).map(isIn), [true, true]);
    assert.equal(stage.clock.pendingTimers, 0);
  });

  it('yields no waiting event when admitted at once, and the position in the queue otherwise', async () => {
    const stage = new QueueStage({ maxConcurrency: 1 });
    const all = await stage.enterAll(3);
    assert.deepEqual(
      all.map(({ waits }) => waits),
      [[], [{ type: 'waiting', why: 'queue', position: 0 }], [{ type: 'waiting', why: 'queue', position: 1 }]],
    );
    answer(all[0] ?? assert.fail());
    await stage.clock.advance(1_000);
    const last = all[2]?.waits.at(-1);
    assert.equal(last?.position, 0);
  });

  it('admits chat before editor commands, these before refreshes, and these before a batch', async () => {
    const stage = new QueueStage({ maxConcurrency: 1 });
    const running = stage.enter();
    const waiting = ([BATCH, { cause: 'refresh' }, { feature: 'explain' }, {}] as const).map(each => stage.enter(each));
    await stage.clock.advance(0);
    let current: Entering = running;
    for (let turn = 0; turn < 4; turn++) {
      answer(current);
      await stage.clock.advance(0);
      current = waiting.find(({ name }) => name === stage.order.at(-1)) ?? assert.fail();
    }
    assert.deepEqual(stage.order, ['chat 1', 'chat 5', 'explain 4', 'refresh 3', 'batch 2']);
  });

  it('reserves a slot for the next question of a person who asked recently', async () => {
    const stage = new QueueStage({ maxConcurrency: 4 });
    const first = stage.enter();
    await stage.clock.advance(0);
    answer(first);
    const items = await stage.enterAll(6, BATCH);
    assert.equal(items.filter(isIn).length, 3);
    const question = stage.enter();
    await stage.clock.advance(0);
    assert.ok(isIn(question));
    answer(question);
    await stage.clock.advance(121_000);
    assert.equal(items.filter(isIn).length, 4);
  });

  it('reserves a quarter of the slots for people, even where answers are short', async () => {
    const stage = new QueueStage({ maxConcurrency: 8 });
    const first = stage.enter();
    await stage.clock.advance(50);
    answer(first);
    const items = await stage.enterAll(10, BATCH);
    assert.equal(items.filter(isIn).length, 6);
    answer(items[0] ?? assert.fail());
    await stage.clock.advance(0);
    assert.equal(items.filter(isIn).length, 7);
  });

  it('admits others ahead of an attempt that waits for another model’s limit', async () => {
    const stage = new QueueStage({ maxConcurrency: 5 });
    const refused = stage.enter();
    await stage.clock.advance(0);
    fail(refused, 'refused', { retryAfterMs: 10_000 });
    const again = stage.enter();
    const other = stage.enter({ model: 'other' });
    await stage.clock.advance(0);
    assert.deepEqual([isIn(again), isIn(other)], [false, true]);
    await stage.clock.advance(12_000);
    assert.ok(isIn(again));
  });

  it('gives a refused attempt its old place', async () => {
    const stage = new QueueStage({ maxConcurrency: 1 });
    const refused = stage.enter(BATCH);
    await stage.clock.advance(5);
    const later = await stage.enterAll(3, BATCH);
    fail(refused, 'refused');
    const again = stage.enter({ ...BATCH, arrivedAtMs: 0 });
    await stage.clock.advance(2_000);
    assert.ok(isIn(again));
    assert.ok(later.every(job => !isIn(job)));
  });

  it('never sends more in a minute than the user allows', async () => {
    const stage = new QueueStage({ maxConcurrency: 64, requestsPerMinute: 60 });
    const times: number[] = [];
    const all = await stage.enterAll(200, BATCH);
    for (let step = 0; step < 2_400; step++) {
      await stage.clock.advance(100);
      for (const job of all.filter(isIn).slice(times.length)) {
        times.push(stage.clock.monotonicMs());
        answer(job);
      }
    }
    assert.equal(times.length, 200);
    for (const [index, timeMs] of times.entries()) {
      const before = times.slice(0, index + 1).filter(each => each > timeMs - 60_000);
      assert.ok(before.length <= 60, `${before.length} within a minute`);
    }
  });

  it('reports when the rate limit admits the next attempt, and the rate', async () => {
    const stage = new QueueStage({ requestsPerMinute: 60 });
    const [, , waiting] = await stage.enterAll(3);
    const { why, untilMs = 0, requestsPerMinute } = waiting?.waits[0] ?? assert.fail();
    assert.equal(why, 'rate');
    assert.ok(untilMs > stage.clock.now() && untilMs < stage.clock.now() + 2_100, String(untilMs - stage.clock.now()));
    assert.equal(requestsPerMinute, 60);
  });

  it('removes an aborted attempt at once, and continues with the others', async () => {
    const stage = new QueueStage({ maxConcurrency: 1 });
    const [running, leaving, next] = await stage.enterAll(3);
    const reason = new Error('enough');
    leaving?.abort(reason);
    await stage.clock.advance(0);
    assert.equal(leaving?.error, reason);
    answer(running ?? assert.fail());
    await stage.clock.advance(0);
    assert.ok(isIn(next ?? assert.fail()));
    answer(next ?? assert.fail());
    assert.equal(stage.clock.pendingTimers, 0);
  });

  describe('with a slow register', () => {
    let clock: VirtualClock;
    let slow: Register;
    let otherWindowWrote: () => void;

    beforeEach(() => {
      clock = new VirtualClock();
      const memory = new MemoryRegister({ findPrice: () => undefined, clock });
      slow = {
        tryToAdmit: async (...args) => {
          const answer = await memory.tryToAdmit(...args);
          await pause(clock, 10, new AbortController().signal);
          return answer;
        },
        change: run => memory.change(run),
        watch: listener => {
          otherWindowWrote = listener;
          return () => undefined;
        },
      };
    });

    it('notices a slot that becomes free while the register reports that there is none', async () => {
      const stage = new QueueStage({ maxConcurrency: 1 }, clock, slow);
      const first = stage.enter();
      const second = stage.enter();
      await clock.advance(20);
      otherWindowWrote();
      await clock.advance(5);
      answer(first);
      await clock.advance(15);
      assert.ok(isIn(second));
    });

    it('notices a slot that becomes free while another attempt gets the last one', async () => {
      const stage = new QueueStage({ maxConcurrency: 2 }, clock, slow);
      const first = stage.enter();
      await clock.advance(10);
      stage.enter();
      const third = stage.enter();
      await clock.advance(5);
      answer(first);
      await clock.advance(15);
      assert.ok(isIn(third));
    });
  });

  it('refuses with `queue-full` when ten thousand wait', async () => {
    const stage = new QueueStage({ maxConcurrency: 1 });
    await stage.enterAll(1, BATCH);
    const all = await stage.enterAll(10_000, BATCH);
    assert.ok(all.every(({ error }) => error === undefined));
    const [tooMany] = await stage.enterAll(1, BATCH);
    assert.ok(tooMany?.error instanceof WenxinError && tooMany.error.kind === 'queue-full');
    for (const job of all) job.abort(new Error('enough'));
    await stage.clock.advance(0);
    assert.equal(stage.clock.pendingTimers, 0);
  });

  describe('for an endpoint that fails', () => {
    const failFiveTimes = async (stage: QueueStage): Promise<void> => {
      for (let failure = 0; failure < 5; failure++) {
        const [job] = await stage.enterAll(1);
        fail(job ?? assert.fail(), 'unreachable');
      }
    };

    it('refuses at once after several failures in a row, and says when it tries again', async () => {
      const stage = new QueueStage();
      await failFiveTimes(stage);
      const [refused] = await stage.enterAll(1);
      const { retryAfterMs, failures, endpoint } = circuitOf(refused ?? assert.fail()).details;
      assert.deepEqual([retryAfterMs, failures, endpoint], [60_000, 5, 'example']);
    });

    it('refuses waiting attempts too when the circuit opens', async () => {
      const stage = new QueueStage({ maxConcurrency: 1, failureThreshold: 1 });
      const [running, ...waiting] = await stage.enterAll(4);
      fail(running ?? assert.fail(), 'unreachable');
      await stage.clock.advance(0);
      for (const job of waiting) circuitOf(job);
    });

    it('admits exactly one probe when it is due, and all after its first token', async () => {
      const stage = new QueueStage({ maxConcurrency: 8 });
      await failFiveTimes(stage);
      await stage.clock.advance(60_000);
      const [probe, ...others] = await stage.enterAll(4);
      assert.ok(isIn(probe ?? assert.fail()));
      for (const job of others) circuitOf(job);
      probe?.permit?.observe({ type: 'text', text: 'a' });
      const more = await stage.enterAll(2);
      assert.ok(more.every(isIn));
    });

    it('doubles the wait when a probe fails, and admits the next at once when it is cancelled', async () => {
      const stage = new QueueStage();
      await failFiveTimes(stage);
      await stage.clock.advance(60_000);
      const [cancelled] = await stage.enterAll(1);
      cancelled?.permit?.settle('cancelled');
      await stage.clock.advance(1_000);
      const [failing] = await stage.enterAll(1);
      assert.ok(isIn(failing ?? assert.fail()));
      fail(failing ?? assert.fail(), 'busy');
      const [refused] = await stage.enterAll(1);
      assert.equal(circuitOf(refused ?? assert.fail()).details.retryAfterMs, 120_000);
    });

    it('admits a probe at once at the user’s request', async () => {
      const stage = new QueueStage();
      await failFiveTimes(stage);
      const [urged] = await stage.enterAll(1, { consent: { probe: true } });
      assert.ok(isIn(urged ?? assert.fail()));
    });

    it('does not count refusals, invalid questions or a single lost connection as failures', async () => {
      const stage = new QueueStage();
      for (const kind of ['refused', 'invalid', 'credentials', 'connection-lost', 'quota'] as const) {
        for (let time = 0; time < 6; time++) {
          const [job] = await stage.enterAll(1);
          fail(job ?? assert.fail(), kind);
          await stage.clock.advance(61_000);
        }
      }
      const [job] = await stage.enterAll(1);
      assert.equal(job?.error, undefined);
    });

    it('does not affect other models of the endpoint', async () => {
      const stage = new QueueStage();
      await failFiveTimes(stage);
      const [other] = await stage.enterAll(1, { model: 'other' });
      assert.ok(isIn(other ?? assert.fail()));
    });
  });
});
