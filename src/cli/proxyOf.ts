import { isThisComputer } from '../core/thisComputer.ts';

/** A proxy, and the variable of the environment that names it. */
export interface NamedProxy {
  readonly url: string;
  readonly variable: string;
}

/**
 * The proxy that the environment names for an address, as curl reads it: `https_proxy` before `HTTPS_PROXY`, except for the
 * hosts of `no_proxy` or `NO_PROXY`: names with all below them, perhaps with a port, or `*`. This computer needs none.
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
