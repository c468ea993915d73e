import assert from 'node:assert/strict';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { ask, errorCode, type Json } from './asking.ts';

describe('simulator: rate limits', () => {
  let nowMs = 0;
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator({ nowMs: () => nowMs })));
  beforeEach(() => (nowMs = 60_000_000));
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  async function codes(count: number, body: Json = {}): Promise<unknown[]> {
    const seen = [];
    for (let turn = 0; turn < count; turn++) {
      const response = await ask(simulator, { max_tokens: 5, ...body });
      const answer = (await response.json()) as Json;
      assert.equal(response.status, 'error' in answer ? 429 : 200);
      seen.push(errorCode(answer) ?? 'ok');
    }
    return seen;
  }

  it('has no limits, and sends no limit headers, by default', async () => {
    const response = await ask(simulator);
    assert.ok(![...response.headers.keys()].some(name => name.startsWith('x-ratelimit')));
  });

  it('refuses requests over the limit of each model until the minute is over', async () => {
    simulator.configure({ limits: { requests: 2 } });
    assert.deepEqual(await codes(3), ['ok', 'ok', 'rpm_rate_limit_exceeded']);
    assert.deepEqual(await codes(1, { model: 'ernie-x1.1' }), ['ok']);
    nowMs += 59_999;
    assert.deepEqual(await codes(1), ['rpm_rate_limit_exceeded']);
    nowMs += 1;
    assert.deepEqual(await codes(1), ['ok']);
  });

  it('starts windows at whole minutes, not at the first request', async () => {
    simulator.configure({ limits: { requests: 1 } });
    nowMs += 59_000;
    assert.deepEqual(await codes(1), ['ok']);
    nowMs += 1_000;
    assert.deepEqual(await codes(1), ['ok']);
  });

  it('does not count refused requests', async () => {
    simulator.configure({ limits: { requests: 1 } });
    await ask(simulator, { top_k: 1 });
    assert.deepEqual(await codes(1), ['ok']);
  });

  // A question here has 10 input tokens and 5 output tokens.
  const tokenLimits: readonly [object, string[]][] = [
    [{ tokens: 39 }, ['ok', 'ok', 'tpm_rate_limit_exceeded']],
    [{ inputTokens: 20 }, ['ok', 'ok', 'input_tpm_rate_limit_exceeded']],
    [{ outputTokens: 8 }, ['ok', 'ok', 'output_tpm_rate_limit_exceeded']],
  ];
  for (const [limits, expected] of tokenLimits)
    it(`refuses tokens over ${JSON.stringify(limits)}`, async () => {
      simulator.configure({ limits });
      assert.deepEqual(await codes(3), expected);
    });

  it('sends limit and remainder on answers and refusals', async () => {
    simulator.configure({ limits: { requests: 1, inputTokens: 100, outputTokens: 200, windowMs: 1_000 } });
    const shown = async () => {
      const response = await ask(simulator, { max_tokens: 5 });
      await response.text();
      return [...response.headers]
        .filter(([name]) => name.startsWith('x-ratelimit'))
        .map(([name, value]) => `${name.slice(12)} ${value}`);
    };
    assert.deepEqual(await shown(), [
      'limit-input-tokens 100',
      'limit-output-tokens 200',
      'limit-requests 1',
      'remaining-input-tokens 90',
      'remaining-output-tokens 200',
      'remaining-requests 0',
    ]);
    assert.ok((await shown()).includes('remaining-output-tokens 195'));
    nowMs += 1_000;
    assert.ok((await shown()).includes('remaining-output-tokens 200'));
  });
});
