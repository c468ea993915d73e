import { isThisComputer } from './thisComputer.ts';

/**
 * The address of a service as a person wrote it, without trailing slashes; `undefined` where it cannot be used. A key never
 * travels unencrypted, except on this machine; credentials in a URL end in logs.
 */
export function safeBaseUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isThisComputer(url))) return undefined;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  return url.href.replace(/\/+$/, '');
}

/** The same for a service that is named without a path, as those that give out tokens are. */
export function safeOrigin(text: string): string | undefined {
  const url = safeBaseUrl(text);
  return url !== undefined && new URL(url).pathname === '/' ? url : undefined;
}
