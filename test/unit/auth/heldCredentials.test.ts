import assert from 'node:assert/strict';
import type { Credential, HeldCredential } from '../../../src/core/auth/credential.ts';
import { heldCredentials } from '../../../src/core/auth/heldCredentials.ts';
import { TokenKeepers } from '../../../src/core/auth/tokenKeepers.ts';
import type { Proof } from '../../../src/core/auth/withCredentials.ts';
import type { Endpoint } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import type { FetchCall, FetchReply } from '../../support/scriptedFetch.ts';
import { APP, IAM, TokenStage, json } from './tokenStage.ts';

const V2: Endpoint = { name: 'V2', baseUrl: 'https://qianfan.baidubce.com/v2' };
const V1: Endpoint = { name: 'V1', baseUrl: 'https://aip.baidubce.com', api: 'v1' };
const never = new AbortController().signal;
const API_KEY: Credential = { kind: 'apiKey', key: 'bce-v3/ALTAK-a/b' };
const CODE: Credential = { kind: 'accessCode', code: 'c0de' };

describe('Held credentials', () => {
  let stage: TokenStage;
  let keepers: TokenKeepers;
  let iamUrl: string;
  let reply: (call: FetchCall) => FetchReply;
  let accounts: (string | undefined)[];

  beforeEach(() => {
    iamUrl = 'https://iam.bj.baidubce.com';
    accounts = [];
    stage = new TokenStage(call => reply(call));
    // Numbered, so that each token is different.
    reply = ({ url }) => {
      const value = `token-${stage.calls.length}`;
      return json(url.includes('oauth') ? { access_token: value, expires_in: 86_400 } : { token: value });
    };
    const { network, logger } = stage;
    keepers = new TokenKeepers({
      ...network,
      logger,
      iamUrl: () => iamUrl,
      oauthUrl: () => 'https://aip.baidubce.com',
    });
  });

  function prove(
    held: Credential | HeldCredential | undefined,
    endpoint: Endpoint,
    signal: AbortSignal = never,
  ): Promise<Proof> {
    const read = async (account: string | undefined): Promise<HeldCredential | undefined> => {
      accounts.push(account);
      return held === undefined || 'origins' in held ? held : { credential: held, origins: 'any' };
    };
    return heldCredentials({ find: read, keepers, time: stage.time })(endpoint, signal);
  }

  async function sent(held: Credential, endpoint: Endpoint): Promise<{ url: string; authorization: string }> {
    const { url, headers } = (await prove(held, endpoint)).apply('POST', new URL(endpoint.baseUrl));
    return { url: url.href, authorization: headers['Authorization'] ?? '' };
  }

  const refusal = (code: string): WenxinError => new WenxinError('credentials', 'refused', { code });
  const refusedAs = (code: string, host: string) => (error: unknown) => {
    assert.ok(error instanceof WenxinError, String(error));
    assert.deepEqual([error.kind, error.details.code, error.details.host], ['no-credentials', code, host]);
    return true;
  };

  it('authorize V2 with a bearer token: the API key itself, or a token minted from an IAM pair', async () => {
    assert.equal((await sent(API_KEY, V2)).authorization, 'Bearer bce-v3/ALTAK-a/b');
    assert.equal(stage.calls.length, 0);
    assert.equal((await sent(IAM, V2)).authorization, 'Bearer token-1');
    assert.match(stage.calls[0]?.url ?? '', /^https:\/\/iam\.bj\.baidubce\.com\/v1\/BCE-BEARER\/token\?/);
  });

  it('authorize V1 with a signature, an access token, an access code, or an API key for relays', async () => {
    assert.match(
      (await sent(IAM, V1)).authorization,
      new RegExp(`^bce-auth-v1/${IAM.accessKey}/2026-11-22T04:00:00Z/`),
    );
    assert.deepEqual(await sent(APP, V1), { url: 'https://aip.baidubce.com/?access_token=token-1', authorization: '' });
    assert.equal((await sent(CODE, V1)).authorization, 'ACCESSCODE c0de');
    assert.equal((await sent(API_KEY, V1)).authorization, 'Bearer bce-v3/ALTAK-a/b');
    assert.equal(stage.calls.length, 1);
  });

  it('that only work on V1 are rejected for V2 before anything is fetched', async () => {
    for (const credential of [APP, CODE]) {
      await assert.rejects(prove(credential, V2), refusedAs('v1_only', 'qianfan.baidubce.com'));
    }
    assert.deepEqual(stage.calls, []);
  });

  it('are read for the account of the endpoint on each request', async () => {
    await prove(API_KEY, V2);
    await prove(API_KEY, { ...V2, account: 'work' });
    assert.deepEqual(accounts, [undefined, 'work']);
  });

  it('that are missing cause a failure that names the host', async () => {
    await assert.rejects(prove(undefined, V2), (error: unknown) => {
      assert.ok(error instanceof WenxinError);
      assert.deepEqual([error.kind, error.details], ['no-credentials', { host: 'qianfan.baidubce.com' }]);
      return true;
    });
  });

  it('are no longer awaited after an abort, even when their source hangs', async () => {
    const stop = new AbortController();
    const { time } = stage;
    const asking = heldCredentials({ find: () => new Promise(() => undefined), keepers, time })(V2, stop.signal);
    stop.abort(new Error('stopped'));
    await assert.rejects(asking, /stopped/);
  });

  it('are never sent to an origin they were not given for, in any form', async () => {
    const origins = ['https://iam.bj.baidubce.com', 'https://aip.baidubce.com'];
    for (const credential of [API_KEY, IAM, APP, CODE]) {
      for (const baseUrl of ['https://evil.example', 'http://aip.baidubce.com', 'https://aip.baidubce.com:8443']) {
        const endpoint: Endpoint = { name: 'evil', baseUrl, api: 'v1' };
        await assert.rejects(prove({ credential, origins }, endpoint), refusedAs('other_host', new URL(baseUrl).host));
      }
    }
    assert.deepEqual(stage.calls, []);
  });

  it('are not sent to a token service they were not given for', async () => {
    iamUrl = 'https://evil.example';
    const held = { credential: IAM, origins: ['https://qianfan.baidubce.com', 'https://iam.bj.baidubce.com'] };
    await assert.rejects(prove(held, V2), refusedAs('other_host', 'evil.example'));
    assert.deepEqual(stage.calls, []);
  });

  it('are never sent over plain HTTP except to this computer', async () => {
    for (const url of [
      'http://iam.bj.baidubce.com',
      'ftp://iam.bj.baidubce.com',
      'http://127.0.0.1.evil.example',
      '',
    ]) {
      iamUrl = url;
      await assert.rejects(
        prove(IAM, V2),
        (error: unknown) => error instanceof WenxinError && error.details.code === 'https_only',
      );
    }
    assert.deepEqual(stage.calls, []);
    for (const url of ['http://127.0.0.1:8866', 'http://localhost:1', 'http://[::1]:1', 'https://iam.example/']) {
      iamUrl = url;
      await prove(IAM, V2);
    }
    assert.equal(stage.calls.length, 4);
  });

  it('need one token for all requests with the same credential, and a new one when it changes', async () => {
    await Promise.all(Array.from({ length: 1_000 }, () => prove(IAM, V2)));
    assert.equal(stage.calls.length, 1);
    assert.equal((await sent({ ...IAM, secretKey: 'another' }, V2)).authorization, 'Bearer token-2');
    assert.equal((await sent(IAM, V2)).authorization, 'Bearer token-1');
  });

  it('get a new token when the service refused it, once for all requests that used it', async () => {
    for (const [credential, endpoint, codes] of [
      [IAM, V2, ['invalid_iam_token', 'Invalid_IAM_Token']],
      [APP, V1, ['13', '100', '110', '111']],
    ] as const) {
      for (const code of codes) {
        const before = stage.calls.length;
        const proofs = await Promise.all(Array.from({ length: 100 }, () => prove(credential, endpoint)));
        const old = new Set(proofs.map(({ secrets }) => secrets.join()));
        assert.ok(proofs.every(proof => proof.replaceAfter?.(refusal(code)) === true));
        const renewed = await Promise.all(proofs.map(() => prove(credential, endpoint)));
        const fresh = new Set(renewed.map(({ secrets }) => secrets.join()));
        assert.deepEqual([old.size, fresh.size], [1, 1]);
        assert.notDeepEqual(fresh, old);
        assert.ok(stage.calls.length - before <= 2, code);
      }
    }
  });

  it('get no new token after any other refusal, and never for an API key', async () => {
    const [token, key, code] = await Promise.all([prove(IAM, V2), prove(API_KEY, V2), prove(CODE, V1)]);
    for (const other of ['invalid_appid', '6', '14', '']) assert.equal(token.replaceAfter?.(refusal(other)), false);
    assert.equal(token.replaceAfter?.(new WenxinError('busy', 'no code')), false);
    for (const proof of [key, code]) assert.equal(proof.replaceAfter, undefined);
    await prove(IAM, V2);
    assert.equal(stage.calls.length, 1);
  });

  it('that were refused are tried once, until the user changes something', async () => {
    reply = () => json({ error: 'invalid_client', error_description: 'unknown client id' }, 401);
    const all = await Promise.allSettled(Array.from({ length: 100 }, () => prove(APP, V1)));
    assert.ok(all.every(({ status }) => status === 'rejected'));
    await assert.rejects(prove(APP, V1));
    assert.equal(stage.calls.length, 1);
    keepers.forgiveAll();
    await assert.rejects(prove(APP, V1));
    assert.equal(stage.calls.length, 2);
    await assert.rejects(prove({ ...APP, apiKey: 'another' }, V1));
    assert.equal(stage.calls.length, 3);
  });

  it('do not fill the memory when they change often', async () => {
    const { signal } = new AbortController();
    for (let count = 0; count < 40; count++) await prove({ ...IAM, accessKey: `ak ${count}` }, V2, signal);
    await prove({ ...IAM, accessKey: 'ak 39' }, V2);
    assert.equal(stage.calls.length, 40);
    await prove({ ...IAM, accessKey: 'ak 0' }, V2);
    assert.equal(stage.calls.length, 41);
  });

  it('are no longer fetched after they were closed', async () => {
    stage = new TokenStage(() => new Promise(() => undefined));
    const { network, logger } = stage;
    keepers = new TokenKeepers({ ...network, logger, iamUrl: () => iamUrl, oauthUrl: () => iamUrl });
    const proving = assert.rejects(prove(IAM, V2), { kind: 'connection-lost' });
    await stage.clock.advance(0);
    keepers.close();
    await proving;
    assert.equal(stage.calls[0]?.signal.aborted, true);
    assert.equal(stage.clock.pendingTimers, 0);
  });
});
