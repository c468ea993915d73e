import assert from 'node:assert/strict';
import type { Register } from '../../../src/core/admission.ts';
import { pause } from '../../../src/core/pause.ts';
import { PRIORITY } from '../../../src/core/priority.ts';
import { MemoryRegister } from '../../../src/core/spend/memoryRegister.ts';
import { Urgency } from '../../../src/core/urgency.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { answer, BATCH, type Entering, fail, QueueStage } from './queueStage.ts';

const isIn = ({ permit }: Entering): boolean => permit !== undefined;

describe('A queued question that becomes more urgent', () => {
  let urgency: Urgency;

  beforeEach(() => {
    urgency = new Urgency(PRIORITY.batch);
  });

  /** Admits all waiting attempts one after the other, and returns their order. */
  const order = async (stage: QueueStage, running: Entering, waiting: readonly Entering[]): Promise<string[]> => {
    let current = running;
    for (const _ of waiting) {
      answer(current);
      await stage.clock.advance(0);
      current = waiting.find(({ name }) => name === stage.order.at(-1)) ?? assert.fail();
    }
    return stage.order.slice(1);
  };

  it('goes before other items of its batch and before less urgent questions', async () => {
    const stage = new QueueStage({ maxConcurrency: 1 });
    const running = stage.enter();
    const waiting: Entering[] = [];
    for (const change of [
      BATCH,
      BATCH,
      { ...BATCH, urgency },
      BATCH,
      { cause: 'refresh' },
      { feature: 'explain' },
    ] as const) {
      waiting.push(stage.enter(change));
      await stage.clock.advance(1);
    }
    urgency.raiseTo(PRIORITY.editor);
    assert.deepEqual(await order(stage, running, waiting), [
      'batch 4',
      'explain 7',
      'refresh 6',
      'batch 2',
      'batch 3',
      'batch 5',
    ]);
  });

  it('is ordered by arrival among equally urgent questions', async () => {
    const stage = new QueueStage({ maxConcurrency: 1 });
    const running = stage.enter();
    const waiting: Entering[] = [];
    for (const change of [{}, { ...BATCH, urgency }, BATCH, {}]) {
      await stage.clock.advance(10);
      waiting.push(stage.enter(change));
    }
    await stage.clock.advance(10);
    urgency.raiseTo(PRIORITY.chat);
    assert.deepEqual(await order(stage, running, waiting), ['chat 2', 'batch 3', 'chat 5', 'batch 4']);
  });

  it('takes the slot reserved for people at once, but no other one', async () => {
    const stage = new QueueStage({ maxConcurrency: 2 });
    const [chat] = await stage.enterAll(1);
    answer(chat ?? assert.fail());
    const items = await stage.enterAll(2, BATCH);
    const raised = stage.enter({ ...BATCH, urgency });
    const others = await stage.enterAll(2, BATCH);
    assert.deepEqual([...items, raised].map(isIn), [true, false, false]);
    urgency.raiseTo(PRIORITY.chat);
    await stage.clock.advance(0);
    assert.deepEqual([...items, raised, ...others].map(isIn), [true, false, true, false, false]);
    await stage.clock.advance(5_000);
    assert.deepEqual([...items, raised, ...others].map(isIn), [true, false, true, false, false]);
  });

  it('reports its new position at once and from then on', async () => {
    const stage = new QueueStage({ maxConcurrency: 1 });
    const [running] = await stage.enterAll(2);
    await stage.enterAll(3, BATCH);
    const raised = stage.enter({ ...BATCH, urgency });
    await stage.clock.advance(0);
    assert.equal(raised.waits.at(-1)?.position, 4);
    urgency.raiseTo(PRIORITY.chat);
    await stage.clock.advance(0);
    assert.equal(raised.waits.at(-1)?.position, 1);
    answer(running ?? assert.fail());
    await stage.clock.advance(1_000);
    assert.equal(raised.waits.at(-1)?.position, 0);
  });

  it('waits for the rate limit like others of its urgency', async () => {
    const stage = new QueueStage();
    const [refused] = await stage.enterAll(1);
    fail(refused ?? assert.fail(), 'refused', { retryAfterMs: 10_000 });
    const raised = stage.enter({ ...BATCH, urgency });
    await stage.clock.advance(1_000);
    urgency.raiseTo(PRIORITY.chat);
    await stage.clock.advance(1_000);
    assert.deepEqual([isIn(raised), raised.waits.at(-1)?.why], [false, 'rate']);
    await stage.clock.advance(10_000);
    assert.ok(isIn(raised));
  });

  it('has its raised urgency when it is queued again', async () => {
    const stage = new QueueStage({ maxConcurrency: 1 });
    const running = stage.enter();
    urgency.raiseTo(PRIORITY.chat);
    const waiting = [stage.enter(BATCH), stage.enter({ ...BATCH, urgency })];
    await stage.clock.advance(0);
    assert.deepEqual(await order(stage, running, waiting), ['batch 3', 'batch 2']);
  });

  it('removes its listener when it is admitted, refused or aborted', async () => {
    let listeners = 0;
    const listen = urgency.onDidRaise;
    Object.defineProperty(urgency, 'onDidRaise', {
      value: (...args: Parameters<typeof listen>) => {
        const stop = listen(...args);
        listeners++;
        return () => {
          listeners--;
          stop();
        };
      },
    });
    const stage = new QueueStage({ maxConcurrency: 1, failureThreshold: 1 });
    const [running, givenUp] = await stage.enterAll(3, { ...BATCH, urgency });
    assert.equal(listeners, 2);
    givenUp?.abort(new Error('enough'));
    await stage.clock.advance(0);
    assert.equal(listeners, 1);
    fail(running ?? assert.fail(), 'unreachable');
    await stage.clock.advance(0);
    assert.equal(listeners, 0);
    assert.equal(stage.clock.pendingTimers, 0);
  });

  describe('with a register', () => {
    let clock: VirtualClock;
    let memory: MemoryRegister;
    /** How long the register takes to respond. */
    let takesMs: number;
    let isShortOfMoney: boolean;
    let tries: number;
    let otherWindowWrote: () => void;
    let register: Register;

    beforeEach(() => {
      clock = new VirtualClock();
      memory = new MemoryRegister({ findPrice: () => undefined, clock });
      takesMs = 0;
      isShortOfMoney = false;
      tries = 0;
      register = {
        tryToAdmit: async (...args) => {
          tries++;
          const answered = isShortOfMoney ? ({ why: 'budget' } as const) : await memory.tryToAdmit(...args);
          if (takesMs > 0) await pause(clock, takesMs, new AbortController().signal);
          return answered;
        },
        change: run => memory.change(run),
        watch: listener => {
          otherWindowWrote = listener;
          return () => undefined;
        },
      };
    });

    /** One slot of two is reserved for people, and an item of a batch has the other. */
    const withOneItem = async (): Promise<QueueStage> => {
      const stage = new QueueStage({ maxConcurrency: 2 }, clock, register);
      const chat = stage.enter();
      await clock.advance(0);
      answer(chat);
      assert.ok((await stage.enterAll(1, BATCH)).every(isIn));
      return stage;
    };

    it('is tried alone, since nothing changed for the others', async () => {
      const stage = new QueueStage({ maxConcurrency: 1 }, clock, register);
      await stage.enterAll(3, BATCH);
      stage.enter({ ...BATCH, urgency });
      await stage.enterAll(1, { ...BATCH, model: 'other' });
      const before = tries;
      urgency.raiseTo(PRIORITY.chat);
      await clock.advance(0);
      assert.equal(tries - before, 1);
    });

    it('is tried again when it was held up as part of a batch during the change', async () => {
      const stage = await withOneItem();
      const raised = stage.enter({ ...BATCH, urgency });
      await clock.advance(0);
      takesMs = 10;
      otherWindowWrote();
      await clock.advance(5);
      urgency.raiseTo(PRIORITY.chat);
      await clock.advance(15);
      assert.ok(isIn(raised));
    });

    it('does not block urgent questions when it got the last batch slot during the change', async () => {
      const stage = new QueueStage({ maxConcurrency: 2 }, clock, register);
      const first = stage.enter();
      await clock.advance(0);
      answer(first);
      takesMs = 10;
      const raised = stage.enter({ ...BATCH, urgency });
      await clock.advance(5);
      urgency.raiseTo(PRIORITY.chat);
      await clock.advance(5);
      assert.ok(isIn(raised));
      const chat = stage.enter();
      await clock.advance(10);
      assert.ok(isIn(chat));
    });

    it('is the next to be admitted when the budget was short', async () => {
      isShortOfMoney = true;
      const stage = new QueueStage({ maxConcurrency: 1 }, clock, register);
      const items = await stage.enterAll(2, BATCH);
      const raised = stage.enter({ ...BATCH, urgency });
      await clock.advance(0);
      urgency.raiseTo(PRIORITY.editor);
      isShortOfMoney = false;
      otherWindowWrote();
      await clock.advance(0);
      assert.deepEqual([...items, raised].map(isIn), [false, false, true]);
    });
  });
});
