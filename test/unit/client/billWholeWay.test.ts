import assert from 'node:assert/strict';
import { bearer } from '../../../src/core/auth/apiKey.ts';
import { ServiceTime } from '../../../src/core/auth/serviceTime.ts';
import { signedRequests } from '../../../src/core/auth/signedRequests.ts';
import { createClient } from '../../../src/core/client.ts';
import { type Clock, systemClock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { findModel } from '../../../src/core/qianfan/catalogue.ts';
import { createQianfanBackend } from '../../../src/core/qianfan/http.ts';
import { shortSender } from '../../../src/core/qianfan/shortSender.ts';
import { readMonthBill } from '../../../src/core/spend/bill/billingApi.ts';
import { type Comparison, compareBill } from '../../../src/core/spend/bill/comparison.ts';
import { readMeterRows } from '../../../src/core/spend/bill/meterRows.ts';
import { Ledger } from '../../../src/core/spend/ledger.ts';
import { billDayOf } from '../../../src/core/spend/localCalendar.ts';
import { exampleRequest } from '../../support/exampleRequest.ts';
import { readEvents } from '../../support/scriptedBackend.ts';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const never = new AbortController().signal;
const DAY_MS = 24 * 60 * 60 * 1000;
const MODELS = ['ernie-5.1', 'ernie-x1.1', 'ernie-4.5-turbo-latest'] as const;

/** The client and its ledger compared with the service's own account and bill, over real HTTP. */
describe('A month of questions, from the client to the comparison with the bill', () => {
  /** The wall time on both sides; timers are real. */
  let nowMs = Date.UTC(2026, 10, 3, 2);
  const clock: Clock = { ...systemClock, now: () => nowMs };
  let simulator: Simulator;
  let ledger: Ledger;

  before(async () => {
    simulator = await startSimulator({ nowMs: () => nowMs });
    // The days of this user differ from those of the bill.
    ledger = new Ledger({ folder: temporaryFolder(), clock, logger: silentLogger, timeZone: 'America/New_York' });
  });

  after(async () => {
    await ledger.close();
    await simulator.close();
  });

  async function ask(model: string, question: string): Promise<void> {
    const client = createClient({
      transport: createQianfanBackend({
        fetch: () => globalThis.fetch,
        clock,
        logger: silentLogger,
        timeouts: () => ({ firstTokenMs: 5_000, betweenTokensMs: 5_000, totalMs: 5_000 }),
      }),
      credentials: () => Promise.resolve(bearer(simulator.key)),
      endpoints: () => [{ name: 'simulator', baseUrl: simulator.baseUrl }],
      ledger,
      findPrice: asked => findModel(asked)?.price,
      settings: () => ({ maxAttempts: 1, failureThreshold: Infinity }),
      clock,
    });
    const messages = [{ role: 'user', content: question }] as const;
    await readEvents(client(exampleRequest({ model, messages }), never)).catch((error: unknown) => {
      // A failed question is booked too; only the bookings matter here.
      if (!(error instanceof Error)) throw error;
    });
  }

  async function compare(): Promise<Comparison> {
    const sender = { fetch: () => globalThis.fetch, clock, logger: silentLogger };
    const asking = signedRequests(simulator.iamPair, { send: shortSender(sender), time: new ServiceTime(clock) });
    const bill = await readMonthBill(asking, 202611, never, { base: simulator.url });
    const database = await ledger.file();
    const query = { firstDay: 20261101, lastDay: 20261130, unbilledEndpoints: [] };
    const meter = database.read(() => readMeterRows(sql => database.statement(sql), query));
    return compareBill({ meter, bill, models: [], today: billDayOf(nowMs) });
  }

  it('agrees to the nano-yuan, and is explained where it differs', async () => {
    for (let day = 0; day < 5; day++) {
      // The last of these times falls on different days in New York and in China.
      for (const hours of [0, 13, 15]) {
        nowMs = Date.UTC(2026, 10, 3 + day, 2 + hours);
        for (const model of MODELS) await ask(model, `第 ${day} 天，${hours} 点`);
      }
    }
    nowMs += DAY_MS;
    const agreed = await compare();
    assert.deepEqual(agreed.reasons, []);
    assert.deepEqual(
      agreed.rows.filter(({ differenceNanoYuan }) => differenceNanoYuan !== 0),
      [],
    );
    assert.ok(agreed.rows.length >= 5 * MODELS.length && agreed.rows.every(({ isMatched }) => isMatched));
    assert.equal(agreed.totals.oursNanoYuan, simulator.account().amountNanoYuan);

    // A colleague with the same account, an answer without usage, and a question of today.
    await fetch(`${simulator.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${simulator.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'ernie-5.1', messages: [{ role: 'user', content: 'x'.repeat(9_000) }] }),
    }).then(response => response.text());
    simulator.script({ answer: { omit: ['usage'] } });
    await ask('ernie-x1.1', 'Without usage');
    nowMs += DAY_MS;
    await ask('ernie-5.1', 'x'.repeat(9_000));
    const differing = await compare();
    const [notYet, others, estimates] = differing.reasons;
    assert.deepEqual(
      differing.reasons.map(({ is }) => is),
      ['notBilledYet', 'others', 'estimates'],
    );
    const { amountNanoYuan } = simulator.account();
    const billed = amountNanoYuan - (notYet?.is === 'notBilledYet' ? notYet.nanoYuan : 0);
    assert.equal(differing.totals.billNanoYuan, billed, 'the bill has all but today');
    assert.ok(others?.is === 'others' && others.nanoYuan > 5_000_000);
    assert.ok(estimates?.is === 'estimates' && estimates.estimatedNanoYuan > 0 && estimates.lostNanoYuan === 0);
  });
});
