import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Secrets } from './secrets.ts';
import { Tokens, type Token, type TokenOptions } from './tokens.ts';

/** A request as received. */
interface VaultRequest {
  readonly method: string;
  readonly path: string;
  readonly namespace: string | undefined;
  readonly token: string | undefined;
}

interface VaultReply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The part of HashiCorp Vault's HTTP API needed to read a secret, on a free local port: KV version 2 at `secret/` and
 * `team/kv/`, lookup and renewal of a token by itself, the seal. (developer.hashicorp.com/vault/api-docs)
 */
export class Vault {
  readonly requests: VaultRequest[] = [];
  readonly secret: Secrets;
  readonly teamKv: Secrets;
  readonly tokens: Tokens;
  /** The namespace that contains everything; `undefined` for the root. */
  namespace: string | undefined;
  isSealed = false;
  /** Sent for every request in place of Vault's response, as by a proxy in front of it. */
  instead: VaultReply | undefined;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  /** @param now milliseconds since 1970, for token lifetimes. */
  constructor(now: () => number = Date.now) {
    this.secret = new Secrets('secret', now);
    this.teamKv = new Secrets('team/kv', now);
    this.tokens = new Tokens(now);
  }

  /** Starts listening and returns its address. */
  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  /** Issues a token that, by default, is valid for an hour and renewable. */
  issue(options: TokenOptions): string {
    return this.tokens.create(options).id;
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const request: VaultRequest = {
      method: incoming.method ?? '',
      path: decodeURIComponent(url.pathname).replace(/^\/v1\//, ''),
      namespace: header(incoming, 'x-vault-namespace'),
      token: header(incoming, 'x-vault-token'),
    };
    const body = await text(incoming);
    this.requests.push(request);
    const isApi = url.pathname.startsWith('/v1/');
    const reply = this.instead ?? (isApi ? this.#route(request, url.searchParams, body) : errors(404));
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', ...reply.headers };
    response.writeHead(reply.status, headers);
    response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
  }

  #route(request: VaultRequest, query: URLSearchParams, body: string): VaultReply {
    const { method, path, namespace } = request;
    if (path === 'sys/seal-status') {
      if (namespace !== undefined) return errors(400, 'unavailable outside of the root namespace');
      return method === 'GET' ? { status: 200, body: this.#sealStatus() } : unsupported();
    }
    if (this.isSealed) return errors(503, 'Vault is sealed');
    const token = this.tokens.find(request.token ?? '');
    if (token === undefined || namespace?.replace(/\/$/, '') !== this.namespace) return denied();
    if (path === 'auth/token/lookup-self') {
      if (!token.hasDefaultPolicy) return denied();
      return method === 'GET' ? envelope({ data: this.#lookup(token) }) : unsupported();
    }
    if (path === 'auth/token/renew-self') {
      if (!token.hasDefaultPolicy) return denied();
      return method === 'POST' || method === 'PUT' ? this.#renew(token, body) : unsupported();
    }
    if (!token.mayRead.includes(path)) return denied();
    return method === 'GET' ? this.#read(path, query) : unsupported();
  }

  #read(path: string, query: URLSearchParams): VaultReply {
    const engine = [this.secret, this.teamKv].find(({ mount }) => path.startsWith(`${mount}/`));
    if (engine === undefined) return errors(404, `no handler for route "${path}". route entry not found.`);
    const inside = path.slice(engine.mount.length + 1);
    if (!inside.startsWith('data/')) {
      const warning = 'Invalid path for a versioned K/V secrets engine. See the API docs.';
      return { status: 404, body: { errors: [], warnings: [warning] } };
    }
    const { status, data } = engine.read(inside.slice('data/'.length), Number(query.get('version') ?? 0));
    return data === undefined ? errors(404) : { ...envelope({ data }), status };
  }

  #renew(token: Token, body: string): VaultReply {
    if (!token.renewable) return errors(400, 'lease is not renewable');
    const increment = readIncrement(body);
    if (increment === 'wrong') return errors(400, 'failed to parse JSON input');
    const left = this.tokens.renew(token, increment);
    const auth = {
      client_token: token.id,
      accessor: token.accessor,
      policies: ['default'],
      token_policies: ['default'],
      metadata: null,
      lease_duration: left,
      renewable: true,
    };
    return envelope({ auth });
  }

  #lookup(token: Token): unknown {
    return {
      accessor: token.accessor,
      creation_time: Math.floor(token.issuedAtMs / 1000),
      creation_ttl: token.ttlSeconds,
      display_name: 'token',
      expire_time: token.ttlSeconds === 0 ? null : new Date(token.expiresAtMs).toISOString(),
      explicit_max_ttl: 0,
      id: token.id,
      num_uses: 0,
      orphan: true,
      path: 'auth/token/create',
      policies: token.hasDefaultPolicy ? ['default'] : [],
      renewable: token.renewable,
      ttl: this.tokens.secondsLeft(token),
      type: 'service',
    };
  }

  #sealStatus(): unknown {
    const progress = { t: 3, n: 5, progress: 0, nonce: '' };
    return { type: 'shamir', initialized: true, sealed: this.isSealed, ...progress, version: '1.19.0' };
  }
}

/** Wraps the response of a secrets engine or an auth method. */
function envelope(content: { readonly data?: unknown; readonly auth?: unknown }): VaultReply {
  const { data = null, auth = null } = content;
  const lease = { request_id: randomUUID(), lease_id: '', renewable: false, lease_duration: 0 };
  return { status: 200, body: { ...lease, data, wrap_info: null, warnings: null, auth } };
}

function errors(status: number, ...messages: readonly string[]): VaultReply {
  return { status, body: { errors: messages } };
}

function denied(): VaultReply {
  return errors(403, 'permission denied');
}

function unsupported(): VaultReply {
  return errors(405, 'unsupported operation');
}

/** Parses seconds, as a number or as `30s`; `undefined` if there is no increment. */
function readIncrement(body: string): number | undefined | 'wrong' {
  if (body === '') return undefined;
  try {
    const { increment } = JSON.parse(body) as { increment?: unknown };
    if (increment === undefined) return undefined;
    const seconds = typeof increment === 'string' ? Number(increment.replace(/s$/, '')) : increment;
    return typeof seconds === 'number' && Number.isInteger(seconds) ? seconds : 'wrong';
  } catch {
    return 'wrong';
  }
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
