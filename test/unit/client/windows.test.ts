import assert from 'node:assert/strict';
import type { FlowSettings } from '../../../src/core/flow/admissionCheck.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { LedgerRegister } from '../../../src/core/spend/ledgerRegister.ts';
import { exampleLedger, examplePrice } from '../../support/exampleLedger.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { answer, BATCH, type Entering, fail, QueueStage } from '../flow/queueStage.ts';
import { LedgerWindows } from '../spend/ledgerWindows.ts';

/** Larger than any process id on Linux, macOS or Windows. */
const NO_PROCESS = 2 ** 31 - 1;

const isIn = ({ permit }: Entering): boolean => permit !== undefined;

describe('The windows of one machine', () => {
  let windows: LedgerWindows;
  let settings: Partial<FlowSettings>;

  beforeEach(() => {
    windows = new LedgerWindows();
    settings = {};
  });

  afterEach(() => windows.close());

  async function open(ledger: Ledger = windows.make(), clock = windows.clock): Promise<QueueStage> {
    await ledger.ready();
    const register = new LedgerRegister({
      ledger,
      findPrice: () => examplePrice,
      budgets: () => [],
      clock,
    });
    return new QueueStage(settings, windows.clock, register);
  }

  it('together never send more in a minute than the user allows', async () => {
    settings = { maxConcurrency: 64, requestsPerMinute: 60 };
    const stages = [await open(), await open(), await open()];
    const all = (await Promise.all(stages.map((stage, index) => stage.enterAll(50, index === 0 ? {} : BATCH)))).flat();
    const times: number[] = [];
    const ended = new Set<Entering>();
    for (let step = 0; step < 1_900 && times.length < all.length; step++) {
      await windows.clock.advance(100);
      for (const job of all.filter(each => isIn(each) && !ended.has(each))) {
        times.push(windows.clock.monotonicMs());
        ended.add(job);
        answer(job);
      }
    }
    assert.equal(times.length, 150);
    for (const [index, timeMs] of times.entries()) {
      const within = times.slice(0, index + 1).filter(each => each > timeMs - 60_000);
      assert.ok(within.length <= 60, `${within.length} within a minute`);
    }
  });

  it('together run no more attempts at once than the account may', async () => {
    settings = { maxConcurrency: 3 };
    const stages = [await open(), await open()];
    const all = (await Promise.all(stages.map(stage => stage.enterAll(3)))).flat();
    assert.equal(all.filter(isIn).length, 3);
    answer(all.find(isIn) ?? assert.fail());
    await windows.clock.advance(250);
    assert.equal(all.filter(isIn).length, 4);
  });

  it('let a question of one go before the batch of another', async () => {
    settings = { maxConcurrency: 1 };
    const busy = await open();
    const asking = await open();
    const items = await busy.enterAll(20, BATCH);
    const question = asking.enter();
    await windows.clock.advance(300);
    const running = items.find(isIn) ?? assert.fail();
    answer(running);
    await windows.clock.advance(300);
    assert.ok(isIn(question), 'the question did not wait for the batch');
    assert.equal(items.filter(isIn).length, 1);
    answer(question);
    await windows.clock.advance(3_000);
    assert.equal(items.filter(isIn).length, 2);
  });

  it('learn limits and failures for each other', async () => {
    const stages = [await open(), await open()];
    for (let failure = 0; failure < 5; failure++) {
      const [job] = await (stages[failure % 2] ?? assert.fail()).enterAll(1);
      fail(job ?? assert.fail(), 'unreachable');
    }
    for (const stage of stages) {
      const [refused] = await stage.enterAll(1);
      assert.match(String(refused?.error), /5 times in a row/);
    }
    await windows.clock.advance(60_000);
    const [first] = await (stages[0] ?? assert.fail()).enterAll(1);
    const [second] = await (stages[1] ?? assert.fail()).enterAll(1);
    assert.ok(isIn(first ?? assert.fail()));
    assert.match(String(second?.error), /times in a row/);
  });

  it('remember what was learned for the next session', async () => {
    const ledger = windows.make();
    const first = await open(ledger);
    const [job] = await first.enterAll(1);
    job?.permit?.limits({ requests: 60 });
    answer(job ?? assert.fail());
    await ledger.close();
    const next = await open();
    const all = await next.enterAll(4);
    assert.ok(all.some(({ waits }) => waits[0]?.why === 'rate' && waits[0].requestsPerMinute === 60));
  });

  it('reclaim the slots of a window that died', async () => {
    settings = { maxConcurrency: 1 };
    const dead = exampleLedger({ folder: windows.folder, clock: new VirtualClock() });
    const dying = await open(dead);
    const [held] = await dying.enterAll(1);
    assert.ok(isIn(held ?? assert.fail()));
    const survivor = await open();
    const [waiting] = await survivor.enterAll(1);
    assert.ok(!isIn(waiting ?? assert.fail()));
    const bare = windows.connect();
    bare.prepare('UPDATE window SET pid = ? WHERE id = 1').run(NO_PROCESS);
    bare.close();
    await windows.clock.advance(3_000);
    assert.ok(isIn(waiting ?? assert.fail()));
    await dead.close();
  });
});
