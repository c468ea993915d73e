import { createPrivateKey, X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { Agent, Pool, ProxyAgent, fetch as undiciFetch, type Dispatcher, type RequestInit as UndiciInit } from 'undici';

/** Network settings of an endpoint that differ from VS Code's. Certificates and keys are PEM. */
export interface EndpointNetwork {
  /** The only certificate authorities trusted for the endpoint; defaults to Node's. */
  readonly caPem?: string;
  /** Presented to the endpoint, never to the proxy. */
  readonly clientCertificate?: { readonly certPem: string; readonly keyPem: string };
  /** `http:` or `https:`, optionally with a user name and password. */
  readonly proxyUrl?: string;
}

/** A `fetch` with its own connections. */
export interface EndpointFetch {
  /** Like Node's, but takes URLs only, no `Request`s. It has no timeouts besides connecting. */
  readonly fetch: typeof globalThis.fetch;
  /** Aborts all requests and closes all connections. */
  dispose(): Promise<void>;
}

/** The part of an `EndpointNetwork` that is unusable. */
export type NetworkFlaw =
  | 'bad_ca'
  | 'bad_client_certificate'
  /** Not PEM, or protected by a passphrase. */
  | 'bad_client_key'
  /** The certificate and the key do not match. */
  | 'client_key_mismatch'
  | 'bad_proxy';

/** The exports of this file, which is a separate bundle loaded on demand. */
export interface EndpointFetchPart {
  readonly createEndpointFetch: typeof createEndpointFetch;
}

/** Callers set their own timeouts; undici's defaults would cut off a model that reasons for longer. */
const NO_LIMITS = { headersTimeout: 0, bodyTimeout: 0 };

/**
 * Creates a `fetch` with its own dispatcher, so that other requests are not affected. Throws an `Error` with a
 * `NetworkFlaw` as `code`. Neither that error nor any failure of the fetch contains a key or a proxy password.
 */
export function createEndpointFetch(network: EndpointNetwork): EndpointFetch {
  const dispatcher = createDispatcher(network);
  return {
    async fetch(input, init) {
      if (typeof input !== 'string' && !(input instanceof URL)) throw new TypeError('Only addresses are fetched');
      // An instance of undici's own class, which has all members of Node's.
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
    // A company's proxy usually has a certificate of the company's authority, but not always.
    proxyTls: caPem === undefined ? {} : { ca: [...rootCertificates, caPem] },
  });
}

/** The overload of `Dispatcher.connect` that the proxy agent uses. */
type ConnectTunnel = (to: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData>;

/**
 * Creates the connection pool for a proxy. When a proxy closes the connection before the tunnel is established, undici
 * 7 retries forever, but only for errors with this code (nodejs/undici#3897; fixed in 8, which needs a newer Node than
 * VS Code 1.104 has).
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

/** Node ignores invalid certificates, and would then trust fewer authorities than configured. */
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

/** Removes the user name and password from the URL, which undici may quote. */
function readProxy(text: string): { readonly uri: string; readonly token?: string } {
  const url = read('bad_proxy', () => new URL(text));
  if (!['http:', 'https:'].includes(url.protocol) || url.hostname === '') throw flaw('bad_proxy');
  const { username, password } = url;
  const uri = url.origin;
  if (username === '' && password === '') return { uri };
  const login = read('bad_proxy', () => `${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return { uri, token: `Basic ${Buffer.from(login).toString('base64')}` };
}

/** The parsers' errors are not attached: they may quote the input. */
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
