import { abortable } from '../abortable.ts';
import type { Authorization } from '../authorization.ts';
import { WenxinError } from '../errors.ts';
import type { Credentials } from './withCredentials.ts';

/** An API key and the origins (scheme, host, port) a person gave it for. */
export interface ApiKey {
  readonly key: string;
  /** `any` for a key from the environment: whoever set it chose the endpoints too. */
  readonly origins: readonly string[] | 'any';
}

/** Reads the key anew, because it may change at any time. `undefined` when there is none. */
export type ReadApiKey = () => Promise<ApiKey | undefined>;

/**
 * Proves who asks with an API key (V2, `Authorization: Bearer`).
 * A key never goes to an origin it was not given for; that and a missing key throw `no-credentials`.
 */
export function apiKeyCredentials(read: ReadApiKey): Credentials {
  return async (endpoint, signal) => {
    const apiKey = await abortable(read(), signal);
    const { origin, host } = new URL(endpoint.baseUrl);
    if (!apiKey) throw new WenxinError('no-credentials', 'no API key is set', { host });
    if (!mayReceive(apiKey, origin)) {
      throw new WenxinError('no-credentials', 'the API key was not given for this host', { host, code: 'other_host' });
    }
    return bearer(apiKey.key);
  };
}

/** An API key in the HTTP header that carries it. */
export function bearer(key: string): Authorization {
  const headers = { Authorization: `Bearer ${key}` };
  return { apply: (_, url) => ({ url, headers }), secrets: [key] };
}

/** Whether what a person gave may go to this origin. */
export function mayReceive({ origins }: Pick<ApiKey, 'origins'>, origin: string): boolean {
  return origins === 'any' || origins.includes(origin);
}

/** What a pasted text is, as far as its shape tells. Qianfan's keys are `bce-v3/ALTAK…/…`; other hosts use any shape. */
export type PastedKey =
  | { readonly is: 'key'; readonly key: string }
  | { readonly is: 'empty' }
  /** Spaces, line breaks or characters that no HTTP header can hold. */
  | { readonly is: 'damaged' }
  /** An IAM access key id, which is one half of another kind of credentials. */
  | { readonly is: 'accessKey' }
  /** The hexadecimal or alphanumeric form of IAM secret keys and of old applications' keys. */
  | { readonly is: 'otherKind'; readonly key: string };

/** Tidies what a person pasted (spaces around, quotes, a leading `Bearer`) and recognises it by its shape. */
export function readPastedKey(pasted: string, isBaiduHost: boolean): PastedKey {
  const key = pasted
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .replace(/^bearer\s+/i, '')
    .trim();
  if (key === '') return { is: 'empty' };
  if (!/^[\x21-\x7e]+$/.test(key)) return { is: 'damaged' };
  // Baidu's alone have this shape, so that it is one wherever it is pasted.
  if (/^ALTAK[\w-]+$/.test(key)) return { is: 'accessKey' };
  if (!isBaiduHost || key.startsWith('bce-v3/')) return { is: 'key', key };
  if (/^([0-9a-f]{32}|[0-9A-Za-z]{24}|[0-9A-Za-z]{32})$/.test(key)) return { is: 'otherKind', key };
  return { is: 'key', key };
}
