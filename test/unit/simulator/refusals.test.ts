import assert from 'node:assert/strict';
import { request } from 'node:http';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { ask, askJson, errorCode, type Json, QUESTION } from './asking.ts';

const GOOD = JSON.stringify({ model: 'ernie-5.1', messages: QUESTION });

describe('simulator: refusals', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator({ maxBodyBytes: 2_000_000 })));
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  const bodies: readonly [string, Json, number, string][] = [
    ['no model', { model: undefined }, 400, 'invalid_model'],
    ['an empty model', { model: '' }, 400, 'invalid_model'],
    ['an unknown model', { model: 'ernie-9' }, 401, 'invalid_model'],
    ['a model id in capitals', { model: 'ERNIE-5.1' }, 401, 'invalid_model'],
    ['a retired model', { model: 'ernie-4.5-turbo-128k' }, 403, 'model_offline'],
    ['no messages', { messages: undefined }, 400, 'invalid_messages'],
    ['bad messages', { messages: [] }, 400, 'invalid_messages'],
    ['an unknown field', { top_k: 5 }, 400, 'invalid_argument'],
    ['a V1 field', { max_output_tokens: 5 }, 400, 'invalid_argument'],
    ['stream as text', { stream: 'true' }, 400, 'invalid_argument'],
    ['stream options without a stream', { stream_options: {} }, 400, 'invalid_argument'],
    ['an unknown stream option', { stream: true, stream_options: { usage: true } }, 400, 'invalid_argument'],
    ['a field out of its range', { temperature: 0 }, 400, 'invalid_argument'],
    [
      'more output than the model has',
      { model: 'ernie-4.5-turbo-20260402', max_completion_tokens: 12_289 },
      400,
      'invalid_argument',
    ],
    ['a field the model refuses', { model: 'ernie-x1-turbo-32k', stop: ['a'] }, 400, 'invalid_argument'],
    ['too many tokens', { messages: [{ role: 'user', content: '好'.repeat(121_857) }] }, 400, 'tokens_too_long'],
    ['too many characters', { messages: [{ role: 'user', content: 'x'.repeat(487_425) }] }, 400, 'characters_too_long'],
  ];
  for (const [what, body, status, code] of bodies)
    it(`answers ${status} ${code} to ${what}`, async () => {
      const response = await ask(simulator, body);
      const answer = (await response.json()) as Json;
      assert.equal(response.status, status);
      assert.equal(errorCode(answer), code);
      assert.equal(simulator.requests()[0]?.bill.amountNanoYuan, 0);
      assert.equal(simulator.requests()[0]?.errorCode, code);
    });

  const accepted: readonly [string, Json][] = [
    [
      'every bound at its edge',
      { temperature: 1, top_p: 0, penalty_score: 2, seed: 2_147_483_646, max_tokens: 2, stop: ['x'.repeat(20)] },
    ],
    ['the longest answer', { max_tokens: 65_536, max_completion_tokens: 65_536 }],
    ['as many characters as fit', { messages: [{ role: 'user', content: 'x'.repeat(487_424) }] }],
    ['as many tokens as fit', { messages: [{ role: 'user', content: '好'.repeat(121_856) }] }],
    [
      'a tool',
      {
        tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } }],
        tool_choice: 'auto',
      },
    ],
    ['search', { web_search: { enable: true, search_number: 28 } }],
    ['a JSON answer', { response_format: { type: 'json_object' } }],
  ];
  for (const [what, body] of accepted)
    it(`accepts ${what}`, async () => {
      const response = await ask(simulator, body);
      assert.equal(response.status, 200, await response.text());
    });

  it('formats an error as V2 does, with the request ID in body and header', async () => {
    const response = await ask(simulator, { top_k: 1 });
    const id = response.headers.get('x-baidu-request-id');
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
    assert.deepEqual(await response.json(), {
      error: { code: 'invalid_argument', message: 'unknown field top_k', type: 'invalid_request_error' },
      id,
    });
    assert.match(String(id), /^as-\w+$/);
  });

  const credentials: readonly [string, Record<string, string>][] = [
    ['no key', { authorization: '' }],
    ['an unknown key', { authorization: 'Bearer nobody' }],
    ['another scheme', { authorization: 'Basic bm9ib2R5' }],
    ['a key without its scheme', { authorization: 'bce-v3/ALTAK-simulator/0123456789abcdef0123456789abcdef01234567' }],
  ];
  for (const [what, headers] of credentials)
    it(`answers 401 invalid_iam_token to ${what}`, async () => {
      const response = await ask(simulator, {}, { headers });
      assert.equal(response.status, 401);
      assert.equal(errorCode((await response.json()) as Json), 'invalid_iam_token');
    });

  it('checks the key before the method: a GET without one is 401, with one 405', async () => {
    const url = `${simulator.baseUrl}/chat/completions`;
    assert.equal((await fetch(url)).status, 401);
    const response = await fetch(url, { headers: { authorization: `Bearer ${simulator.key}` } });
    assert.equal(response.status, 405);
    assert.equal(errorCode((await response.json()) as Json), 'method_not_supported');
  });

  it('answers 404 on any other path, and records a violation', async () => {
    const response = await fetch(`${simulator.baseUrl}/chat/completion`, { method: 'POST' });
    assert.equal(response.status, 404);
    assert.equal(errorCode((await response.json()) as Json), 'not_found');
    assert.match(simulator.violations().join(), /there is no \/v2\/chat\/completion/);
  });

  it('accepts several keys and distinguishes them by label', async () => {
    simulator.configure({
      keys: [
        { label: 'old', key: 'k1' },
        { label: 'new', key: 'k2' },
      ],
    });
    for (const key of ['k1', 'k2', 'k3']) await askJson(simulator, {}, { headers: { authorization: `Bearer ${key}` } });
    assert.deepEqual(
      simulator.requests().map(({ keyLabel, status }) => [keyLabel, status]),
      [
        ['old', 200],
        ['new', 200],
        [null, 401],
      ],
    );
  });

  it('restricts a key to its models', async () => {
    simulator.configure({ keys: [{ label: 'narrow', key: simulator.key, models: ['ernie-x1.1'] }] });
    assert.equal((await ask(simulator)).status, 401);
    assert.equal((await ask(simulator, { model: 'ernie-x1.1' })).status, 200);
  });

  it('accepts only known application IDs', async () => {
    assert.equal((await ask(simulator, {}, { headers: { appid: 'app-simulator' } })).status, 200);
    const answer = await askJson(simulator, {}, { headers: { appid: 'app-other' } });
    assert.equal(errorCode(answer), 'invalid_appid');
  });

  it('refuses every request while the account is overdue', async () => {
    simulator.configure({ overdue: true });
    const response = await ask(simulator);
    assert.equal(response.status, 403);
    assert.equal(errorCode((await response.json()) as Json), 'account_overdue');
  });

  const malformed: readonly [string, RequestInit][] = [
    ['what is not JSON', { body: '{"model":' }],
    ['a list', { body: '[]' }],
    ['no body', { body: '' }],
    [
      'bytes that are not UTF-8',
      { body: Buffer.concat([Buffer.from(GOOD.slice(0, -4)), Buffer.from([0xff]), Buffer.from(GOOD.slice(-4))]) },
    ],
    ['a byte order mark', { body: `\ufeff${GOOD}` }],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['plain text', { headers: { 'content-type': 'text/plain' } }],
    ['JSON in another charset', { headers: { 'content-type': 'application/json; charset=gbk' } }],
  ];
  for (const [what, init] of malformed)
    it(`answers malformed_json to ${what}`, async () => {
      const response = await ask(simulator, {}, init);
      assert.equal(response.status, 400);
      assert.equal(errorCode((await response.json()) as Json), 'malformed_json');
    });

  it('rejects a body over its limit with 413, with or without a declared length', async () => {
    const large = 'x'.repeat(2_000_001);
    assert.equal((await ask(simulator, {}, { body: large })).status, 413);
    const status = await new Promise(resolve => {
      const url = `${simulator.baseUrl}/chat/completions`;
      const sent = request(url, { method: 'POST' }, response => {
        response.resume();
        resolve(response.statusCode);
      });
      // The server may stop reading before everything was written.
      sent.on('error', () => undefined);
      sent.write(large);
      sent.end();
    });
    assert.equal(status, 413);
    assert.equal(simulator.violations().filter(text => text.includes('over the limit')).length, 2);
  });

  it('records a key anywhere but in the Authorization header as a violation', async () => {
    const { key } = simulator;
    await ask(simulator, { messages: [{ role: 'user', content: `my key is ${key}` }] });
    await ask(simulator, {}, { headers: { 'x-api-key': key } });
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const url = `${simulator.baseUrl}/chat/completions?access_token=${encodeURIComponent(key)}`;
    await fetch(url, { method: 'POST', headers, body: JSON.stringify({ model: 'ernie-5.1', messages: QUESTION }) });
    assert.deepEqual(simulator.violations(), [
      '#1: key-1 in the body',
      '#2: key-1 in the header x-api-key',
      '#3: key-1 in the URL',
      '#3: a query on a path that takes none',
    ]);
  });

  it('keeps keys out of its records', async () => {
    await ask(simulator);
    await ask(simulator, {}, { headers: { authorization: 'Bearer somebody-elses' } });
    const [mine, theirs] = simulator.requests();
    assert.equal(mine?.headers['authorization'], 'Bearer key-1');
    assert.equal(theirs?.headers['authorization'], 'Bearer (unknown key)');
    assert.ok(!JSON.stringify(simulator.requests()).includes(simulator.key));
  });

  it('does not use up a script for a refused request', async () => {
    simulator.script({ answer: { text: 'scripted' } });
    await ask(simulator, { top_k: 1 });
    const answer = await askJson(simulator);
    assert.match(JSON.stringify(answer), /scripted/);
  });
});
