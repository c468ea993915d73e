import assert from 'node:assert/strict';
import { fetchAccessToken } from '../../../src/core/auth/fetchAccessToken.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { APP, TokenStage, json } from './tokenStage.ts';

const ADDRESS = new URL('https://aip.baidubce.com/oauth/2.0/token');
const never = new AbortController().signal;

async function failure(reply: Response): Promise<WenxinError> {
  const stage = new TokenStage(() => reply);
  const error: unknown = await fetchAccessToken(
    ADDRESS,
    APP,
    stage.network,
  )(undefined, never).catch((thrown: unknown) => thrown);
  assert.equal(stage.calls.length, 1);
  assert.ok(error instanceof WenxinError, JSON.stringify(error));
  return error;
}

describe('Fetching an access token', () => {
  it('posts the key pair as escaped URL parameters', async () => {
    const stage = new TokenStage(() => json({ access_token: '24.a.2592000.1.2-3', expires_in: 2_592_000 }));
    const token = await fetchAccessToken(ADDRESS, APP, stage.network)(undefined, never);
    assert.deepEqual(token, { value: '24.a.2592000.1.2-3', lifeMs: 2_592_000_000, sinceMs: 0 });
    const [call] = stage.calls;
    assert.ok(call);
    const { searchParams, origin, pathname } = new URL(call.url);
    assert.deepEqual([call.method, origin + pathname, call.body], ['POST', ADDRESS.href, '']);
    assert.deepEqual(Object.fromEntries(searchParams), {
      grant_type: 'client_credentials',
      client_id: APP.apiKey,
      client_secret: APP.secretKey,
    });
    assert.ok(call.url.includes('%2B%2F%3D%26'), 'a plus sign would arrive as a space');
  });

  it('limits the lifetime to 30 days', async () => {
    const stage = new TokenStage(() => json({ access_token: 't', expires_in: 25_920_000 }));
    const { lifeMs } = await fetchAccessToken(ADDRESS, APP, stage.network)(undefined, never);
    assert.equal(lifeMs, 2_592_000_000);
  });

  it('distinguishes a wrong API key from a wrong secret key, whatever the status', async () => {
    for (const status of [200, 400, 401]) {
      for (const [description, code] of [
        ['unknown client id', 'api_key_unknown'],
        ['Client authentication failed', 'secret_key_wrong'],
        ['something new', 'invalid_client'],
        [undefined, 'invalid_client'],
      ]) {
        const error = await failure(json({ error: 'invalid_client', error_description: description }, status));
        assert.deepEqual([error.kind, error.details.code], ['credentials', code]);
      }
    }
  });

  it('does not blame the credential for other errors or malformed answers', async () => {
    const error = await failure(json({ error: 'temporarily_unavailable' }, 400));
    assert.deepEqual([error.kind, error.details.code], ['busy', 'temporarily_unavailable']);
    assert.equal((await failure(json({ error: 'slow_down' }, 429))).kind, 'refused');
    assert.equal((await failure(json({}, 503))).kind, 'busy');
    for (const body of [{ access_token: 't' }, { access_token: 't', expires_in: -1 }, { expires_in: 7 }, null]) {
      assert.equal((await failure(json(body))).kind, 'not-json');
    }
  });
});
