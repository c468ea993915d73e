import assert from 'node:assert/strict';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import type { Json } from './asking.ts';

describe('simulator: model list', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator()));
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  const get = (init: RequestInit = {}) =>
    fetch(`${simulator.baseUrl}/models`, {
      headers: { authorization: `Bearer ${simulator.key}` },
      redirect: 'manual',
      ...init,
    });

  it('lists context windows as numbers and prices as strings in CNY per 1,000 tokens', async () => {
    const { object, data } = (await (await get()).json()) as { object: string; data: Json[] };
    assert.equal(object, 'list');
    assert.deepEqual(data.slice(0, 2), [
      {
        id: 'ernie-5.1',
        object: 'model',
        type: 'chat',
        context_length: 131_072,
        max_completions_tokens: 65_536,
        max_tokens: 65_536,
        pricing: { prompt: '0.004', completion: '0.018' },
      },
      {
        id: 'ernie-4.5-turbo-20260402',
        object: 'model',
        type: 'chat',
        context_length: 131_072,
        max_completions_tokens: 12_288,
        max_tokens: 12_288,
        pricing: { prompt: '0.0008', completion: '0.0032' },
      },
    ]);
    const x1 = data.find(({ id }) => id === 'ernie-x1.1');
    assert.deepEqual(x1?.['pricing'], { prompt: '0.001', completion: '0.004' });
  });

  it('hides retired models and unpublished prices', async () => {
    const { data } = (await (await get()).json()) as { data: Json[] };
    assert.ok(data.every(({ id }) => id !== 'ernie-5.0'));
    assert.ok(!('pricing' in (data.find(({ id }) => id === 'ernie-5.5-flash-preview') ?? { pricing: 0 })));
  });

  it('answers 403 in a format of its own without a key or with a wrong one', async () => {
    for (const headers of [{}, { authorization: 'Bearer nobody' }]) {
      const response = await get({ headers });
      const { requestId, ...body } = (await response.json()) as Json;
      assert.equal(response.status, 403);
      assert.deepEqual(body, { code: 'AccessDenied', message: 'Access denied.' });
      assert.equal(requestId, response.headers.get('x-baidu-request-id'));
    }
  });

  it('answers 405 to a POST', async () => {
    const response = await get({ method: 'POST' });
    assert.equal(response.status, 405);
    assert.equal(((await response.json()) as { error: Json }).error['code'], 'method_not_supported');
  });

  it('can be scripted separately from chat', async () => {
    simulator.script({ on: 'models', instead: { kind: 'html', status: 502 } });
    simulator.script({ answer: { text: 'for chat' } });
    assert.equal((await get()).status, 502);
    assert.equal((await get()).status, 200);
  });
});
