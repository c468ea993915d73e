import { createHmac } from 'node:crypto';

/** The parts of a request that a signature covers; the body is not one of them. */
export interface SignedParts {
  readonly method: string;
  /** Path and query as in the request line, percent-encoded. */
  readonly target: string;
  /** The signed headers, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Computes a bce-auth-v1 signature (Baidu Reference/s/njwvz1yfu). `prefix` is the beginning of the header,
 * `bce-auth-v1/<access key>/<timestamp>/<seconds>`. Throws a URIError if the target is not valid percent-encoding.
 */
export function signatureOf(secretKey: string, prefix: string, parts: SignedParts): string {
  // The second HMAC uses the hexadecimal text of the first as its key, not its bytes.
  const signingKey = hmac(secretKey, prefix);
  return hmac(signingKey, canonicalRequest(parts));
}

/** Returns method, path, query and headers in canonical form, separated by line feeds. */
export function canonicalRequest({ method, target, headers }: SignedParts): string {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? '' : target.slice(mark + 1);
  return [method.toUpperCase(), canonicalPath(path), canonicalQuery(query), canonicalHeaders(headers)].join('\n');
}

function canonicalPath(path: string): string {
  const encoded = path.split('/').map(part => encode(decodeURIComponent(part)));
  return encoded.join('/') || '/';
}

function canonicalQuery(query: string): string {
  const lines = query
    .split('&')
    .filter(pair => pair !== '')
    .map(pair => {
      const [name = '', ...value] = pair.split('=').map(decodeURIComponent);
      return { name, value: value.join('=') };
    })
    .filter(({ name }) => name.toLowerCase() !== 'authorization')
    .map(({ name, value }) => `${encode(name)}=${encode(value)}`);
  return lines.toSorted(byBytes).join('&');
}

function canonicalHeaders(headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers)
    .map(([name, value]) => ({ name: name.toLowerCase(), value: value.trim() }))
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => `${encode(name)}:${encode(value)}`);
  return lines.toSorted(byBytes).join('\n');
}

/** Encodes every byte except the unreserved ones of RFC 3986; `encodeURIComponent` leaves five more unencoded. */
function encode(text: string): string {
  const hex = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, hex);
}

/** The lines are ASCII, so the order of code units is that of bytes. */
function byBytes(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function hmac(key: string, message: string): string {
  return createHmac('sha256', key).update(message).digest('hex');
}
