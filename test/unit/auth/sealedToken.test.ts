import assert from 'node:assert/strict';
import { placeOf, seal, unseal } from '../../../src/core/auth/sealedToken.ts';
import type { TokenOrigin } from '../../../src/core/auth/token.ts';
import { IAM } from './tokenStage.ts';

const origin: TokenOrigin = {
  kind: 'minted',
  url: 'https://iam.bj.baidubce.com/v1/BCE-BEARER/token',
  id: IAM.accessKey,
  secret: IAM.secretKey,
};
const key = new Uint8Array(32).fill(7);
const token = { value: 'bce-v3/ALTAK-token/abcdef', lifeMs: 1_000, sinceMs: 1_700_000_000_000 };

describe('a sealed token', () => {
  it('comes back with the same key for the same credential and address', () => {
    assert.deepEqual(unseal(seal(token, origin, key), origin, key), token);
  });

  it('shows nothing, and looks different each time', () => {
    const sealed = Buffer.from(seal(token, origin, key));
    assert.notDeepEqual(sealed, Buffer.from(seal(token, origin, key)));
    for (const part of [token.value, 'ALTAK', origin.id, origin.secret, origin.url]) {
      assert.equal(sealed.includes(part), false, part);
    }
  });

  it('does not open with another key, or for another kind, address or credential', () => {
    const sealed = seal(token, origin, key);
    assert.equal(unseal(sealed, origin, new Uint8Array(32).fill(8)), undefined);
    for (const change of [
      { kind: 'access' },
      { url: 'https://evil.example/' },
      { id: 'x' },
      { secret: 'x' },
    ] as const) {
      assert.equal(unseal(sealed, { ...origin, ...change }, key), undefined, JSON.stringify(change));
    }
  });

  it('does not open when a single byte of it was changed, or any is missing', () => {
    const sealed = seal(token, origin, key);
    for (let index = 0; index < sealed.length; index++) {
      const changed = Uint8Array.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      assert.equal(unseal(changed, origin, key), undefined, `byte ${index}`);
      assert.equal(unseal(sealed.subarray(0, index), origin, key), undefined, `${index} bytes`);
    }
  });

  it('counts as none when something else was sealed', () => {
    for (const other of [{}, { ...token, value: '' }, { ...token, lifeMs: -1 }, { ...token, sinceMs: 'x' }]) {
      assert.equal(unseal(seal(other as typeof token, origin, key), origin, key), undefined);
    }
  });

  it('has its place by what names the credential, which neither shows it nor moves with the secret', () => {
    assert.match(placeOf(origin), /^[0-9a-f]{64}$/);
    assert.equal(placeOf({ ...origin, secret: 'x' }), placeOf(origin));
    for (const change of [{ kind: 'access' }, { url: 'https://other.example/' }, { id: 'x' }] as const) {
      assert.notEqual(placeOf({ ...origin, ...change }), placeOf(origin));
    }
  });
});
