import { isIPv4 } from 'node:net';

/** Address of a team's Redis, as entered by the user. */
export interface TeamAddress {
  /** For display and logs: without user and password. */
  readonly name: string;
  /** IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  readonly user?: string;
  readonly password?: string;
  readonly database: number;
}

/** Why an address is rejected. */
export type TeamAddressComplaint =
  | 'not-an-address'
  /** A scheme other than `redis` and `rediss`. */
  | 'not-redis'
  /** No TLS, and not on this computer. */
  | 'insecure'
  /** The path is not a database number, or there is a query or fragment. */
  | 'wrong-database';

const DEFAULT_PORT = 6379;

/**
 * Parses `redis://` or `rediss://[user[:password]@]host[:port][/database]` (iana.org/assignments/uri-schemes/prov/redis
 * and …/rediss).
 */
export function parseTeamAddress(text: string): TeamAddress | TeamAddressComplaint {
  if (!URL.canParse(text.trim())) return 'not-an-address';
  const url = new URL(text.trim());
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') return 'not-redis';
  const isTls = url.protocol === 'rediss:';
  if (url.hostname === '') return 'not-an-address';
  if (!isTls && !isLoopback(url.hostname)) return 'insecure';
  const [, database = '0'] = /^\/?(\d{1,4})?$/.exec(url.pathname) ?? [undefined, 'wrong'];
  if (database === 'wrong' || url.search !== '' || url.hash !== '') return 'wrong-database';
  const user = decoded(url.username);
  const password = decoded(url.password);
  if (user === undefined || password === undefined) return 'not-an-address';
  return {
    name: `${url.protocol}//${url.host}`,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    isTls,
    ...(user !== '' && { user }),
    ...(password !== '' && { password }),
    database: Number(database),
  };
}

/** Exact names and literal addresses only: a host such as `localhost.example.com` leads elsewhere. */
function isLoopback(host: string): boolean {
  return /^(localhost|\[::1\])$/i.test(host) || (isIPv4(host) && host.startsWith('127.'));
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A literal percent sign must be written as %25.
    return undefined;
  }
}
