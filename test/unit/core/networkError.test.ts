import assert from 'node:assert/strict';

import type { FailureKind } from '../../../src/core/errors.ts';
import { networkError } from '../../../src/core/networkError.ts';
import { fetchFailed } from '../../support/scriptedFetch.ts';

const EXCHANGE = { host: 'qianfan.example', model: 'ernie-5.1', secrets: [] };

const CODES: Partial<Record<FailureKind, readonly string[]>> = {
  dns: ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'net::ERR_NAME_NOT_RESOLVED', 'net::ERR_DNS_TIMED_OUT'],
  unreachable: [
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ETIMEDOUT',
    'UND_ERR_CONNECT_TIMEOUT',
    'SOMETHING_NEW',
    'net::ERR_CONNECTION_REFUSED',
    'net::ERR_CONNECTION_TIMED_OUT',
    'net::ERR_INTERNET_DISCONNECTED',
    'net::ERR_PROXY_CONNECTION_FAILED',
  ],
  'connection-lost': [
    'ECONNRESET',
    'EPIPE',
    'UND_ERR_SOCKET',
    'HPE_INVALID_CONSTANT',
    'net::ERR_CONNECTION_RESET',
    'net::ERR_EMPTY_RESPONSE',
    'net::ERR_NETWORK_CHANGED',
  ],
  tls: [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'CERT_UNTRUSTED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'EPROTO',
    'net::ERR_CERT_AUTHORITY_INVALID',
    'net::ERR_CERT_DATE_INVALID',
    'net::ERR_SSL_PROTOCOL_ERROR',
    'net::ERR_PROXY_CERTIFICATE_INVALID',
  ],
  'proxy-auth': ['net::ERR_PROXY_AUTH_UNSUPPORTED', 'net::ERR_PROXY_AUTH_REQUESTED'],
  'proxy-refused': ['net::ERR_TUNNEL_CONNECTION_FAILED'],
  redirect: ['net::ERR_TOO_MANY_REDIRECTS', 'net::ERR_UNSAFE_REDIRECT'],
  timeout: ['UND_ERR_HEADERS_TIMEOUT'],
};

describe('A failed fetch', () => {
  for (const [kind, codes] of Object.entries(CODES)) {
    for (const code of codes) {
      it(`is ${kind} for ${code}`, () => {
        const error = code.startsWith('net::') ? new Error(code) : fetchFailed(code);
        const failure = networkError(error, EXCHANGE);
        assert.equal(failure.kind, kind);
        const told = code.replace('net::', '');
        assert.deepEqual(failure.details, { host: 'qianfan.example', model: 'ernie-5.1', code: told });
        assert.equal(failure.message, `No answer: ${told}`);
      });
    }
  }

  it('has the code of its attempts on several addresses', () => {
    const each = ['ECONNREFUSED', 'ENETUNREACH'].map(code => Object.assign(new Error(), { code }));
    const error = new TypeError('fetch failed', { cause: new AggregateError(each) });
    assert.equal(networkError(error, EXCHANGE).details.code, 'ECONNREFUSED');
  });

  it('is classified by its message when there is no code', () => {
    const redirect = new TypeError('fetch failed', { cause: new Error('unexpected redirect') });
    assert.equal(networkError(redirect, EXCHANGE).kind, 'redirect');
    const tunnel = new TypeError('fetch failed', {
      cause: new Error('Proxy response (407) !== 200 when HTTP Tunneling'),
    });
    assert.equal(networkError(tunnel, EXCHANGE).kind, 'proxy-auth');
    const refusal = new TypeError('fetch failed', {
      cause: new Error('Proxy response (403) !== 200 when HTTP Tunneling'),
    });
    assert.equal(networkError(refusal, EXCHANGE).kind, 'proxy-refused');
    assert.equal(networkError(refusal, EXCHANGE).details.status, 403);
  });

  it('is unreachable when nothing else is known, even if it is no error or its own cause', () => {
    assert.equal(networkError('text', EXCHANGE).kind, 'unreachable');
    const circular = new Error('round');
    circular.cause = circular;
    assert.equal(networkError(circular, EXCHANGE).kind, 'unreachable');
  });
});
