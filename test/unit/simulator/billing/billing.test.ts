import assert from 'node:assert/strict';
import type { IamPair } from '../../../support/simulator/settings.ts';
import { type Simulator, startSimulator } from '../../../support/simulator/simulator.ts';
import { ask, type Json } from '../asking.ts';
import { authorizationFor, timestampOf } from '../signing.ts';

/** Noon in China. */
const START_MS = Date.UTC(2026, 10, 22, 4);
const DAY_MS = 24 * 60 * 60 * 1000;
const BLIND: IamPair = { label: 'iam-2', accessKey: 'ALTAKblind', secretKey: 'secret-of-the-blind', readsBill: false };

describe('simulator: the finance API', () => {
  let nowMs = START_MS;
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator({ nowMs: () => nowMs })));
  beforeEach(() => {
    nowMs = START_MS;
    simulator.configure({ iamPairs: [simulator.iamPair, BLIND] });
  });
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  function send(
    method: 'GET' | 'POST',
    path: string,
    pair: IamPair = simulator.iamPair,
    body?: string,
  ): Promise<Response> {
    const url = `${simulator.url}${path}`;
    const canonicalQuery = path.split('?')[1]?.split('&').sort().join('&') ?? '';
    const authorization = authorizationFor(url, method, pair, { timestamp: timestampOf(nowMs), canonicalQuery });
    return fetch(url, { method, headers: { authorization }, ...(body !== undefined && { body }) });
  }

  const balance = (pair?: IamPair, body?: string) => send('POST', '/v1/finance/cash/balance', pair, body);
  const bill = (query: string, pair?: IamPair) => send('GET', `/v1/bill/resource/month?${query}`, pair);
  const json = async (response: Promise<Response>): Promise<Json> => (await (await response).json()) as Json;
  const lines = async (query: string) =>
    ((await json(bill(query)))['bills'] as Json[]).map(line => [
      line['startTime'],
      line['chargeItemDesc'],
      Math.round(1e9 * Number(line['catalogPrice'])),
    ]);

  async function spend(model: string): Promise<number> {
    const beforeNanoYuan = simulator.account().amountNanoYuan;
    await (await ask(simulator, { model })).text();
    return simulator.account().amountNanoYuan - beforeNanoYuan;
  }

  it('returns the balance with four decimals', async () => {
    assert.equal(await (await balance()).text(), '{"cashBalance":850.0000}');
    simulator.configure({ balanceYuan: -3.5 });
    assert.equal(await (await balance()).text(), '{"cashBalance":-3.5000}');
    assert.deepEqual(simulator.violations(), []);
  });

  it('rejects requests that are unsigned, wrongly signed or not permitted', async () => {
    const wrong = { ...simulator.iamPair, secretKey: 'another' };
    const unsigned = await fetch(`${simulator.url}/v1/finance/cash/balance`, { method: 'POST' });
    const refusals = [
      unsigned,
      await balance(wrong),
      await balance(BLIND),
      await bill('month=2026-11&productType=postpay', BLIND),
    ];
    assert.deepEqual(
      refusals.map(({ status, headers }) => [status, headers.get('x-bce-error-code')]),
      [
        [403, 'AccessDenied'],
        [400, 'SignatureDoesNotMatch'],
        [403, 'AccessDenied'],
        [403, 'AccessDenied'],
      ],
    );
    assert.deepEqual(simulator.violations(), []);
  });

  it('bills per day in China by model and kind of token, at list price, up to yesterday', async () => {
    nowMs = Date.UTC(2026, 10, 21, 15, 59);
    const first = await spend('ernie-5.1');
    nowMs = Date.UTC(2026, 10, 21, 16);
    const second = await spend('ernie-x1.1');
    nowMs = START_MS + DAY_MS;
    await spend('ernie-5.1');

    const found = await lines('month=2026-11&productType=postpay&granularity=day');
    assert.deepEqual(
      found.map(([start, item]) => [start, item]),
      [
        ['2026-11-20T16:00:00Z', 'ERNIE-5.1 输入'],
        ['2026-11-20T16:00:00Z', 'ERNIE-5.1 输出'],
        ['2026-11-21T16:00:00Z', 'ERNIE-X1.1 输入'],
        ['2026-11-21T16:00:00Z', 'ERNIE-X1.1 输出'],
      ],
    );
    assert.equal(Number(found[0]?.[2]) + Number(found[1]?.[2]), first);
    assert.equal(Number(found[2]?.[2]) + Number(found[3]?.[2]), second);
    nowMs += DAY_MS;
    assert.equal((await lines('month=2026-11&productType=postpay&granularity=day')).length, 6);
    assert.equal((await lines('month=2026-11&productType=postpay')).length, 4, 'days together');
    assert.equal((await lines('beginTime=2026-11-22&endTime=2026-11-22&productType=postpay')).length, 2);
    assert.deepEqual(await lines('month=2026-10&productType=postpay'), []);
    assert.deepEqual(await lines('month=2026-11&productType=prepay'), []);
    assert.deepEqual(simulator.violations(), []);
    simulator.reset();
    assert.deepEqual(await lines('month=2026-11&productType=postpay'), []);
  });

  it('returns pages', async () => {
    nowMs = START_MS - DAY_MS;
    await spend('ernie-5.1');
    nowMs = START_MS;
    const page = await json(bill('month=2026-11&productType=postpay&pageNo=2&pageSize=1'));
    assert.deepEqual([page['totalCount'], page['pageNo'], page['pageSize']], [2, 2, 1]);
    assert.deepEqual(
      (page['bills'] as Json[]).map(line => line['chargeItemDesc']),
      ['ERNIE-5.1 输出'],
    );
  });

  const invalid: readonly (readonly [query: string, name: string])[] = [
    ['month=2026-11', 'productType'],
    ['month=2026-11&productType=all', 'productType'],
    ['productType=postpay', 'month'],
    ['month=202611&productType=postpay', 'month'],
    ['month=2026-11&productType=postpay&pageSize=101', 'pageSize'],
    ['month=2026-11&productType=postpay&pageNo=0', 'pageNo'],
    ['month=2026-11&productType=postpay&granularity=hour', 'granularity'],
    ['beginTime=2026-11-30&endTime=2026-12-01&productType=postpay', 'endTime'],
  ];
  for (const [query, name] of invalid)
    it(`refuses ${query}`, async () => {
      const response = await bill(query);
      assert.equal(response.status, 400);
      assert.equal(((await response.json()) as Json)['message'], `The specified parameter ${name} is invalid!`);
    });

  it('records unexpected bodies and parameters as violations', async () => {
    await balance(undefined, '{}');
    await bill('month=2026-11&productType=postpay&page=1');
    assert.deepEqual(simulator.violations(), [
      '#1: a body, which the balance takes none of',
      '#2: a query parameter page',
    ]);
  });

  it('can be scripted to fail', async () => {
    simulator.script({ on: 'bill', instead: { kind: 'error', code: 'InternalError' } });
    assert.equal((await bill('month=2026-11&productType=postpay')).status, 500);
  });
});
