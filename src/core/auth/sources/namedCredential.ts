import { readPastedKey } from '../apiKey.ts';
import type { Credential } from '../credential.ts';

/** The result of reading variables with the names of Baidu's SDK. */
export type NamedCredential =
  | { readonly is: 'credential'; readonly credential: Credential }
  | { readonly is: 'none' }
  /** One value of a pair is missing (`half`), or contains characters that no key has (`damaged`). */
  | { readonly is: 'half' | 'damaged'; readonly kind: 'apiKey' | 'iam' | 'app' };

/**
 * Reads the credential from variables with the names of Baidu's SDK (its `consts.py`). The first kind with any value
 * set is used: QIANFAN_BEARER_TOKEN, then QIANFAN_ACCESS_KEY with QIANFAN_SECRET_KEY, then QIANFAN_AK with QIANFAN_SK.
 * Half a pair is reported as a mistake; later kinds are not tried.
 */
export function namedCredential(variables: Readonly<Record<string, string | undefined>>): NamedCredential {
  const apiKey = readPastedKey(variables['QIANFAN_BEARER_TOKEN'] ?? '', false);
  if (apiKey.is === 'key') return { is: 'credential', credential: { kind: 'apiKey', key: apiKey.key } };
  if (apiKey.is !== 'empty') return { is: 'damaged', kind: 'apiKey' };

  const iam = readPair(variables['QIANFAN_ACCESS_KEY'], variables['QIANFAN_SECRET_KEY']);
  if (Array.isArray(iam)) {
    return { is: 'credential', credential: { kind: 'iam', accessKey: iam[0], secretKey: iam[1] } };
  }
  if (iam !== 'none') return { is: iam, kind: 'iam' };

  const app = readPair(variables['QIANFAN_AK'], variables['QIANFAN_SK']);
  if (Array.isArray(app)) return { is: 'credential', credential: { kind: 'app', apiKey: app[0], secretKey: app[1] } };
  return app === 'none' ? { is: 'none' } : { is: app, kind: 'app' };
}

function readPair(
  name: string | undefined,
  secret: string | undefined,
): [name: string, secret: string] | 'none' | 'half' | 'damaged' {
  const [first, second] = [tidy(name), tidy(secret)];
  if (first === '' && second === '') return 'none';
  if (first === '' || second === '') return 'half';
  return [first, second].every(each => /^[\x21-\x7e]+$/.test(each)) ? [first, second] : 'damaged';
}

function tidy(value = ''): string {
  return value
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .trim();
}
