import { createHmac } from 'node:crypto';
import type { IamPair } from '../../support/simulator/settings.ts';

/** The parts of a signature that a test may change. */
export interface SigningChange {
  readonly timestamp?: string;
  readonly lifeS?: number | string;
  /** The list as it appears in the header; default `host`. */
  readonly signedHeaders?: string;
  /** The canonical lines of the headers listed as signed; default that of the host. */
  readonly canonicalHeaders?: string;
  readonly canonicalQuery?: string;
}

/** Formats a time as `YYYY-MM-DDThh:mm:ssZ`. */
export function timestampOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

/**
 * Signs the host of a URL that needs no encoding with bce-auth-v1. An independent implementation after Baidu
 * Reference/s/njwvz1yfu that shares no code with the simulator.
 */
export function authorizationFor(
  url: string,
  method: string,
  pair: Pick<IamPair, 'accessKey' | 'secretKey'>,
  change: SigningChange = {},
): string {
  const { host, pathname, search } = new URL(url);
  const { timestamp = timestampOf(Date.now()), lifeS = 1800, signedHeaders = 'host' } = change;
  const prefix = `bce-auth-v1/${pair.accessKey}/${timestamp}/${lifeS}`;
  const query = change.canonicalQuery ?? search.slice(1);
  const headers = change.canonicalHeaders ?? `host:${host.replace(':', '%3A')}`;
  const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex');
  const signature = hmac(hmac(pair.secretKey, prefix), [method, pathname, query, headers].join('\n'));
  return `${prefix}/${signedHeaders}/${signature}`;
}
