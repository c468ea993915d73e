import { WenxinError } from './errors.ts';
import type { FailureKind } from './errors.ts';
import { exchangeDetails } from './exchange.ts';
import type { Exchange } from './exchange.ts';

/**
 * Error codes of Node, undici and OpenSSL, and Chromium's names (`net::ERR_…`), which occur where VS Code uses
 * Electron's fetch. The first match decides. Sources: Chromium's `net_error_list.h`, OpenSSL's page
 * "X509_verify_cert_error_string".
 */
const KINDS: readonly (readonly [RegExp, FailureKind])[] = [
  [/^(ENOTFOUND|EAI_\w+|ENODATA|ERR_NAME_\w+|ERR_DNS_\w+)$/, 'dns'],
  [/^ERR_PROXY_AUTH\w*$|^ERR_UNEXPECTED_PROXY_AUTH$/, 'proxy-auth'],
  [/^ERR_TUNNEL_CONNECTION_FAILED$/, 'proxy-refused'],
  [/^ERR_(TOO_MANY|UNSAFE|INVALID)_REDIRECTS?$/, 'redirect'],
  [/^(ERR_)?(CERT|SSL|TLS)_|^ERR_PROXY_CERTIFICATE_INVALID$|^ERR_BAD_SSL_CLIENT_AUTH_CERT$|^EPROTO$/, 'tls'],
  [
    /SELF_SIGNED|^UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)_|^ERROR_IN_CERT_|^HOSTNAME_MISMATCH$|^INVALID_(CA|PURPOSE)$/,
    'tls',
  ],
  [/^(UND_ERR_HEADERS_TIMEOUT)$/, 'timeout'],
  [/^(ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET|UND_ERR_CLOSED|UND_ERR_DESTROYED|HPE_\w+)$/, 'connection-lost'],
  [/^ERR_(CONNECTION_(RESET|CLOSED|ABORTED)|EMPTY_RESPONSE|NETWORK_CHANGED|NETWORK_IO_SUSPENDED)$/, 'connection-lost'],
  [
    /^ERR_(INCOMPLETE_\w+|CONTENT_\w+|INVALID_(HTTP_RESPONSE|CHUNKED_ENCODING)|HTTP2_\w+|QUIC_\w+|SOCKET_\w+)$/,
    'connection-lost',
  ],
];

/**
 * Converts the error of a rejected `fetch`, which means that there was no response. Unknown causes become
 * `unreachable`. The original error is not attached, because undici puts the value of an invalid header, which is the
 * key, into its message.
 */
export function networkError(error: unknown, exchange: Exchange): WenxinError {
  const codes = [...networkCodes(error)];
  for (const code of codes) {
    const kind = KINDS.find(([pattern]) => pattern.test(code))?.[1];
    if (kind !== undefined) return new WenxinError(kind, `No answer: ${code}`, { ...exchangeDetails(exchange), code });
  }
  const { kind, status } = readMessages(error);
  const code = codes[0];
  return new WenxinError(kind, `No answer: ${code ?? 'no known reason'}`, {
    ...exchangeDetails(exchange),
    ...(code === undefined ? {} : { code }),
    ...(status === undefined ? {} : { status }),
  });
}

/**
 * Yields the codes of an error and its causes, outermost first. `fetch` wraps the informative error, and attempts on
 * several addresses come as an `AggregateError`.
 */
export function* networkCodes(error: unknown): Generator<string> {
  for (const one of causes(error)) {
    const code = 'code' in one ? one.code : undefined;
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code)) yield code;
    const chromium = /net::(ERR_[A-Z0-9_]{2,60})/.exec(one.message)?.[1];
    if (chromium !== undefined) yield chromium;
  }
}

function* causes(error: unknown, depth = 0): Generator<Error> {
  if (!(error instanceof Error) || depth > 5) return;
  yield error;
  yield* causes(error.cause, depth + 1);
  if (error instanceof AggregateError) for (const one of error.errors) yield* causes(one, depth + 1);
}

/**
 * Parses messages for facts that undici and Electron give no code for: a refused redirect, and a proxy that refused the
 * tunnel.
 */
function readMessages(error: unknown): { readonly kind: FailureKind; readonly status?: number } {
  for (const { message } of causes(error)) {
    if (/\bredirect/i.test(message)) return { kind: 'redirect' };
    const status = /proxy\b.*\b([1345]\d\d)\b/i.exec(message)?.[1];
    if (status === '407') return { kind: 'proxy-auth' };
    if (status !== undefined) return { kind: 'proxy-refused', status: Number(status) };
  }
  return { kind: 'unreachable' };
}
