import { sourceFailure } from './sourceFailure.ts';

/** The location of the credential in Vault, as entered by the user; empty strings mean not set. */
export interface VaultSettings {
  /** With scheme and port, for example `https://vault.company.example:8200`. Defaults to VAULT_ADDR if empty. */
  readonly address: string;
  /** The path in Vault's API (`secret/data/wenxin`) or in its command line (`secret/wenxin`). */
  readonly path: string;
  /** Defaults to VAULT_NAMESPACE if empty. */
  readonly namespace: string;
}

/** The validated settings. */
export interface VaultPlace {
  readonly host: string;
  /** Ends with `/v1/`. */
  readonly api: URL;
  /** The path of the secret relative to `api`. */
  readonly path: string;
  readonly namespace: string | undefined;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Validates Vault's address, path and namespace. Throws `vault_unset`, `vault_insecure` or `vault_settings`. */
export function vaultPlace(settings: VaultSettings, environment: NodeJS.ProcessEnv): VaultPlace {
  const address = settings.address.trim() || (environment['VAULT_ADDR'] ?? '').trim();
  const namespace = settings.namespace.trim() || (environment['VAULT_NAMESPACE'] ?? '').trim();
  if (address === '' || settings.path.trim() === '') throw sourceFailure('vault_unset', 'no address or no path is set');
  const api = readAddress(address);
  const path = readPath(settings.path);
  if (!/^[\x21-\x7e]*$/.test(namespace)) throw sourceFailure('vault_settings', 'the namespace has no form of one');
  return { host: api.host, api, path, namespace: namespace === '' ? undefined : namespace };
}

/** The address may have a path, because of a proxy. User info is rejected: it would end up in logs. */
function readAddress(text: string): URL {
  const wrong = sourceFailure('vault_settings', 'the address has no form of one');
  if (!URL.canParse(text)) throw wrong;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw wrong;
  if (url.protocol === 'http:' && !LOOPBACK.includes(url.hostname)) {
    throw sourceFailure('vault_insecure', 'the address is not https', { host: url.host });
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') throw wrong;
  return new URL(`${url.origin}${url.pathname.replace(/\/+$/, '')}/v1/`);
}

/**
 * The API of KV version 2 reads `MOUNT/data/PATH`, but users and the command line write `MOUNT/PATH`. Without a `data`
 * in between, it is inserted after the first segment; a mount of several segments must be written with it.
 * (developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2)
 */
function readPath(text: string): string {
  const parts = text
    .trim()
    .replace(/^\/+|\/+$/g, '')
    .replace(/^v1\//, '')
    .split('/');
  const isWrong = parts.length < 2 || parts.some(part => /^\.{0,2}$|[\u0000-\u001f\u007f]/.test(part));
  if (isWrong) throw sourceFailure('vault_settings', 'the path has no form of one');
  const [mount = '', ...rest] = parts;
  const isWhole = parts.slice(1, -1).includes('data');
  return (isWhole ? parts : [mount, 'data', ...rest]).map(encodeURIComponent).join('/');
}
