import { createHash } from 'node:crypto';

const ALPHABETS = {
  hex: '0123456789abcdef',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  base64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
};

/**
 * Returns random characters, the same in every run. The sources contain nothing that looks like a secret, because
 * secret scanners of code hosts would report it.
 */
export function madeUp(alphabet: keyof typeof ALPHABETS, length: number, seed = ''): string {
  const characters = ALPHABETS[alphabet];
  let made = '';
  for (let block = 0; made.length < length; block++) {
    for (const byte of createHash('sha512').update(`${alphabet} ${seed} ${block}`).digest()) {
      made += characters.charAt(byte % characters.length);
    }
  }
  return made.slice(0, length);
}

/** Returns a private key in PEM form, with lines of the usual width. */
export function madeUpPem(label = 'RSA ', lines = 12): string {
  const body = madeUp('base64', 64 * lines).match(/.{64}/g) ?? [];
  return [`-----BEGIN ${label}PRIVATE KEY-----`, ...body, `-----END ${label}PRIVATE KEY-----`].join('\n');
}
