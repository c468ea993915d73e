import type { Authorization } from '../authorization.ts';
import type { AuthorizedRequest } from '../chat.ts';
import { WenxinError } from '../errors.ts';
import type { SentQuestion } from '../sentQuestion.ts';
import type { Dialect } from './dialect.ts';

/** An HTTP request, ready to send. */
export interface WireRequest {
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * Writes an attempt in its protocol. Throws `invalid` for an invalid URL, for what the protocol does not support, and
 * if there is no question, and `credentials` for a key that cannot be sent.
 */
export function wireRequest(request: AuthorizedRequest, sent: SentQuestion, dialect: Dialect): WireRequest {
  if (sent.messages.length === 0) throw new WenxinError('invalid', 'There is no question in the messages');
  const { resource, body, appId } = dialect.question(request, sent);
  const address = wireUrl(request.endpoint.baseUrl, resource);
  const { url, headers } = authorized(request.authorization, 'POST', address, appId);
  headers.set('content-type', 'application/json');
  headers.set('accept', 'text/event-stream');
  return { url, headers, body: JSON.stringify(body) };
}

/** Returns the URL of one of the service's resources. Throws `invalid` if it is not an http(s) URL. */
export function wireUrl(baseUrl: string, resource: string): URL {
  if (URL.canParse(baseUrl)) {
    const url = new URL(baseUrl);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/${resource}`;
    if (url.protocol === 'https:' || url.protocol === 'http:') return url;
  }
  throw new WenxinError('invalid', 'The address of the endpoint is not an http(s) address');
}

/**
 * Returns the URL and headers with authentication and application id. Throws `credentials` or `invalid` if a value
 * cannot be sent in a header.
 */
export function authorized(
  authorization: Authorization,
  method: 'GET' | 'POST' | 'DELETE',
  address: URL,
  appId?: string,
): { readonly url: URL; readonly headers: Headers } {
  const sending = authorization.apply(method, address);
  const headers = new Headers();
  for (const [name, value] of Object.entries(sending.headers)) set(name, value, 'credentials');
  if (appId !== undefined && appId !== '') set('appid', appId, 'invalid');
  return { url: sending.url, headers };

  function set(name: string, value: string, kind: 'credentials' | 'invalid'): void {
    try {
      headers.set(name, value);
    } catch {
      // The original error message contains the value.
      throw new WenxinError(kind, `The header ${name} cannot hold its value`);
    }
  }
}
