import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  CREDENTIAL_FIELDS,
  credentialFields,
  expiresAtField,
} from '../../../../src/core/auth/sources/credentialFields.ts';

const KEY = { kind: 'apiKey', key: 'bce-v3/a/b' } as const;

describe('A credential written as fields', () => {
  it('is of one of four kinds, with all fields of its kind', () => {
    const kinds = [
      KEY,
      { kind: 'iam', accessKey: 'a', secretKey: 'b' },
      { kind: 'app', apiKey: 'a', secretKey: 'b' },
      { kind: 'accessCode', code: 'c' },
    ] as const;
    for (const credential of kinds) {
      assert.deepEqual(credentialFields(credential), { credential });
      for (const name of Object.keys(credential)) {
        assert.ok(CREDENTIAL_FIELDS.has(name));
        assert.equal(credentialFields({ ...credential, [name]: undefined }), undefined, name);
        assert.equal(credentialFields({ ...credential, [name]: 7 }), undefined, name);
      }
    }
    assert.equal(credentialFields({ kind: 'password', key: 'a' }), undefined);
  });

  it('expires at a time with a zone, at seconds since 1970, or never', () => {
    const atMs = Date.UTC(2026, 10, 22, 4);
    for (const expiresAt of [
      '2026-11-22T04:00:00Z',
      '2026-11-22T12:00:00+08:00',
      '2026-11-22T04:00:00.000000000Z',
      atMs / 1000,
      String(atMs / 1000),
    ]) {
      assert.deepEqual(
        credentialFields({ ...KEY, expiresAt }),
        { credential: KEY, expiresAtMs: atMs },
        String(expiresAt),
      );
      assert.equal(expiresAtField({ expiresAt }), atMs);
    }
    assert.deepEqual(credentialFields({ ...KEY, expiresAt: null }), { credential: KEY });
    assert.equal(expiresAtField({}), undefined);
  });

  it('is invalid when its expiry cannot be parsed, because it would be kept forever', () => {
    for (const expiresAt of ['tomorrow', '2026-11-22', '2026-13-40T04:00:00Z', Date.now(), 3600, -1, NaN, '', true]) {
      assert.equal(credentialFields({ ...KEY, expiresAt }), undefined, String(expiresAt));
      assert.equal(expiresAtField({ expiresAt }), 'wrong');
    }
  });

  it('has values that are valid in a header, without a trailing line break', () => {
    assert.deepEqual(credentialFields({ ...KEY, key: 'bce-v3/a/b\n' }), { credential: KEY });
    for (const key of ['', ' ', 'two words', 'a\r\nb', '密钥', 'x'.repeat(4097)]) {
      assert.equal(credentialFields({ ...KEY, key }), undefined);
    }
  });

  it('ignores prototypes and unknown fields, and never makes the parser throw', () => {
    const hostile: unknown = JSON.parse('{"__proto__":{"kind":"apiKey","key":"a"},"constructor":1}');
    assert.equal(credentialFields(hostile), undefined);
    assert.equal(Object.hasOwn(credentialFields({ ...KEY, note: 'ours' })?.credential ?? {}, 'note'), false);
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        assert.equal(credentialFields(value), undefined);
      }),
    );
  });
});
