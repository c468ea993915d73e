import type { IncomingMessage } from 'node:http';
import type { IamPair } from '../settings.ts';
import { signatureOf } from './signature.ts';

/**
 * Reason why a signature is refused. `expired`: too old, or signed by a clock that differs too much from the service's.
 */
export type SignatureFault = 'missing' | 'malformed' | 'unknownKey' | 'expired' | 'wrong';

/** `oddities`: deviations that the service tolerates but a correct client avoids. */
export type SignatureVerdict =
  | { readonly pair: IamPair; readonly oddities: readonly string[] }
  | { readonly fault: SignatureFault; readonly why: string };

const MAX_SKEW_MS = 30 * 60_000;
const HEADER = /^bce-auth-v1\/([^/]+)\/([^/]+)\/([^/]+)\/([^/]*)\/([0-9a-f]{64})$/;
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
/**
 * Headers that an empty list of signed headers stands for, in addition to every `x-bce-*` (Baidu
 * Reference/s/njwvz1yfu).
 */
const DEFAULT_HEADERS = ['host', 'content-length', 'content-type', 'content-md5'];

/** Checks the bce-auth-v1 signature of a request against the service's clock. */
export function checkSignature(request: IncomingMessage, pairs: readonly IamPair[], nowMs: number): SignatureVerdict {
  const header = request.headers.authorization;
  if (header === undefined) return { fault: 'missing', why: 'there is no Authorization header' };
  const [, accessKey = '', timestamp = '', lifeS = '', list = '', signature] = HEADER.exec(header) ?? [];
  if (signature === undefined) return { fault: 'malformed', why: 'Authorization is no bce-auth-v1' };
  const signedAtMs = TIMESTAMP.test(timestamp) ? Date.parse(timestamp) : NaN;
  if (Number.isNaN(signedAtMs)) return { fault: 'malformed', why: 'the timestamp is not YYYY-MM-DDThh:mm:ssZ' };
  if (!/^[1-9]\d{0,8}$/.test(lifeS)) return { fault: 'malformed', why: 'the life is no number of seconds' };
  const names = signedNames(request, list);
  if (!names?.includes('host')) return { fault: 'malformed', why: 'host is not signed' };

  const pair = pairs.find(candidate => candidate.accessKey === accessKey);
  if (!pair) return { fault: 'unknownKey', why: 'no such access key' };
  if (nowMs > signedAtMs + Number(lifeS) * 1000) return { fault: 'expired', why: 'the signature has outlived itself' };
  if (Math.abs(nowMs - signedAtMs) > MAX_SKEW_MS) return { fault: 'expired', why: 'the clocks are too far apart' };
  const prefix = `bce-auth-v1/${accessKey}/${timestamp}/${lifeS}`;
  if (signature !== expectedSignature(request, pair, prefix, names))
    return { fault: 'wrong', why: 'the signature does not match' };
  return { pair, oddities: oddities(request, names, signedAtMs) };
}

/** Returns `undefined` if the list does not consist of lower-case header names. */
function signedNames(request: IncomingMessage, list: string): string[] | undefined {
  if (list === '') return Object.keys(request.headers).filter(isSignedByDefault);
  return /^[a-z0-9-]+(;[a-z0-9-]+)*$/.test(list) ? list.split(';') : undefined;
}

function isSignedByDefault(name: string): boolean {
  return DEFAULT_HEADERS.includes(name) || name.startsWith('x-bce-');
}

function expectedSignature(request: IncomingMessage, pair: IamPair, prefix: string, names: string[]): string | null {
  const headers = Object.fromEntries(names.map(name => [name, String(request.headers[name] ?? '')]));
  try {
    return signatureOf(pair.secretKey, prefix, { method: request.method ?? '', target: request.url ?? '', headers });
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function oddities(request: IncomingMessage, names: readonly string[], signedAtMs: number): string[] {
  const unsigned = Object.keys(request.headers).filter(name => name.startsWith('x-bce-') && !names.includes(name));
  const date = request.headers['x-bce-date'];
  // Baidu's JavaScript SDK reads the clock twice, for the header and for the signature, so they may differ by a second.
  const isOff = date !== undefined && !(Math.abs(Date.parse(String(date)) - signedAtMs) <= 1_000);
  return [
    ...unsigned.map(name => `${name} is not signed`),
    ...(isOff ? ['x-bce-date is not the time of the signature'] : []),
  ];
}
