import type { EndpointFetch, EndpointFetchPart } from '../lazy/endpointFetch.ts';
import { type NamedProxy, proxyOf } from './proxyOf.ts';
import { Stop } from './stop.ts';

/** Network access as configured by the environment. */
export interface NetworkWay {
  /** Node's `fetch`, or one through a proxy. Node itself applies `NODE_EXTRA_CA_CERTS` to both. */
  readonly fetch: typeof globalThis.fetch;
  /** Throws a `Stop` when the proxy for an address is unusable. */
  check(address: string): void;
  close(): Promise<void>;
}

/** Creates it. The proxy code is loaded on first use, from a file beside the program's bundle. */
export function networkWay(environment: NodeJS.ProcessEnv): NetworkWay {
  const made = new Map<string, EndpointFetch>();
  const through = ({ url, variable }: NamedProxy): EndpointFetch => {
    let way = made.get(url);
    if (way === undefined) {
      way = makeWay(url, variable);
      made.set(url, way);
    }
    return way;
  };
  return {
    fetch: async (input, init) => {
      const proxy = proxyOf(new URL(input instanceof Request ? input.url : input), environment);
      return proxy === undefined ? globalThis.fetch(input, init) : through(proxy).fetch(input, init);
    },
    check(address) {
      const proxy = proxyOf(new URL(address), environment);
      if (proxy !== undefined) through(proxy);
    },
    close: async () => {
      await Promise.all([...made.values()].map(way => way.dispose()));
    },
  };
}

function makeWay(proxyUrl: string, variable: string): EndpointFetch {
  const { createEndpointFetch } = load();
  try {
    return createEndpointFetch({ proxyUrl });
  } catch {
    // The error is dropped: it may quote the proxy URL, which may hold a password.
    throw new Stop('badProxy', { name: variable });
  }
}

function load(): EndpointFetchPart {
  try {
    return require('./endpointFetch.cjs') as EndpointFetchPart;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') throw new Stop('noProxyPart');
    throw error;
  }
}
