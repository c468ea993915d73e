import type { TeamSecret } from './teamSecrets.ts';

/** A Redis server as a person names it. */
export type TeamServer = Omit<TeamSecret, 'key'>;

/** Why a text is no address of a team's server. `insecure`: not encrypted, and beyond this computer. */
export type AddressComplaint = 'not-an-address' | 'not-redis' | 'insecure' | 'wrong-database';

/** Why a text is no team key. */
export type KeyComplaint = 'not-a-team-key' | 'newer' | 'incomplete' | 'mistyped';

/** Why a server is not good for a team cache. */
export type ServerComplaint =
  | 'unreachable'
  | 'disconnected'
  | 'slow'
  | 'tls'
  | 'login'
  | 'forbidden'
  | 'not-redis'
  | 'not-ready'
  | 'full'
  | 'read-only'
  | 'wrong-type'
  | 'unfit';

/** What the core knows of teams and their servers. */
export interface TeamTools {
  /** A new key, in the form people hand on. */
  readonly newKey: () => string;
  /** The key without what comes along when people copy. */
  readonly readKey: (text: string) => { readonly key: string } | KeyComplaint;
  /** The address, and the password that stood in it. */
  readonly readAddress: (text: string) => TeamServer | AddressComplaint;
  /** Asks the server, for some seconds at most, and tells how long it took. Rejects with the signal's reason only. */
  readonly check: (secret: TeamSecret, signal: AbortSignal) => Promise<{ readonly ms: number } | ServerComplaint>;
}
