import assert from 'node:assert/strict';
import { signedRequests } from '../../../../src/core/auth/signedRequests.ts';
import { ServiceTime } from '../../../../src/core/auth/serviceTime.ts';
import { WenxinError } from '../../../../src/core/errors.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { shortSender } from '../../../../src/core/qianfan/shortSender.ts';
import {
  BILLING_URL,
  readBalance,
  readMonthBill,
  type AskBilling,
} from '../../../../src/core/spend/bill/billingApi.ts';
import type { ShortAnswer } from '../../../../src/core/shortRequest.ts';
import type { IamPair } from '../../../support/simulator/settings.ts';
import { startSimulator, type Simulator } from '../../../support/simulator/simulator.ts';
import { VirtualClock } from '../../../support/virtualClock.ts';

const never = new AbortController().signal;
const DAY_MS = 24 * 60 * 60 * 1000;

async function failureOf(promise: Promise<unknown>): Promise<WenxinError> {
  const error: unknown = await promise.then(
    () => assert.fail('nothing failed'),
    (thrown: unknown) => thrown,
  );
  return error instanceof WenxinError ? error : assert.fail(String(error));
}

describe("The client of Baidu's billing API, over real HTTP", () => {
  const clock = new VirtualClock();
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator({ nowMs: () => clock.now() })));
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  /** Sends through the extension's HTTP client, signed with this pair. */
  function asking(pair: Pick<IamPair, 'accessKey' | 'secretKey'> = simulator.iamPair): AskBilling {
    const send = shortSender({ fetch: () => globalThis.fetch, clock, logger: silentLogger });
    return signedRequests(pair, { send, time: new ServiceTime(clock) });
  }

  const balance = (ask = asking()): Promise<number> => readBalance(ask, never, simulator.url);
  const bill = (month = 202611, ask = asking()) => readMonthBill(ask, month, never, { base: simulator.url });

  async function spend(model: string, text = 'Explain this'): Promise<void> {
    const response = await fetch(`${simulator.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${simulator.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: text }] }),
    });
    await response.text();
  }

  it('reads the balance, also below zero', async () => {
    assert.equal(await balance(), 850_000_000_000);
    simulator.configure({ balanceYuan: -0.0123 });
    assert.equal(await balance(), -12_300_000);
    assert.deepEqual(simulator.violations(), []);
  });

  it('reads a whole month by day, exact to the nano-yuan, over all its pages', async () => {
    for (let day = 0; day < 20; day++) {
      for (const model of ['ernie-5.1', 'ernie-x1.1', 'ernie-4.5-turbo-latest']) await spend(model, `${day}`);
      await clock.advance(DAY_MS);
    }
    const { amountNanoYuan } = simulator.account();
    const months = [await bill(202611), await bill(202612)];
    const rows = months.flatMap(({ rows }) => rows);
    assert.equal(
      rows.reduce((sum, { listNanoYuan }) => sum + listNanoYuan, 0),
      amountNanoYuan,
    );
    assert.equal(new Set(rows.map(({ period }) => period)).size, 20);
    assert.deepEqual(
      months.map(({ isComplete, unreadable }) => [isComplete, unreadable]),
      [
        [true, 0],
        [true, 0],
      ],
    );
    assert.deepEqual(rows[0], {
      period: 20261122,
      product: '千帆大模型平台',
      item: 'ERNIE-4.5-TURBO-LATEST 输入',
      isPrepaid: false,
      listNanoYuan: rows[0]?.listNanoYuan,
    });
    assert.deepEqual(simulator.violations(), []);
  });

  it('reports a key without permission, and does not ask a second time', async () => {
    simulator.configure({ iamPairs: [{ ...simulator.iamPair, readsBill: false }] });
    for (const reading of [balance, bill]) {
      const { kind, details } = await failureOf(reading());
      assert.deepEqual([kind, details.code, details.status], ['credentials', 'bill_not_allowed', 403]);
    }
    assert.equal(simulator.requests().length, 2);
  });

  it('distinguishes an unknown access key from a wrong secret key', async () => {
    const codes = await Promise.all(
      [{ accessKey: 'ALTAKnobody' }, { secretKey: 'wrong' }].map(async change => {
        const { kind, details } = await failureOf(balance(asking({ ...simulator.iamPair, ...change })));
        return [kind, details.code];
      }),
    );
    assert.deepEqual(codes, [
      ['credentials', 'access_key_unknown'],
      ['credentials', 'signature_mismatch'],
    ]);
  });

  it('retries once when the local clock is wrong, and then uses the time of the service', async () => {
    simulator.configure({ clockOffsetMs: 3 * 60 * 60 * 1000 });
    const ask = asking();
    assert.equal(await balance(ask), 850_000_000_000);
    assert.equal(await balance(ask), 850_000_000_000);
    assert.deepEqual(
      simulator.requests().map(({ status }) => status),
      [400, 200, 200],
    );
  });

  it('maps failures of the service to the usual error kinds', async () => {
    const failures = [
      ['InternalError', 500, 'busy'],
      ['TooMany', 429, 'refused'],
      ['InvalidHTTPRequest', 400, 'invalid'],
    ] as const;
    for (const [code, status, kind] of failures) {
      simulator.script({ on: 'balance', instead: { kind: 'error', code, status, type: 'x' } });
      assert.equal((await failureOf(balance())).kind, kind);
    }
    simulator.script({ on: 'balance', instead: { kind: 'html', status: 200 } });
    assert.equal((await failureOf(balance())).kind, 'not-json');
    simulator.script({ on: 'balance', instead: { kind: 'html', status: 403 } });
    assert.equal((await failureOf(balance())).kind, 'not-json');
    simulator.script({ on: 'balance', instead: { kind: 'redirect', location: simulator.url } });
    assert.equal((await failureOf(balance())).kind, 'redirect');
  });

  it('repeats neither messages of the service nor keys in its errors', async () => {
    const { secretKey, accessKey } = simulator.iamPair;
    simulator.script({
      on: 'balance',
      instead: { kind: 'error', code: secretKey, status: 403, type: 'x', message: accessKey },
    });
    const failure = await failureOf(balance());
    const told = `${failure.message} ${JSON.stringify(failure.details)}`;
    assert.ok(!told.includes(secretKey) && !told.includes(accessKey), told);
  });
});

describe("Answers of Baidu's billing API", () => {
  const answer = (body: unknown): ShortAnswer => ({ status: 200, headers: new Headers(), body });
  const lines = (count: number, change: object = {}) =>
    Array.from({ length: count }, (_, n) => ({
      startTime: '2026-11-21T16:00:00Z',
      chargeItemDesc: `item ${n}`,
      catalogPrice: 1,
      ...change,
    }));

  it('are requested by day for a month, only from its own host', async () => {
    const asked: string[] = [];
    const ask: AskBilling = ({ method, url }) => {
      asked.push(`${method} ${url.href}`);
      return Promise.resolve(answer({ bills: [], totalCount: 0, cashBalance: 1 }));
    };
    await readMonthBill(ask, 202611, never);
    await readBalance(ask, never);
    assert.deepEqual(asked, [
      `GET ${BILLING_URL}/v1/bill/resource/month?month=2026-11&granularity=day&productType=postpay&pageNo=1&pageSize=100`,
      `POST ${BILLING_URL}/v1/finance/cash/balance`,
    ]);
  });

  it('may lack fields, give amounts as strings, and name the item in various fields', async () => {
    const bills = [
      { chargeItem: 'ernie-5.1_input', catalogPrice: '0.5' },
      { startTime: null, configurationCH: 'ERNIE-X1', originPrice: 2, serviceType: 'Q' },
    ];
    const { rows } = await readMonthBill(() => Promise.resolve(answer({ bills })), 202611, never);
    assert.deepEqual(rows, [
      { period: 202611, product: '', item: 'ernie-5.1_input', isPrepaid: false, listNanoYuan: 500_000_000 },
      { period: 202611, product: 'Q', item: 'ERNIE-X1', isPrepaid: false, listNanoYuan: 2_000_000_000 },
    ]);
  });

  it('may hide amounts, which are counted as unreadable', async () => {
    const bills = [...lines(1), ...lines(2, { catalogPrice: '--' })];
    const { rows, unreadable } = await readMonthBill(() => Promise.resolve(answer({ bills })), 202611, never);
    assert.deepEqual([rows.length, unreadable], [1, 2]);
  });

  it('are read page by page, also without a total, and never endlessly', async () => {
    let pages = 0;
    const seen: (number | undefined)[] = [];
    const endless: AskBilling = () => Promise.resolve(answer({ bills: lines(100), pageNo: ++pages }));
    const options = { onPage: (count: number) => seen.push(count) };
    assert.equal((await readMonthBill(endless, 202611, never, options)).isComplete, false);
    assert.deepEqual([pages, seen.slice(0, 2)], [100, [100, 200]]);

    let left = 250;
    const ending: AskBilling = () => {
      const bills = lines(Math.min(100, left));
      left -= bills.length;
      return Promise.resolve(answer({ bills }));
    };
    assert.equal((await readMonthBill(ending, 202611, never)).isComplete, true);
    assert.equal(left, 0);

    pages = 0;
    const lying: AskBilling = () => Promise.resolve(answer({ bills: [], totalCount: 7, pageNo: ++pages }));
    assert.equal((await readMonthBill(lying, 202611, never)).isComplete, false);
    assert.equal(pages, 1);
  });

  it('are rejected when they have another shape', async () => {
    for (const body of [undefined, [], {}, { bills: 'none' }, { cashBalance: 'much' }]) {
      const other: AskBilling = () => Promise.resolve(answer(body));
      assert.equal((await failureOf(readBalance(other, never))).kind, 'not-json');
      assert.equal((await failureOf(readMonthBill(other, 202611, never))).kind, 'not-json');
    }
  });
});
