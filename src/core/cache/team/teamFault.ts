import { networkError } from '../../networkError.ts';

/** Why a command on a team's server failed. */
export type TeamFault =
  | 'unreachable'
  | 'tls'
  /** User or password is wrong or missing. */
  | 'login'
  /** No reply in time. */
  | 'slow'
  /** It is still loading its data, or a script blocks it. */
  | 'not-ready'
  /** The server is not a Redis. */
  | 'not-redis'
  /** The login has no permission for these commands or keys. */
  | 'forbidden'
  /** Its memory is full, and its eviction policy evicts nothing. */
  | 'full'
  /** It accepts no writes: it is a replica, or its disk is full. */
  | 'read-only'
  /** The key holds a value of another type. */
  | 'wrong-type'
  /** It rejects a command for another reason, for example because it is a cluster, or has no scripts. */
  | 'unfit'
  /** There is no connection, or it was lost. */
  | 'disconnected';

/** The client's own codes, and the first words of Redis error replies (redis/redis src/server.c). */
const FAULTS: Readonly<Record<string, TeamFault>> = {
  NOT_CONNECTED: 'disconnected',
  CONNECTION_CLOSED: 'disconnected',
  COMMAND_TIMEOUT: 'slow',
  NO_REDIS: 'not-redis',
  REPLY_NOAUTH: 'login',
  REPLY_WRONGPASS: 'login',
  REPLY_LOADING: 'not-ready',
  REPLY_BUSY: 'not-ready',
  REPLY_MASTERDOWN: 'not-ready',
  REPLY_NOPERM: 'forbidden',
  REPLY_OOM: 'full',
  REPLY_READONLY: 'read-only',
  REPLY_MISCONF: 'read-only',
  REPLY_NOREPLICAS: 'read-only',
  REPLY_WRONGTYPE: 'wrong-type',
};

const OF_THE_COMMAND: ReadonlySet<TeamFault> = new Set(['forbidden', 'full', 'read-only', 'wrong-type', 'unfit']);

/** Maps an error of a `TeamServer` to a fault. */
export function teamFaultOf(error: unknown): TeamFault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = Object.hasOwn(FAULTS, code) ? FAULTS[code] : undefined;
  if (known !== undefined) return known;
  if (code.startsWith('REPLY_')) return 'unfit';
  return networkError(error, { host: '', secrets: [] }).kind === 'tls' ? 'tls' : 'unreachable';
}

/** Returns true for a fault of one command or key: the server is up, and other commands may succeed. */
export function isOfTheCommand(fault: TeamFault): boolean {
  return OF_THE_COMMAND.has(fault);
}
