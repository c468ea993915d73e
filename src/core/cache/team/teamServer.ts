/** The server a team shares, as far as the cache uses it: a Redis. Each member may throw an `Error` with a `code`. */
export interface TeamServer {
  /** Connects where there is no connection, and asks for a sign of life. Nothing else connects. */
  ping(): Promise<void>;
  /** The first `maxBytes` of a value. */
  get(key: string, maxBytes: number): Promise<Uint8Array | undefined>;
  set(key: string, value: Uint8Array, lifeMs: number): Promise<void>;
  /** Takes a lease unless somebody has it. Returns who has it now. */
  takeLease(key: string, owner: string, lifeMs: number): Promise<string>;
  /** Lets a lease live for `lifeMs` from now. False when it is not the owner's any more. */
  renewLease(key: string, owner: string, lifeMs: number): Promise<boolean>;
  /** Ends a lease, if it is the owner's. */
  releaseLease(key: string, owner: string): Promise<void>;
  /** Deletes all keys that begin with `prefix`, step by step. Returns how many there were. */
  deleteAll(prefix: string): Promise<number>;
  /** About how many keys begin with `prefix`. */
  count(prefix: string): Promise<number>;
  /** Lets the connection go, behind what was sent already. The next `ping` makes another one. */
  disconnect(): void;
}

/** Where a team's server is, and how long it is waited for. */
export interface TeamServerPlace {
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** The default user where missing. */
  readonly user?: string;
  readonly password?: string;
  readonly database: number;
  readonly connectTimeoutMs: number;
  readonly commandTimeoutMs: number;
}

/** The library for Redis, which is loaded when it is needed. */
export interface TeamServerPart {
  readonly createRedisClient: (place: TeamServerPlace) => TeamServer;
}
