import { createHmac } from 'node:crypto';

/** IAM's access key and secret key. */
export interface IamPair {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** The part of a request that is signed. Its body never is. */
interface SignedParts {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: URL;
  /** All headers to be signed, `host` among them; they have to go over the wire with just these values. */
  readonly headers: Readonly<Record<string, string>>;
}

/** When a signature is made and for how long it holds. */
interface Validity {
  /** Milliseconds since 1970, by the service's clock. */
  readonly signedAtMs: number;
  readonly lifeSeconds: number;
}

/**
 * The value of the header `Authorization` by Baidu's `bce-auth-v1` (Baidu Reference/s/njwvz1yfu). The key of the
 * signature itself is the hexadecimal text of the derived key, not its bytes.
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

/** A moment as `bce-auth-v1` and the header `x-bce-date` write it: UTC, without milliseconds. */
export function bceDate(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** What is escaped in the URL stays so, in capitals; what URLs leave alone and the signature does not is escaped too. */
function canonicalPath({ pathname }: URL): string {
  return pathname.replace(/%[0-9A-F]{2}|[^/]/gi, one => (one.length === 3 ? canonicalEscape(one) : encode(one)));
}

function canonicalEscape(escape: string): string {
  const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  return /[\w.~-]/.test(character) ? character : escape.toUpperCase();
}

/** Sorted as finished pairs: `text10=` stands before `text1=`, and that before `text=`. */
function canonicalQuery({ searchParams }: URL): string {
  const pairs = [...searchParams].filter(([name]) => name.toLowerCase() !== 'authorization');
  return sorted(pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`)).join('&');
}

/** RFC 3986, which escapes more than `encodeURIComponent`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** By bytes: all of it is ASCII. */
function sorted(texts: readonly string[]): string[] {
  return [...texts].sort((a, b) => (a < b ? -1 : 1));
}

function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
