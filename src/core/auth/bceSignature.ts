import { createHmac } from 'node:crypto';

/** IAM's access key and secret key. */
export interface IamPair {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** The signed parts of a request. The body is never signed. */
interface SignedParts {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: URL;
  /** All headers to sign, including `host`; they must be sent with exactly these values. */
  readonly headers: Readonly<Record<string, string>>;
}

/** When a signature is created and how long it is valid. */
interface Validity {
  /** Milliseconds since 1970, by the service's clock. */
  readonly signedAtMs: number;
  readonly lifeSeconds: number;
}

/**
 * Returns the `Authorization` header for Baidu's `bce-auth-v1` (Baidu Reference/s/njwvz1yfu). The HMAC key of the
 * signature is the hexadecimal text of the derived key, not its bytes.
 */
export function bceSignature(parts: SignedParts, pair: IamPair, { signedAtMs, lifeSeconds }: Validity): string {
  const headers = Object.entries(parts.headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .filter(([, value]) => value !== '');
  const prefix = `bce-auth-v1/${pair.accessKey}/${bceDate(signedAtMs)}/${lifeSeconds}`;
  const canonicalRequest = [
    parts.method,
    canonicalPath(parts.url),
    canonicalQuery(parts.url),
    sorted(headers.map(([name, value]) => `${encode(name)}:${encode(value)}`)).join('\n'),
  ].join('\n');
  const signature = hmac(hmac(pair.secretKey, prefix), canonicalRequest);
  return `${prefix}/${sorted(headers.map(([name]) => name)).join(';')}/${signature}`;
}

/** Formats a time for `bce-auth-v1` and the header `x-bce-date`: UTC, without milliseconds. */
export function bceDate(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Normalizes escapes (uppercase; none for unreserved characters) and escapes all other characters that need it. */
function canonicalPath({ pathname }: URL): string {
  return pathname.replace(/%[0-9A-F]{2}|[^/]/gi, one => (one.length === 3 ? canonicalEscape(one) : encode(one)));
}

function canonicalEscape(escape: string): string {
  const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  return /[\w.~-]/.test(character) ? character : escape.toUpperCase();
}

/** Sorts the encoded `name=value` strings: `text10=` comes before `text1=`, which comes before `text=`. */
function canonicalQuery({ searchParams }: URL): string {
  const pairs = [...searchParams].filter(([name]) => name.toLowerCase() !== 'authorization');
  return sorted(pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`)).join('&');
}

/** Percent-encodes per RFC 3986, which escapes more characters than `encodeURIComponent`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Sorts by bytes; the strings are ASCII. */
function sorted(texts: readonly string[]): string[] {
  return [...texts].sort((a, b) => (a < b ? -1 : 1));
}

function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
