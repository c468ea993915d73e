import assert from 'node:assert/strict';
import { apiKeyCredentials, readPastedKey } from '../../../src/core/auth/apiKey.ts';
import { decodeApiKey, encodeApiKey } from '../../../src/core/auth/storedApiKey.ts';

const KEY = 'bce-v3/ALTAK-abc/0123456789abcdef';
const ENDPOINT = { name: 'A', baseUrl: 'https://qianfan.baidubce.com/v2' };
const never = new AbortController().signal;

describe('API key', () => {
  it('is sent as a bearer token to an origin it was given for', async () => {
    const credentials = apiKeyCredentials(async () => ({ key: KEY, origins: ['https://qianfan.baidubce.com'] }));
    const { apply, secrets } = await credentials(ENDPOINT, never);
    const url = new URL(ENDPOINT.baseUrl);
    assert.deepEqual(apply('POST', url), { url, headers: { Authorization: `Bearer ${KEY}` } });
    assert.deepEqual(secrets, [KEY]);
  });

  it('is never sent to another origin: not to another host, port or scheme', async () => {
    const credentials = apiKeyCredentials(async () => ({ key: KEY, origins: ['https://qianfan.baidubce.com'] }));
    for (const baseUrl of [
      'https://evil.example/v2',
      'https://qianfan.baidubce.com:8443/v2',
      'http://qianfan.baidubce.com/v2',
      'https://qianfan.baidubce.com.evil.example/v2',
    ]) {
      await assert.rejects(credentials({ name: 'B', baseUrl }, never), { kind: 'no-credentials' });
    }
  });

  it('from the environment goes wherever the same person pointed the endpoint', async () => {
    const credentials = apiKeyCredentials(async () => ({ key: KEY, origins: 'any' }));
    assert.ok(await credentials({ name: 'B', baseUrl: 'https://relay.example/v2' }, never));
  });

  it('that is missing is a failure with the host that needs it', async () => {
    await assert.rejects(apiKeyCredentials(async () => undefined)(ENDPOINT, never), (error: unknown) => {
      assert.ok(error instanceof Error && 'details' in error);
      assert.deepEqual(error.details, { host: 'qianfan.baidubce.com' });
      return true;
    });
  });

  it('is not waited for after a stop, even when the keyring hangs', async () => {
    const stop = new AbortController();
    const asking = apiKeyCredentials(() => new Promise(() => undefined))(ENDPOINT, stop.signal);
    stop.abort(new Error('stopped'));
    await assert.rejects(asking, /stopped/);
  });

  it('is tidied when it is pasted', () => {
    for (const pasted of [KEY, ` ${KEY}\n`, `"${KEY}"`, `Bearer ${KEY}`, `'bearer ${KEY}'`]) {
      assert.deepEqual(readPastedKey(pasted, true), { is: 'key', key: KEY }, pasted);
    }
  });

  it('of a wrong kind is recognised by its shape at Baidu, and left alone elsewhere', () => {
    const hex = '0123456789abcdef0123456789abcdef';
    for (const isBaiduHost of [true, false]) {
      assert.equal(readPastedKey('ALTAKabcdefghij1234567890', isBaiduHost).is, 'accessKey');
    }
    assert.equal(readPastedKey(hex, true).is, 'otherKind');
    assert.equal(readPastedKey(hex, false).is, 'key');
    assert.equal(readPastedKey('sk-anything', true).is, 'key');
  });

  it('that cannot be one is refused before it is sent', () => {
    assert.equal(readPastedKey('  ', true).is, 'empty');
    for (const pasted of ['bce-v3/a b', 'bce-v3/密钥', 'bce-v3/a\nb'])
      assert.equal(readPastedKey(pasted, true).is, 'damaged');
  });

  it('comes back from its stored form, and anything else does not', () => {
    assert.deepEqual(decodeApiKey(encodeApiKey(KEY, ['https://a.example'])), {
      key: KEY,
      origins: ['https://a.example'],
    });
    for (const text of ['', 'null', '{}', '{"version":2}', '{"version":1,"kind":"apiKey","key":1,"origins":[]}']) {
      assert.equal(decodeApiKey(text), undefined);
    }
  });
});
