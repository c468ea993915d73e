import assert from 'node:assert/strict';
import { controlSimulator } from '../../../support/simulator/control.ts';
import type { Script } from '../../../support/simulator/script.ts';
import { type Simulator, startSimulator } from '../../../support/simulator/simulator.ts';
import { ask, askJson, errorCode, type Json } from '../asking.ts';
import { authorizationFor, timestampOf } from '../signing.ts';
import { accessToken, askV1Json } from '../v1/asking.ts';

const START_MS = Date.UTC(2026, 10, 22, 12);

describe('simulator: lifetimes of tokens', () => {
  let nowMs = START_MS;
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator({ nowMs: () => nowMs })));
  beforeEach(() => (nowMs = START_MS));
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  async function minted(): Promise<string> {
    const response = await requestMinting();
    return String(((await response.json()) as Json)['token']);
  }

  function requestMinting(init: RequestInit = {}): Promise<Response> {
    const url = `${simulator.url}/v1/BCE-BEARER/token?expireInSeconds=600`;
    const authorization = authorizationFor(url, 'GET', simulator.iamPair, { timestamp: timestampOf(nowMs) });
    return fetch(url, { headers: { authorization }, ...init });
  }

  /** Returns the answers of V2 and V1 to the two tokens: an error code or `ok`. */
  async function said(bearer: string, access: string): Promise<unknown[]> {
    const v2 = await askJson(simulator, {}, { headers: { authorization: `Bearer ${bearer}` } });
    const v1 = await askV1Json(simulator, {}, { token: access });
    return [errorCode(v2) ?? 'ok', v1['error_code'] ?? 'ok'];
  }

  it('accepts both tokens until the end of their lives, and then refuses each with its own code', async () => {
    simulator.configure({ accessTokenLifeS: 600 });
    const tokens = [await minted(), await accessToken(simulator)] as const;
    nowMs += 599_999;
    assert.deepEqual(await said(...tokens), ['ok', 'ok']);
    nowMs += 1;
    assert.deepEqual(await said(...tokens), ['invalid_iam_token', 111]);
    assert.deepEqual(
      simulator.requests().map(({ keyLabel }) => keyLabel),
      ['iam-1', 'app-1', 'iam-1 token 1', 'app-1 token 1', null, null],
    );
  });

  it('expires tokens by its own clock', async () => {
    const tokens = [await minted(), await accessToken(simulator)] as const;
    simulator.configure({ clockOffsetMs: 31 * 86_400_000 });
    assert.deepEqual(await said(...tokens), ['invalid_iam_token', 111]);
  });

  it('revokes tokens, all or of one kind, and issues new ones', async () => {
    const tokens = [await minted(), await accessToken(simulator)] as const;
    simulator.revokeTokens('minted');
    assert.deepEqual(await said(...tokens), ['invalid_iam_token', 'ok']);
    simulator.revokeTokens();
    assert.deepEqual(await said(...tokens), ['invalid_iam_token', 110]);
    assert.deepEqual(await said(await minted(), await accessToken(simulator)), ['ok', 'ok']);
  });

  it('expires tokens on demand, all or of one kind', async () => {
    const tokens = [await minted(), await accessToken(simulator)] as const;
    simulator.expireTokens('oauth');
    assert.deepEqual(await said(...tokens), ['ok', 111]);
    simulator.expireTokens();
    assert.deepEqual(await said(...tokens), ['invalid_iam_token', 111]);
  });

  it('expires and revokes tokens over HTTP', async () => {
    const control = controlSimulator(simulator.url);
    const tokens = [await minted(), await accessToken(simulator)] as const;
    await control.expireTokens('minted');
    assert.deepEqual(await said(...tokens), ['invalid_iam_token', 'ok']);
    await control.revokeTokens();
    assert.deepEqual(await said(...tokens), ['invalid_iam_token', 110]);
    await assert.rejects(control.revokeTokens('bearer' as 'minted'), /oauth or minted/);
  });

  it('forgets all tokens on reset', async () => {
    const tokens = [await minted(), await accessToken(simulator)] as const;
    simulator.reset();
    assert.deepEqual(await said(...tokens), ['invalid_iam_token', 110]);
  });

  it('accepts no V1 token on V2, nor the other way round', async () => {
    const tokens = [await minted(), await accessToken(simulator)] as const;
    assert.deepEqual(await said(tokens[1], tokens[0]), ['invalid_iam_token', 110]);
    assert.deepEqual(simulator.violations(), [
      '#3: app-1 token 1 in the header authorization',
      '#4: iam-1 token 1 in the URL',
    ]);
  });

  const failures: readonly [string, Omit<Script, 'on'>, number | 'hangs', RegExp][] = [
    ['an error of its own', { instead: { kind: 'error', code: 'own', status: 500, type: 'x' } }, 500, /own/],
    ['a page', { instead: { kind: 'html', status: 200 } }, 200, /^<!DOCTYPE/],
    ['anything', { instead: { kind: 'raw', status: 503, body: '' } }, 503, /^$/],
    ['nothing, for ever', { delivery: { stall: 'beforeHeaders' } }, 'hangs', /^$/],
  ];
  for (const on of ['oauth', 'mint'] as const)
    for (const [what, script, status, body] of failures)
      it(`fails at ${on} with ${what} when told to, once`, async () => {
        simulator.script({ on, ...script });
        const aborter = new AbortController();
        const { apiKey, secretKey } = simulator.app;
        const query = `grant_type=client_credentials&client_id=${apiKey}&client_secret=${secretKey}`;
        const fetchToken = (init: RequestInit) =>
          on === 'mint'
            ? requestMinting(init)
            : fetch(`${simulator.url}/oauth/2.0/token?${query}`, { method: 'POST', ...init });
        const asked = fetchToken({ signal: aborter.signal });
        if (status === 'hangs') {
          await simulator.when(records => records.length === 1);
          aborter.abort();
          await assert.rejects(asked, { name: 'AbortError' });
        } else {
          const response = await asked;
          assert.equal(response.status, status);
          assert.match(await response.text(), body);
          assert.equal(simulator.account().issuedTokens, 0);
        }
        assert.ok((await fetchToken({})).ok);
      });

  it('sends scripted errors in the format of the endpoint', async () => {
    simulator.script({ on: 'oauth', instead: { kind: 'error', code: 'server_error' } });
    simulator.script({ on: 'mint', instead: { kind: 'error', code: 'InternalError' } });
    const { apiKey, secretKey } = simulator.app;
    const query = `grant_type=client_credentials&client_id=${apiKey}&client_secret=${secretKey}`;
    const oauth = await fetch(`${simulator.url}/oauth/2.0/token?${query}`, { method: 'POST' });
    assert.deepEqual(
      [oauth.status, await oauth.json()],
      [500, { error: 'server_error', error_description: 'internal error' }],
    );
    const mint = await requestMinting();
    assert.deepEqual([mint.status, mint.headers.get('x-bce-error-code')], [500, 'InternalError']);
  });

  it('rejects scripted codes that an endpoint does not have', () => {
    const script = (on: 'oauth' | 'mint' | 'models', code: string) => () =>
      simulator.script({ on, instead: { kind: 'error', code } });
    assert.throws(script('oauth', '110'), /not in the table/);
    assert.throws(script('mint', 'invalid_client'), /not in the table/);
    assert.throws(script('models', 'AccessDenied'), /not in the table/);
    assert.throws(() => simulator.script({ on: 'token' as 'mint' }), /unknown script.on/);
  });

  it('shows labels instead of tokens in its records', async () => {
    const tokens = [await minted(), await accessToken(simulator)] as const;
    await said(...tokens);
    await ask(simulator, {}, { headers: { authorization: 'ACCESSCODE secret-code' } });
    await askV1Json(simulator, {}, { token: 'somebody-elses' });
    const shown = JSON.stringify(simulator.requests());
    for (const secret of [...tokens, 'secret-code', 'somebody-elses']) assert.ok(!shown.includes(secret), secret);
    const [, , v2, v1, code, unknown] = simulator.requests();
    assert.equal(v2?.headers['authorization'], 'Bearer iam-1 token 1');
    assert.match(String(v1?.path), /\?access_token=\(app-1 token 1\)$/);
    assert.equal(code?.headers['authorization'], 'ACCESSCODE (unknown code)');
    assert.match(String(unknown?.path), /\?access_token=\(unknown\)$/);
  });
});
