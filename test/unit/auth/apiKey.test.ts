import assert from 'node:assert/strict';
import { bearer, readPastedKey } from '../../../src/core/auth/apiKey.ts';

const KEY = 'bce-v3/ALTAK-abc/0123456789abcdef';

describe('An API key', () => {
  it('is sent as a bearer token', () => {
    const url = new URL('https://qianfan.baidubce.com/v2/models');
    const { apply, secrets } = bearer(KEY);
    assert.deepEqual(apply('GET', url), { url, headers: { Authorization: `Bearer ${KEY}` } });
    assert.deepEqual(secrets, [KEY]);
  });

  it('is cleaned up when it is pasted', () => {
    for (const pasted of [KEY, ` ${KEY}\n`, `"${KEY}"`, `Bearer ${KEY}`, `'bearer ${KEY}'`]) {
      assert.deepEqual(readPastedKey(pasted, true), { is: 'key', key: KEY }, pasted);
    }
  });

  it('of another kind is recognized by its format at Baidu, and accepted elsewhere', () => {
    const hex = '0123456789abcdef0123456789abcdef';
    for (const isBaiduHost of [true, false]) {
      assert.equal(readPastedKey('ALTAKabcdefghij1234567890', isBaiduHost).is, 'accessKey');
    }
    assert.equal(readPastedKey(hex, true).is, 'otherKind');
    assert.equal(readPastedKey(hex, false).is, 'key');
    assert.equal(readPastedKey('sk-anything', true).is, 'key');
  });

  it('that is malformed is rejected before it is sent', () => {
    assert.equal(readPastedKey('  ', true).is, 'empty');
    for (const pasted of ['bce-v3/a b', 'bce-v3/密钥', 'bce-v3/a\nb'])
      assert.equal(readPastedKey(pasted, true).is, 'damaged');
  });
});
