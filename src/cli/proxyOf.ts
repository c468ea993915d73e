import { isThisComputer } from '../core/thisComputer.ts';

/** A proxy and the environment variable that names it. */
export interface NamedProxy {
  readonly url: string;
  readonly variable: string;
}

/**
 * Returns the environment's proxy for an address, by curl's rules: `https_proxy` before `HTTPS_PROXY`, except for hosts
 * in `no_proxy` or `NO_PROXY`. Entries match a host and its subdomains, optionally with a port; `*` matches all.
 * Loopback addresses never use a proxy.
 */
export function proxyOf(address: URL, environment: NodeJS.ProcessEnv): NamedProxy | undefined {
  if (isThisComputer(address)) return undefined;
  const names = address.protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy'];
  const variable = names.find(name => environment[name]);
  const url = variable === undefined ? undefined : environment[variable];
  if (variable === undefined || url === undefined) return undefined;
  const exceptions = environment['no_proxy'] ?? environment['NO_PROXY'] ?? '';
  if (exceptions.split(/[\s,]+/).some(exception => isMeant(exception, address))) return undefined;
  return { url: url.includes('://') ? url : `http://${url}`, variable };
}

function isMeant(exception: string, { hostname, port, protocol }: URL): boolean {
  if (exception === '*') return true;
  const [, name = '', wantedPort] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(exception.toLowerCase()) ?? [];
  if (name === '') return false;
  const hasPort = wantedPort === undefined || wantedPort === (port || (protocol === 'https:' ? '443' : '80'));
  return hasPort && (hostname === name || hostname.endsWith(`.${name}`));
}
