import assert from 'node:assert/strict';
import { type Simulator, startSimulator } from '../../../support/simulator/simulator.ts';
import type { Json } from '../asking.ts';
import { authorizationFor, timestampOf } from '../signing.ts';
import { accessToken, askV1, askV1Json, v1Url } from './asking.ts';

describe('simulator: V1 access', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator()));
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  function askSigned(change: Parameters<typeof authorizationFor>[3] = {}, endpoint?: string): Promise<Json> {
    const authorization = authorizationFor(v1Url(simulator, endpoint), 'POST', simulator.iamPair, change);
    return askV1Json(
      simulator,
      {},
      { token: null, init: { headers: { authorization } }, ...(endpoint && { endpoint }) },
    );
  }

  function askWith(authorization: string): Promise<Json> {
    return askV1Json(simulator, {}, { token: null, init: { headers: { authorization } } });
  }

  it('accepts an access token, a signature or an access code, and identifies its owner', async () => {
    assert.ok('result' in (await askV1Json(simulator, {}, { token: await accessToken(simulator) })));
    assert.ok('result' in (await askSigned()));
    assert.ok('result' in (await askWith(`ACCESSCODE ${simulator.accessCode}`)));
    assert.deepEqual(
      simulator.requests().map(({ keyLabel }) => keyLabel),
      ['app-1', 'app-1 token 1', 'iam-1', 'code-1'],
    );
    assert.equal(simulator.requests()[3]?.headers['authorization'], 'ACCESSCODE code-1');
    assert.deepEqual(simulator.violations(), []);
  });

  const refused: readonly [string, number, string, () => Promise<Json>][] = [
    ['no credentials', 110, 'Access token invalid or no longer valid', () => askV1Json(simulator, {}, { token: null })],
    [
      'an unknown token',
      110,
      'Access token invalid or no longer valid',
      () => askV1Json(simulator, {}, { token: '24.x' }),
    ],
    ['an empty token', 100, 'Invalid parameter', () => askV1Json(simulator, {}, { token: '' })],
    ['an unknown code', 14, 'IAM Certification failed', () => askWith('ACCESSCODE nobody')],
    ['a bearer key', 14, 'IAM Certification failed', () => askWith('Bearer nobody')],
    [
      'a signature that has expired',
      14,
      'IAM Certification failed',
      () => askSigned({ timestamp: timestampOf(Date.now() - 20_000), lifeS: 10 }),
    ],
    [
      'a signature for another URL',
      14,
      'IAM Certification failed',
      () => askWith(authorizationFor(v1Url(simulator, 'completions'), 'POST', simulator.iamPair)),
    ],
  ];
  for (const [what, code, text, ask] of refused)
    it(`answers ${code} to ${what}, in the body of a 200`, async () => {
      const body = await ask();
      const record = simulator.requests().at(-1);
      assert.deepEqual(body, { error_code: code, error_msg: text, id: record?.requestId });
      assert.deepEqual([record?.status, record?.errorCode, record?.keyLabel], [200, String(code), null]);
    });

  it('restricts an application and a key pair to their services', async () => {
    simulator.configure({
      apps: [{ ...simulator.app, services: ['completions'] }],
      iamPairs: [{ ...simulator.iamPair, services: ['completions'] }],
    });
    const answers = [
      await askV1Json(simulator),
      await askV1Json(simulator, {}, { endpoint: 'completions' }),
      await askSigned(),
      await askSigned({}, 'completions'),
    ];
    assert.deepEqual(
      answers.map(body => body['error_code'] ?? 'ok'),
      [6, 'ok', 6, 'ok'],
    );
  });

  it('checks the credentials before the method, and the method before the service', async () => {
    const url = v1Url(simulator, 'nowhere');
    const codeOf = async (target: string) => ((await (await fetch(target)).json()) as Json)['error_code'];
    assert.equal(await codeOf(url), 110);
    assert.equal(await codeOf(`${url}?access_token=${await accessToken(simulator)}`), 336101);
    assert.equal((await askV1Json(simulator, {}, { endpoint: 'nowhere' }))['error_code'], 3);
  });

  it('records two credentials at once and unknown parameters as violations', async () => {
    const url = `${v1Url(simulator)}?access_token=${await accessToken(simulator)}&x=1`;
    const authorization = authorizationFor(url, 'POST', simulator.iamPair);
    await fetch(url, { method: 'POST', headers: { authorization } });
    assert.deepEqual(simulator.violations(), ['#2: a query parameter x', '#2: two kinds of credentials at once']);
  });

  it('records every secret outside its place, plain, URL-encoded or in base64', async () => {
    const { app, iamPair, accessCode, key } = simulator;
    const base64 = Buffer.from(iamPair.secretKey).toString('base64');
    await askV1(simulator, { system: `${app.secretKey} ${base64}` }, { init: { headers: { 'x-a': accessCode } } });
    await askWith(`Bearer ${key}`);
    await fetch(`${simulator.url}/elsewhere?access_token=${await accessToken(simulator)}&client_secret=${key}`);
    assert.deepEqual(simulator.violations(), [
      '#2: iam-1 in the body',
      '#2: app-1 in the body',
      '#2: code-1 in the header x-a',
      '#3: key-1 in the header authorization',
      '#5: key-1 in the URL',
      '#5: app-1 token 2 in the URL',
      '#5: there is no /elsewhere?access_token=(app-1 token 2)&client_secret=(key-1)',
    ]);
  });

  it('lists its services for signed requests', async () => {
    const url = `${simulator.url}/wenxinworkshop/service/list`;
    const body = JSON.stringify({ apiTypefilter: ['chat'] });
    const ask = (authorization: string) =>
      fetch(url, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body });
    const { result } = (await (await ask(authorizationFor(url, 'POST', simulator.iamPair))).json()) as {
      result: { common: Json[] };
    };
    assert.deepEqual(result.common[0], {
      name: 'ERNIE-4.0-8K',
      url: v1Url(simulator),
      apiType: 'chat',
      chargeStatus: 'OPENED',
    });
    const refusal = await ask(`Bearer ${simulator.key}`);
    assert.deepEqual([refusal.status, refusal.headers.get('x-bce-error-code')], [400, 'InvalidHTTPAuthHeader']);
  });
});
