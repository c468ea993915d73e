/** The operations that the cache needs of the team's Redis. Each may throw an `Error` with a `code`. */
export interface TeamServer {
  /** Connects if necessary, and sends a PING. No other member connects. */
  ping(): Promise<void>;
  /** Returns the first `maxBytes` of a value. */
  get(key: string, maxBytes: number): Promise<Uint8Array | undefined>;
  set(key: string, value: Uint8Array, lifeMs: number): Promise<void>;
  /** Takes a lease unless it is held. Returns the holder. */
  takeLease(key: string, owner: string, lifeMs: number): Promise<string>;
  /** Extends a lease to `lifeMs` from now. Returns false if the owner no longer holds it. */
  renewLease(key: string, owner: string, lifeMs: number): Promise<boolean>;
  /** Releases a lease, if the owner holds it. */
  releaseLease(key: string, owner: string): Promise<void>;
  /** Deletes all keys with this prefix, in steps. Returns how many there were. */
  deleteAll(prefix: string): Promise<number>;
  /** Returns the approximate number of keys with this prefix. */
  count(prefix: string): Promise<number>;
  /** Closes the connection after everything already sent. The next `ping` opens a new one. */
  disconnect(): void;
}

/** Address of a team's server, and the time limits. */
export interface TeamServerPlace {
  /** Host name or address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** The default user if missing. */
  readonly user?: string;
  readonly password?: string;
  readonly database: number;
  readonly connectTimeoutMs: number;
  readonly commandTimeoutMs: number;
}

/** The Redis client, loaded on demand. */
export interface TeamServerPart {
  readonly createRedisClient: (place: TeamServerPlace) => TeamServer;
}
