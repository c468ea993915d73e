import { networkError } from '../../networkError.ts';

/** Why a team's server did not do what it was asked. */
export type TeamFault =
  | 'unreachable'
  | 'tls'
  /** User or password are wrong or missing. */
  | 'login'
  /** No answer in time. */
  | 'slow'
  /** It still loads its data, or a script keeps it busy. */
  | 'not-ready'
  /** Something else than a Redis answers. */
  | 'not-redis'
  /** The login may not use these commands or keys. */
  | 'forbidden'
  /** Its memory is full, and its settings let it drop nothing. */
  | 'full'
  /** It takes no writes: a replica, or a disk that is full. */
  | 'read-only'
  /** Somebody keeps something else under this key. */
  | 'wrong-type'
  /** It refuses a command for another reason: a cluster, or a Redis without scripts. */
  | 'unfit'
  /** There is no connection, or there is none any more. */
  | 'disconnected';

/** The client's own codes, and the words that Redis's error replies begin with (redis/redis src/server.c). */
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

/** What the error of a `TeamServer` means. */
export function teamFaultOf(error: unknown): TeamFault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = Object.hasOwn(FAULTS, code) ? FAULTS[code] : undefined;
  if (known !== undefined) return known;
  if (code.startsWith('REPLY_')) return 'unfit';
  return networkError(error, { host: '', secrets: [] }).kind === 'tls' ? 'tls' : 'unreachable';
}

/** True when it is about one command or key: the server lives, and others may go well. */
export function isOfTheCommand(fault: TeamFault): boolean {
  return OF_THE_COMMAND.has(fault);
}
