import type { Authorization } from '../authorization.ts';

/** An API key in the HTTP header that carries it. */
export function bearer(key: string): Authorization {
  const headers = { Authorization: `Bearer ${key}` };
  return { apply: (_, url) => ({ url, headers }), secrets: [key] };
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
