import type { Authorization } from '../authorization.ts';

/** Creates an authorization that sends an API key as a bearer token. */
export function bearer(key: string): Authorization {
  const headers = { Authorization: `Bearer ${key}` };
  return { apply: (_, url) => ({ url, headers }), secrets: [key] };
}

/** What a pasted text is, judged by its format. Qianfan's keys are `bce-v3/ALTAK…/…`; other hosts use any format. */
export type PastedKey =
  | { readonly is: 'key'; readonly key: string }
  | { readonly is: 'empty' }
  /** Contains spaces, line breaks or characters that are invalid in an HTTP header. */
  | { readonly is: 'damaged' }
  /** An IAM access key id, which is half of another kind of credential. */
  | { readonly is: 'accessKey' }
  /** The hexadecimal or alphanumeric format of IAM secret keys and of legacy applications' keys. */
  | { readonly is: 'otherKind'; readonly key: string };

/** Cleans up a pasted key (surrounding spaces, quotes, a leading `Bearer`) and classifies it by its format. */
export function readPastedKey(pasted: string, isBaiduHost: boolean): PastedKey {
  const key = pasted
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .replace(/^bearer\s+/i, '')
    .trim();
  if (key === '') return { is: 'empty' };
  if (!/^[\x21-\x7e]+$/.test(key)) return { is: 'damaged' };
  // Only Baidu's access key ids have this format, so it is recognized for any host.
  if (/^ALTAK[\w-]+$/.test(key)) return { is: 'accessKey' };
  if (!isBaiduHost || key.startsWith('bce-v3/')) return { is: 'key', key };
  if (/^([0-9a-f]{32}|[0-9A-Za-z]{24}|[0-9A-Za-z]{32})$/.test(key)) return { is: 'otherKind', key };
  return { is: 'key', key };
}
