import type { TeamSecret } from './teamSecrets.ts';

/** A Redis server as entered by the user. */
export type TeamServer = Omit<TeamSecret, 'key'>;

/** Why a text is not a valid server address. `insecure`: unencrypted, and not on this computer. */
export type AddressComplaint = 'not-an-address' | 'not-redis' | 'insecure' | 'wrong-database';

/** Why a text is not a team key. */
export type KeyComplaint = 'not-a-team-key' | 'newer' | 'incomplete' | 'mistyped';

/** Why a server cannot be used for a team cache. */
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

/** Functions of the core for teams and their servers. */
export interface TeamTools {
  /** Creates a key, in the form that users share. */
  readonly newKey: () => string;
  /** Parses a pasted key, ignoring stray characters around it. */
  readonly readKey: (text: string) => { readonly key: string } | KeyComplaint;
  /** Parses an address, separating the password in it. */
  readonly readAddress: (text: string) => TeamServer | AddressComplaint;
  /**
   * Contacts the server, for a few seconds at most, and returns its response time. Rejects only with the signal's
   * reason.
   */
  readonly check: (secret: TeamSecret, signal: AbortSignal) => Promise<{ readonly ms: number } | ServerComplaint>;
}
