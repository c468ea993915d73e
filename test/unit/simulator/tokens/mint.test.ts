import assert from 'node:assert/strict';
import { type Simulator, startSimulator } from '../../../support/simulator/simulator.ts';
import type { Json } from '../asking.ts';
import { authorizationFor, type SigningChange, timestampOf } from '../signing.ts';

const START_MS = Date.UTC(2026, 10, 22, 12);

describe('simulator: minting', () => {
  let nowMs = START_MS;
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator({ nowMs: () => nowMs })));
  beforeEach(() => (nowMs = START_MS));
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  async function mint(
    query = '?expireInSeconds=3600',
    change: SigningChange = {},
    headers: Record<string, string> = {},
  ) {
    const url = `${simulator.url}/v1/BCE-BEARER/token${query}`;
    const authorization = authorizationFor(url, 'GET', simulator.iamPair, { timestamp: timestampOf(nowMs), ...change });
    return fetch(url, { headers: { authorization, ...headers } });
  }

  it('issues a token in the format of a key, with its expiry and status 201', async () => {
    const response = await mint();
    const body = (await response.json()) as Json;
    assert.equal(response.status, 201);
    assert.match(String(body['token']), /^bce-v3\/ALTAK-\w+\/[0-9a-f]{40}$/);
    assert.match(String(body['userId']), /^[0-9a-f]{32}$/);
    assert.deepEqual(
      [body['status'], body['createTime'], body['expireTime']],
      ['enable', '2026-11-22T12:00:00.000Z', '2026-11-22T13:00:00.000Z'],
    );
    const [record] = simulator.requests();
    assert.deepEqual([record?.keyLabel, record?.issuedToken], ['iam-1', 'iam-1 token 1']);
    assert.equal(record?.headers['authorization'], 'bce-auth-v1 iam-1');
    assert.deepEqual([simulator.account().issuedTokens, simulator.violations()], [1, []]);
  });

  const lives: readonly [string, number][] = [
    ['', 1_800],
    ['?expireInSeconds=2592000', 2_592_000],
    ['?expireInSeconds=2592001', 2_592_000],
    ['?expireInSeconds=300', 300],
  ];
  for (const [query, lifeS] of lives)
    it(`lets a token for ${query || 'no given time'} live ${lifeS} seconds`, async () => {
      const body = (await (await mint(query)).json()) as Json;
      assert.equal(Date.parse(String(body['expireTime'])) - nowMs, lifeS * 1000);
    });

  it('limits lifetimes to the setting', async () => {
    simulator.configure({ maxBearerTokenLifeS: 2 });
    const body = (await (await mint()).json()) as Json;
    assert.equal(body['expireTime'], '2026-11-22T12:00:02.000Z');
  });

  it('issues five minutes for a shorter lifetime, and records a violation', async () => {
    const body = (await (await mint('?expireInSeconds=299')).json()) as Json;
    assert.equal(body['expireTime'], '2026-11-22T12:05:00.000Z');
    assert.match(simulator.violations().join(), /less than five minutes/);
  });

  const elsewhere = { accessKey: 'ALTAKnobody', secretKey: 'x' };
  const refused: readonly [string, number, string, () => Promise<Response>][] = [
    ['no signature', 403, 'AccessDenied', () => fetch(`${simulator.url}/v1/BCE-BEARER/token`)],
    ['a bearer key', 400, 'InvalidHTTPAuthHeader', () => mint('', {}, { authorization: 'Bearer nobody' })],
    ['a timestamp of another kind', 400, 'InvalidHTTPAuthHeader', () => mint('', { timestamp: '20261122T120000Z' })],
    ['a month that is none', 400, 'InvalidHTTPAuthHeader', () => mint('', { timestamp: '2026-13-01T00:00:00Z' })],
    ['a life of nothing', 400, 'InvalidHTTPAuthHeader', () => mint('', { lifeS: 0 })],
    ['a life that is no number', 400, 'InvalidHTTPAuthHeader', () => mint('', { lifeS: '30m' })],
    [
      'a signature without the host',
      400,
      'InvalidHTTPAuthHeader',
      () => mint('', { signedHeaders: 'x-bce-date', canonicalHeaders: 'x-bce-date:1' }, { 'x-bce-date': '1' }),
    ],
    ['headers in capitals', 400, 'InvalidHTTPAuthHeader', () => mint('', { signedHeaders: 'Host' })],
    [
      'an unknown access key',
      403,
      'InvalidAccessKeyId',
      () => mint('', {}, { authorization: authorizationFor(simulator.url, 'GET', elsewhere) }),
    ],
    [
      'a wrong secret key',
      400,
      'SignatureDoesNotMatch',
      () => {
        const url = `${simulator.url}/v1/BCE-BEARER/token`;
        const authorization = authorizationFor(
          url,
          'GET',
          { ...simulator.iamPair, secretKey: 'wrong' },
          {
            timestamp: timestampOf(nowMs),
          },
        );
        return fetch(url, { headers: { authorization } });
      },
    ],
    ['a query nobody signed', 400, 'SignatureDoesNotMatch', () => mint('?expireInSeconds=9', { canonicalQuery: '' })],
    [
      'a header changed on the way',
      400,
      'SignatureDoesNotMatch',
      () =>
        mint(
          '',
          {
            signedHeaders: 'host;x-bce-date',
            canonicalHeaders: `host:${new URL(simulator.url).host.replace(':', '%3A')}\nx-bce-date:then`,
          },
          { 'x-bce-date': 'now' },
        ),
    ],
    ['what outlived itself', 400, 'RequestExpired', () => mint('', { timestamp: timestampOf(nowMs - 1_801_000) })],
    ['a short life over', 400, 'RequestExpired', () => mint('', { timestamp: timestampOf(nowMs - 11_000), lifeS: 10 })],
    [
      'a clock half an hour behind, whatever the life',
      400,
      'RequestExpired',
      () => mint('', { timestamp: timestampOf(nowMs - 1_801_000), lifeS: 86_400 }),
    ],
    [
      'a clock half an hour ahead',
      400,
      'RequestExpired',
      () => mint('', { timestamp: timestampOf(nowMs + 1_801_000) }),
    ],
    ['a wish that is no number', 400, 'InvalidHTTPRequest', () => mint('?expireInSeconds=1e3')],
    ['a wish below zero', 400, 'InvalidHTTPRequest', () => mint('?expireInSeconds=-1')],
    ['a query that is no text', 400, 'SignatureDoesNotMatch', () => mint('?expireInSeconds=%ff')],
  ];
  for (const [what, status, code, ask] of refused)
    it(`refuses ${what} with ${status} ${code}, in headers and body`, async () => {
      const response = await ask();
      const body = (await response.json()) as Json;
      assert.equal(response.headers.get('x-bce-error-code'), code);
      assert.equal(response.status, status);
      assert.deepEqual([body['code'], body['message']], [code, response.headers.get('x-bce-error-message')]);
      assert.equal(simulator.requests()[0]?.errorCode, code);
      assert.equal(simulator.account().issuedTokens, 0);
    });

  it('uses the messages the SDK of Baidu looks for', async () => {
    const text = async (change: SigningChange, pair: object) => {
      simulator.configure({ iamPairs: [{ ...simulator.iamPair, ...pair }] });
      return (await mint('', change)).headers.get('x-bce-error-message');
    };
    assert.equal(await text({}, { accessKey: 'other' }), 'NotFound, cause: Could not find credential.');
    assert.equal(
      await text({}, { secretKey: 'other' }),
      'SignatureDoesNotMatch, cause: Fail to authn user: Signature does not match',
    );
  });

  it('accepts a clock half an hour off, and a signature in the last second of its life', async () => {
    assert.equal((await mint('', { timestamp: timestampOf(nowMs + 1_800_000) })).status, 201);
    assert.equal((await mint('', { timestamp: timestampOf(nowMs - 10_000), lifeS: 10 })).status, 201);
  });

  it('treats an empty list of headers as the documented default', async () => {
    const host = new URL(simulator.url).host.replace(':', '%3A');
    const canonicalHeaders = `host:${host}\nx-bce-date:${encodeURIComponent(timestampOf(nowMs))}`;
    const response = await mint('', { signedHeaders: '', canonicalHeaders }, { 'x-bce-date': timestampOf(nowMs) });
    assert.deepEqual([response.status, simulator.violations()], [201, []]);
  });

  it('refuses a user without permission to mint', async () => {
    simulator.configure({ iamPairs: [{ ...simulator.iamPair, mints: false }] });
    const response = await mint();
    assert.deepEqual([response.status, response.headers.get('x-bce-error-code')], [403, 'AccessDenied']);
  });

  it('mints only on GET', async () => {
    const url = `${simulator.url}/v1/BCE-BEARER/token`;
    const timestamp = timestampOf(nowMs);
    const authorization = authorizationFor(url, 'POST', simulator.iamPair, { timestamp });
    assert.equal((await fetch(url, { method: 'POST', headers: { authorization } })).status, 405);
  });

  const oddities: readonly [string, Record<string, string>, RegExp][] = [
    ['an unsigned x-bce header', { 'x-bce-date': timestampOf(START_MS) }, /x-bce-date is not signed/],
    ['a date that is not the signature’s', { 'x-bce-date': timestampOf(START_MS - 2_000) }, /not the time of/],
    ['a date that is none', { 'x-bce-date': 'today' }, /not the time of/],
  ];
  for (const [what, headers, complaint] of oddities)
    it(`lets ${what} pass, and notes it`, async () => {
      assert.equal((await mint('', {}, headers)).status, 201);
      assert.match(simulator.violations().join(), complaint);
    });

  it('records an unknown parameter as a violation', async () => {
    assert.equal((await mint('?expireInSecond=60')).status, 201);
    assert.match(simulator.violations().join(), /a query parameter expireInSecond/);
  });

  it('sends its own clock in every Date header, and judges by it', async () => {
    simulator.configure({ clockOffsetMs: 3_600_000 });
    const response = await mint();
    assert.equal(response.headers.get('date'), 'Sun, 22 Nov 2026 13:00:00 GMT');
    assert.equal(response.headers.get('x-bce-error-code'), 'RequestExpired');
    assert.equal((await mint('', { timestamp: '2026-11-22T13:00:00Z' })).status, 201);
  });
});
