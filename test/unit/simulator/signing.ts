import { createHmac } from 'node:crypto';
import type { IamPair } from '../../support/simulator/settings.ts';

/** What a test may do differently from a good signer. */
export interface SigningChange {
  readonly timestamp?: string;
  readonly lifeS?: number | string;
  /** The list as it stands in the header; default `host`. */
  readonly signedHeaders?: string;
  /** The canonical lines of what is said to be signed; default that of the host. */
  readonly canonicalHeaders?: string;
  readonly canonicalQuery?: string;
}

/** `YYYY-MM-DDThh:mm:ssZ`. */
export function timestampOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

/**
 * A second opinion on bce-auth-v1, for URLs that need no encoding: signs the host alone, written after Baidu
 * Reference/s/njwvz1yfu and without the simulator's code.
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
