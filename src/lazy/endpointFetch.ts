import { createPrivateKey, X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { Agent, Pool, ProxyAgent, fetch as undiciFetch, type Dispatcher, type RequestInit as UndiciInit } from 'undici';

/** What makes the way to an endpoint another one than VS Code's. Texts are PEM. */
export interface EndpointNetwork {
  /** The only authorities that are trusted for the endpoint; Node's own where missing. */
  readonly caPem?: string;
  /** Shown to the endpoint, never to the proxy. */
  readonly clientCertificate?: { readonly certPem: string; readonly keyPem: string };
  /** `http:` or `https:`, perhaps with a name and a password. */
  readonly proxyUrl?: string;
}

/** A way to the network of its own. */
export interface EndpointFetch {
  /** As Node's, for addresses and not for `Request`s. Has no limits of time of its own beyond connecting. */
  readonly fetch: typeof globalThis.fetch;
  /** Breaks off everything that is under way, and lets all connections go. */
  dispose(): Promise<void>;
}

/** Which part of an `EndpointNetwork` cannot be used. */
export type NetworkFlaw =
  | 'bad_ca'
  | 'bad_client_certificate'
  /** Not PEM, or locked by a passphrase. */
  | 'bad_client_key'
  /** Certificate and key do not belong together. */
  | 'client_key_mismatch'
  | 'bad_proxy';

/** What this file is when it is loaded as a part of its own. */
export interface EndpointFetchPart {
  readonly createEndpointFetch: typeof createEndpointFetch;
}

/** The caller's limits stand above: undici's own would cut off a model that thinks for longer. */
const NO_LIMITS = { headersTimeout: 0, bodyTimeout: 0 };

/**
 * Makes a `fetch` with a dispatcher of its own, so that nobody else's requests are touched. Throws an `Error` with a
 * `NetworkFlaw` as `code`; neither that nor any failure of the fetch holds a key or a proxy's password.
 */
export function createEndpointFetch(network: EndpointNetwork): EndpointFetch {
  const dispatcher = createDispatcher(network);
  return {
    async fetch(input, init) {
      if (typeof input !== 'string' && !(input instanceof URL)) throw new TypeError('Only addresses are fetched');
      // Of undici's own classes, which have all that Node's have.
      const answer: unknown = await undiciFetch(input, { ...(init as UndiciInit | undefined), dispatcher });
      return answer as Response;
    },
    dispose: () => dispatcher.destroy(),
  };
}

function createDispatcher({ caPem, clientCertificate, proxyUrl }: EndpointNetwork): Dispatcher {
  if (caPem !== undefined) checkAuthorities(caPem);
  if (clientCertificate !== undefined) checkClient(clientCertificate);
  const endpointTls = {
    ...(caPem !== undefined && { ca: caPem }),
    ...(clientCertificate !== undefined && { cert: clientCertificate.certPem, key: clientCertificate.keyPem }),
  };
  if (proxyUrl === undefined) return new Agent({ ...NO_LIMITS, connect: endpointTls });
  return new ProxyAgent({
    ...NO_LIMITS,
    ...readProxy(proxyUrl),
    clientFactory: tunnelPool,
    requestTls: endpointTls,
    // A company's proxy mostly has a certificate of the company's authority, but need not.
    proxyTls: caPem === undefined ? {} : { ca: [...rootCertificates, caPem] },
  });
}

/** Of `Dispatcher.connect`, the form that the proxy agent uses. */
type ConnectTunnel = (to: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData>;

/**
 * The connections to a proxy. When a proxy hangs up before the tunnel stands, undici 7 tries again for ever, but only at
 * errors with this code (nodejs/undici#3897; 8 is mended, and wants a newer Node than VS Code 1.104 has).
 */
function tunnelPool(origin: URL, options: Pool.Options): Dispatcher {
  const pool = new Pool(origin, options);
  const connect: unknown = pool.connect.bind(pool);
  const connectOnce: ConnectTunnel = to =>
    (connect as ConnectTunnel)(to).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'UND_ERR_SOCKET')) throw error;
      throw Object.assign(new Error('The proxy hung up'), { code: 'ECONNRESET' });
    });
  return Object.assign(pool, { connect: connectOnce });
}

/** Node ignores what is no certificate, and so would trust fewer authorities than were meant. */
function checkAuthorities(pem: string): void {
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? [];
  if (certificates.length === 0) throw flaw('bad_ca');
  for (const certificate of certificates) read('bad_ca', () => new X509Certificate(certificate));
}

function checkClient({ certPem, keyPem }: NonNullable<EndpointNetwork['clientCertificate']>): void {
  const certificate = read('bad_client_certificate', () => new X509Certificate(certPem));
  const key = read('bad_client_key', () => createPrivateKey(keyPem));
  if (!certificate.checkPrivateKey(key)) throw flaw('client_key_mismatch');
}

/** Name and password are taken out of the address, which undici may quote. */
function readProxy(text: string): { readonly uri: string; readonly token?: string } {
  const url = read('bad_proxy', () => new URL(text));
  if (!['http:', 'https:'].includes(url.protocol) || url.hostname === '') throw flaw('bad_proxy');
  const { username, password } = url;
  const uri = url.origin;
  if (username === '' && password === '') return { uri };
  const login = read('bad_proxy', () => `${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return { uri, token: `Basic ${Buffer.from(login).toString('base64')}` };
}

/** The parsers' own errors are not attached: they may quote what they parsed. */
function read<T>(what: NetworkFlaw, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw flaw(what);
  }
}

function flaw(code: NetworkFlaw): Error {
  return Object.assign(new Error(`The endpoint's own network cannot be used: ${code}`), { code });
}
