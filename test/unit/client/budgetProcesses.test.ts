import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { findModel } from '../../../src/core/qianfan/catalogue.ts';
import { worstCaseOf } from '../../../src/core/spend/prices.ts';
import { inputBound } from '../../../src/core/tokens.ts';
import { countOf } from '../../support/counts.ts';
import { startSimulator, type Simulator } from '../../support/simulator/simulator.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import type { Endings, Order } from './spendingProcess.ts';

const PROCESSES = 3;
const QUESTIONS = 334;
/** The number of questions that a budget pays for. */
const AFFORDABLE = 100;
const CANCELS = countOf(300, 3_334);

/** All questions have the length of this one. */
const QUESTION = '1000000';
const price = findModel('ernie-5.1')?.price;
assert.ok(price);
/** The most that one question can cost. */
const WORST = worstCaseOf(price, inputBound([{ role: 'user', content: QUESTION }]), 256);

describe('A budget of three processes', function () {
  // A busy machine needs time to start them, and to ask a thousand questions.
  this.timeout(countOf(180_000, 900_000));

  let simulator: Simulator;
  let children: ChildProcess[];
  let file: DatabaseSync;

  beforeEach(async () => {
    simulator = await startSimulator();
    // Longer than the limit of each question, so that every answer is cut off there.
    simulator.script({ answer: { text: '预算'.repeat(1_000) } }, 'always');
    children = [];
    const folder = temporaryFolder();
    for (let index = 1; index <= PROCESSES; index++) {
      const words = [folder, simulator.baseUrl, simulator.key, String(index)];
      const execArgv = ['--disable-warning=ExperimentalWarning'];
      children.push(fork(join(import.meta.dirname, 'spendingProcess.ts'), words, { execArgv }));
    }
    for (const child of children) await once(child, 'message');
    file = new DatabaseSync(join(folder, 'wenxin.1.db'));
  });

  afterEach(async () => {
    file.close();
    for (const child of children) child.kill('SIGKILL');
    await simulator.close();
  });

  /** Sends the order to each process, and sums how their questions ended. */
  async function send(order: Order, to = children): Promise<Endings> {
    const all = to.map(async child => ((await once(child, 'message')) as [Endings])[0]);
    for (const child of to) child.send(order);
    const sum: Record<string, number> = {};
    for (const endings of await Promise.all(all)) {
      for (const [ending, count] of Object.entries(endings)) sum[ending] = (sum[ending] ?? 0) + count;
    }
    return sum;
  }

  const numberOf = (sql: string): number => Number(file.prepare(sql).get()?.['n'] ?? 0);
  const spent = (): number => numberOf('SELECT sum(amount_nano) AS n FROM attempt');
  /** Waits until no booking is open: one that meets a lock is written a little later. */
  async function untilAllAreBooked(): Promise<void> {
    const deadlineMs = performance.now() + 60_000;
    for (;;) {
      const open = numberOf('SELECT count(*) AS n FROM attempt WHERE state = 0');
      if (open === 0) return;
      assert.ok(performance.now() < deadlineMs, `${open} are still open`);
      await setTimeout(50);
    }
  }

  it('lets through exactly as many of a thousand questions as it can pay for', async () => {
    const [first] = children;
    assert.ok(first);
    await send({ questions: 1, budgetNanoYuan: 10 * WORST, cancelWithinMs: 0 }, [first]);
    await untilAllAreBooked();
    await simulator.idle();
    const cost = spent();
    assert.equal(cost, simulator.account().amountNanoYuan);
    assert.ok(cost <= WORST);

    // After 100 paid questions, the rest is one nano-yuan less than another question can cost.
    const budgetNanoYuan = (1 + AFFORDABLE) * cost + WORST - 1;
    const endings = await send({ questions: QUESTIONS, budgetNanoYuan, cancelWithinMs: 0 });
    await untilAllAreBooked();
    await simulator.idle();
    assert.deepEqual(endings, { answered: AFFORDABLE, budget: PROCESSES * QUESTIONS - AFFORDABLE });
    assert.equal(simulator.requests().length, 1 + AFFORDABLE);
    assert.equal(spent(), (1 + AFFORDABLE) * cost);
    assert.equal(spent(), simulator.account().amountNanoYuan);
  });

  it('keeps no reservation of a cancelled question, whenever it was cancelled', async () => {
    simulator.script({ answer: { text: '预算'.repeat(1_000) }, delivery: { beforeHeadersMs: 5 } }, 'always');
    const budgetNanoYuan = 3 * AFFORDABLE * WORST;
    const endings = await send({ questions: CANCELS, budgetNanoYuan, cancelWithinMs: 2 * CANCELS });
    assert.ok((endings['cancelled'] ?? 0) > 0, JSON.stringify(endings));
    await untilAllAreBooked();
    assert.ok(spent() <= budgetNanoYuan, `${spent()} of ${budgetNanoYuan}`);
    // Everything that is left can be spent: nothing stays reserved for cancelled questions.
    const more = await send({ questions: QUESTIONS, budgetNanoYuan: spent() + AFFORDABLE * WORST, cancelWithinMs: 0 });
    assert.ok((more['answered'] ?? 0) >= AFFORDABLE, JSON.stringify(more));
    await untilAllAreBooked();
  });
});
