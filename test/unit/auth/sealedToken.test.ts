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

describe('A sealed token', () => {
  it('is restored with the same key for the same credential and URL', () => {
    assert.deepEqual(unseal(seal(token, origin, key), origin, key), token);
  });

  it('reveals nothing, and differs each time', () => {
    const sealed = Buffer.from(seal(token, origin, key));
    assert.notDeepEqual(sealed, Buffer.from(seal(token, origin, key)));
    for (const part of [token.value, 'ALTAK', origin.id, origin.secret, origin.url]) {
      assert.equal(sealed.includes(part), false, part);
    }
  });

  it('cannot be opened with another key, or for another kind, URL or credential', () => {
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

  it('cannot be opened when any byte was changed or removed', () => {
    const sealed = seal(token, origin, key);
    for (let index = 0; index < sealed.length; index++) {
      const changed = Uint8Array.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      assert.equal(unseal(changed, origin, key), undefined, `byte ${index}`);
      assert.equal(unseal(sealed.subarray(0, index), origin, key), undefined, `${index} bytes`);
    }
  });

  it('is rejected when its content is not a valid token', () => {
    for (const other of [{}, { ...token, value: '' }, { ...token, lifeMs: -1 }, { ...token, sinceMs: 'x' }]) {
      assert.equal(unseal(seal(other as typeof token, origin, key), origin, key), undefined);
    }
  });

  it('is stored under a hash that hides the credential and does not depend on its secret', () => {
    assert.match(placeOf(origin), /^[0-9a-f]{64}$/);
    assert.equal(placeOf({ ...origin, secret: 'x' }), placeOf(origin));
    for (const change of [{ kind: 'access' }, { url: 'https://other.example/' }, { id: 'x' }] as const) {
      assert.notEqual(placeOf({ ...origin, ...change }), placeOf(origin));
    }
  });
});
