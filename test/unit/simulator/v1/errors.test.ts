import assert from 'node:assert/strict';
import type { Instead } from '../../../support/simulator/script.ts';
import { writeError } from '../../../support/simulator/serviceErrors.ts';
import { type Simulator, startSimulator } from '../../../support/simulator/simulator.ts';
import { writeV1Error } from '../../../support/simulator/v1/errors.ts';
import type { Json } from '../asking.ts';
import { accessToken, askV1, askV1Json, type V1Way } from './asking.ts';

const question = (content: string) => ({ messages: [{ role: 'user', content }] });

describe('simulator: V1 errors', () => {
  let nowMs = 60_000_000;
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator({ nowMs: () => nowMs })));
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  const refused: readonly [string, Json, number, RegExp, V1Way?][] = [
    ['no messages', { messages: undefined }, 336001, /missing/],
    ['bad messages', { messages: [] }, 336006, /length of messages/],
    ['a blank question', question(' '), 336003, /empty/],
    ['a field out of its range', { temperature: 0 }, 336003, /^temperature must be/],
    ['a V2 format', { response_format: { type: 'json_object' } }, 336003, /^response_format must be/],
    ['20,001 characters', question('x'.repeat(20_001)), 336007, /the max length of current question is 20000/],
    ['5,121 tokens', question('好'.repeat(5_121)), 336103, /Prompt tokens too long/],
    ['what is not JSON', {}, 336002, /JSON/, { init: { body: '{' } }],
    ['a list', {}, 336002, /JSON/, { init: { body: '[]' } }],
    ['a form', {}, 336002, /JSON/, { init: { headers: { 'content-type': 'text/plain' } } }],
  ];
  for (const [what, body, code, text, way] of refused)
    it(`answers ${code} to ${what}, and charges nothing`, async () => {
      const answer = await askV1Json(simulator, body, way);
      assert.equal(answer['error_code'], code);
      assert.match(String(answer['error_msg']), text);
      assert.equal(simulator.account().amountNanoYuan, 0);
    });

  it('counts the system text as part of the question length', async () => {
    const half = 'x'.repeat(10_000);
    assert.ok('result' in (await askV1Json(simulator, { system: half, ...question(half) })));
    assert.equal((await askV1Json(simulator, { system: `${half}x`, ...question(half) }))['error_code'], 336007);
  });

  it('accepts unknown fields, and records them as violations', async () => {
    assert.ok('result' in (await askV1Json(simulator, { max_tokens: 5, extra_parameters: {} })));
    assert.deepEqual(simulator.violations(), [
      '#2: a field max_tokens that V1 does not know',
      '#2: extra_parameters, which only Baidu’s own SDKs send',
    ]);
  });

  it('answers 17 while the account is overdue', async () => {
    simulator.configure({ overdue: true });
    assert.equal((await askV1Json(simulator))['error_code'], 17);
  });

  const limits: readonly [object, (number | string)[]][] = [
    [{ requests: 2 }, ['ok', 'ok', 336501]],
    [{ requests: 1, windowMs: 1_000 }, ['ok', 18, 18]],
    [{ tokens: 9 }, ['ok', 'ok', 336502]],
    [{ inputTokens: 1, outputTokens: 1 }, ['ok', 'ok', 'ok']],
  ];
  for (const [limit, expected] of limits)
    it(`refuses over ${JSON.stringify(limit)}, until the window is over`, async () => {
      simulator.configure({ limits: limit });
      const token = await accessToken(simulator);
      const seen = [];
      for (let turn = 0; turn < 3; turn++)
        seen.push((await askV1Json(simulator, { max_output_tokens: 2 }, { token }))['error_code'] ?? 'ok');
      assert.deepEqual(seen, expected);
      nowMs += 60_000;
      assert.ok('result' in (await askV1Json(simulator, {}, { token })));
    });

  it('sends limit and remainder as V1 does, on answers and refusals', async () => {
    simulator.configure({ limits: { requests: 1, tokens: 100, inputTokens: 50 } });
    for (const left of ['97', '95']) {
      const response = await askV1(simulator, { max_output_tokens: 2 });
      await response.text();
      const shown = [...response.headers].filter(([name]) => name.startsWith('x-ratelimit'));
      assert.deepEqual(Object.fromEntries(shown), {
        'x-ratelimit-limit-requests': '1',
        'x-ratelimit-limit-tokens': '100',
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-remaining-tokens': left,
      });
    }
  });

  function scripted(instead: Instead, body: Json = {}): Promise<Response> {
    simulator.script({ instead, answer: { chunks: ['你', '好'] } });
    return askV1(simulator, body);
  }

  it('sends any code with status 200, in both spellings, and as JSON instead of a stream', async () => {
    const known = await scripted({ kind: 'error', code: '336100' }, { stream: true });
    assert.deepEqual([known.status, known.headers.get('content-type')], [200, 'application/json']);
    assert.deepEqual(await known.json(), {
      error_code: 336100,
      error_msg: 'System is busy, please try again later',
      id: known.headers.get('x-baidu-request-id'),
    });
    const other = await scripted({ kind: 'error', code: '336501', spelling: 'code', message: 'slower' });
    assert.deepEqual(await other.json(), { code: 336501, msg: 'slower' });
    const status = await scripted({ kind: 'error', code: '18', status: 429, retryAfter: '3' });
    assert.deepEqual([status.status, status.headers.get('retry-after')], [429, '3']);
    assert.equal(simulator.requests().at(-1)?.errorCode, '18');
  });

  it('fails within a stream with a bare line or an event, and bills the tokens before it', async () => {
    const line = await scripted({ kind: 'error', code: '336000', as: 'line', afterEvents: 1 }, { stream: true });
    const [frame, , bare] = (await line.text()).split('\n');
    assert.match(String(frame), /^data: .*"result":"你"/);
    assert.equal((JSON.parse(String(bare)) as Json)['error_code'], 336000);
    const event = await scripted({ kind: 'error', code: '2', as: 'event' }, { stream: true });
    assert.match(await event.text(), /^data: \{"error_code":2,/);
    const bills = simulator.requests().flatMap(({ bill, issuedToken }) => (issuedToken === null ? [bill] : []));
    assert.deepEqual(
      bills.map(({ outputTokens }) => outputTokens),
      [1, 0],
    );
  });

  it('throws for error codes of V2, as V2 does for those of V1', () => {
    assert.throws(() => writeV1Error({ code: 'internal_error' }, 'as-1'), /no code of V1/);
    assert.throws(() => writeError({ code: '336000' }, 'as-1'), /no code of V2/);
  });
});
