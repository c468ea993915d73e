import { isThisComputer } from './thisComputer.ts';

/**
 * Normalizes a service URL that the user entered, without trailing slashes; `undefined` if it is not usable. Requires
 * HTTPS except on this machine, because keys must not travel unencrypted, and rejects credentials in the URL, because
 * URLs end up in logs.
 */
export function safeBaseUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isThisComputer(url))) return undefined;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  return url.href.replace(/\/+$/, '');
}

/** Does the same for a service that must be given without a path, such as a token service. */
export function safeOrigin(text: string): string | undefined {
  const url = safeBaseUrl(text);
  return url !== undefined && new URL(url).pathname === '/' ? url : undefined;
}
