import { sourceFailure } from './sourceFailure.ts';

/** Where in Vault the credential lies, as a person wrote it; empty texts mean that nothing is set. */
export interface VaultSettings {
  /** With scheme and port, for example `https://vault.company.example:8200`. VAULT_ADDR where empty. */
  readonly address: string;
  /** The path of Vault's API (`secret/data/wenxin`), or as its command line names it (`secret/wenxin`). */
  readonly path: string;
  /** VAULT_NAMESPACE where empty. */
  readonly namespace: string;
}

/** The same, checked. */
export interface VaultPlace {
  readonly host: string;
  /** Ends with `/v1/`. */
  readonly api: URL;
  /** Of the secret below `api`. */
  readonly path: string;
  readonly namespace: string | undefined;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Checks where Vault is and what is read there. Throws `vault_unset`, `vault_insecure` or `vault_settings`. */
export function vaultPlace(settings: VaultSettings, environment: NodeJS.ProcessEnv): VaultPlace {
  const address = settings.address.trim() || (environment['VAULT_ADDR'] ?? '').trim();
  const namespace = settings.namespace.trim() || (environment['VAULT_NAMESPACE'] ?? '').trim();
  if (address === '' || settings.path.trim() === '') throw sourceFailure('vault_unset', 'no address or no path is set');
  const api = readAddress(address);
  const path = readPath(settings.path);
  if (!/^[\x21-\x7e]*$/.test(namespace)) throw sourceFailure('vault_settings', 'the namespace has no form of one');
  return { host: api.host, api, path, namespace: namespace === '' ? undefined : namespace };
}

/** A proxy before Vault may give it a path of its own. A name or password in an address would end in logs. */
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
 * The API of KV version 2 reads `MOUNT/data/PATH`, while people and the command line say `MOUNT/PATH`. Where no `data`
 * stands in between it is put behind the first part: a mount of several parts has to be written with it.
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
