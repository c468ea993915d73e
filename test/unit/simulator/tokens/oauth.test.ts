import assert from 'node:assert/strict';
import { type Simulator, startSimulator } from '../../../support/simulator/simulator.ts';
import type { Json } from '../asking.ts';

const START_MS = Date.UTC(2026, 10, 22, 12);

describe('simulator: access tokens', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator({ nowMs: () => START_MS })));
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  function ask(change: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> {
    const { apiKey, secretKey } = simulator.app;
    const query = { grant_type: 'client_credentials', client_id: apiKey, client_secret: secretKey, ...change };
    return fetch(`${simulator.url}/oauth/2.0/token?${new URLSearchParams(query).toString()}`, {
      method: 'POST',
      ...init,
    });
  }

  it('issues a token that contains its lifetime and expiry', async () => {
    const response = await ask();
    const body = (await response.json()) as Json;
    assert.equal(response.status, 200);
    assert.match(
      String(body['access_token']),
      new RegExp(`^24\\.[0-9a-f]{32}\\.2592000\\.${START_MS / 1000 + 2_592_000}\\.\\d+-\\d+$`),
    );
    assert.equal(body['expires_in'], 2_592_000);
    assert.deepEqual(Object.keys(body).toSorted(), [
      ...['access_token', 'expires_in', 'refresh_token', 'scope', 'session_key', 'session_secret'],
    ]);
    const [record] = simulator.requests();
    assert.deepEqual([record?.keyLabel, record?.issuedToken], ['app-1', 'app-1 token 1']);
    assert.deepEqual(simulator.violations(), []);
  });

  it('issues a different token each time, and counts them', async () => {
    const texts = [];
    for (let turn = 0; turn < 3; turn++) texts.push(((await (await ask()).json()) as Json)['access_token']);
    assert.equal(new Set(texts).size, 3);
    assert.deepEqual(
      simulator.requests().map(({ issuedToken }) => issuedToken),
      ['app-1 token 1', 'app-1 token 2', 'app-1 token 3'],
    );
    assert.equal(simulator.account().issuedTokens, 3);
  });

  it('issues tokens with the configured lifetime', async () => {
    simulator.configure({ accessTokenLifeS: 60 });
    const body = (await (await ask()).json()) as Json;
    assert.equal(body['expires_in'], 60);
    assert.match(String(body['access_token']), new RegExp(`\\.60\\.${START_MS / 1000 + 60}\\.`));
  });

  const refused: readonly [string, Record<string, string>, number, string, string][] = [
    ['an unknown API key', { client_id: 'nobody' }, 401, 'invalid_client', 'unknown client id'],
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client', 'Client authentication failed'],
    [
      'another grant',
      { grant_type: 'password' },
      400,
      'unsupported_grant_type',
      'The authorization grant type is not supported',
    ],
  ];
  for (const [what, change, status, error, description] of refused)
    it(`refuses ${what} in OAuth’s words`, async () => {
      const response = await ask(change);
      assert.equal(response.status, status);
      assert.deepEqual(await response.json(), { error, error_description: description });
      assert.deepEqual([simulator.requests()[0]?.errorCode, simulator.account().issuedTokens], [error, 0]);
    });

  it('requires POST, with all parameters in the query', async () => {
    assert.equal((await ask({}, { method: 'GET' })).status, 405);
    const { apiKey, secretKey } = simulator.app;
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: apiKey, client_secret: secretKey });
    const response = await fetch(`${simulator.url}/oauth/2.0/token`, { method: 'POST', body });
    assert.equal(response.status, 400);
    assert.deepEqual(simulator.violations(), ['#2: app-1 in the body']);
  });

  it('records unexpected parameters and headers as violations', async () => {
    await ask({ scope: 'all' }, { headers: { authorization: 'Bearer x' } });
    assert.deepEqual(simulator.violations(), ['#1: a query parameter scope', '#1: an Authorization header']);
  });

  it('decodes the secret like any query parameter', async () => {
    const app = { ...simulator.app, secretKey: 'a+b/c=&d%' };
    simulator.configure({ apps: [app] });
    assert.equal((await ask({ client_secret: app.secretKey })).status, 200);
    assert.deepEqual(simulator.violations(), []);
    assert.ok(!JSON.stringify(simulator.requests()).includes(encodeURIComponent(app.secretKey)));
  });
});
