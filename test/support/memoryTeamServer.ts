import type { TeamServer } from '../../src/core/cache/team/teamServer.ts';
import type { VirtualClock } from './virtualClock.ts';

/** What happens to a client's commands: they are answered after some milliseconds, never, or fail with a code. */
export type Fare = number | 'never' | { readonly code: string };

/** The server's memory, shared by several clients. */
export class TeamMemory {
  readonly #clock: VirtualClock;
  readonly #values = new Map<string, { readonly value: Uint8Array | string; readonly untilMs: number }>();

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  get(key: string): Uint8Array | string | undefined {
    const kept = this.#values.get(key);
    return kept !== undefined && kept.untilMs > this.#clock.monotonicMs() ? kept.value : undefined;
  }

  set(key: string, value: Uint8Array | string, lifeMs: number): void {
    this.#values.set(key, { value, untilMs: this.#clock.monotonicMs() + lifeMs });
  }

  delete(key: string): boolean {
    return this.#values.delete(key);
  }

  /** Returns the keys that have not expired, in insertion order. */
  keys(): string[] {
    return [...this.#values.keys()].filter(key => this.get(key) !== undefined);
  }

  lifeMs(key: string): number {
    return (this.#values.get(key)?.untilMs ?? 0) - this.#clock.monotonicMs();
  }
}

/** A client of an in-memory server. Like the real one, it only connects by `ping`. */
export class MemoryTeamServer implements TeamServer {
  /** Names of the commands that were sent, including `ping`. */
  readonly sent: string[] = [];
  fare: Fare = 0;
  isConnected = false;
  readonly #memory: TeamMemory;
  readonly #clock: VirtualClock;

  constructor(memory: TeamMemory, clock: VirtualClock) {
    this.#memory = memory;
    this.#clock = clock;
  }

  async ping(): Promise<void> {
    await this.#send('ping', () => undefined);
    this.isConnected = true;
  }

  get(key: string, maxBytes: number): Promise<Uint8Array | undefined> {
    return this.#command('get', () => {
      const value = this.#memory.get(key);
      return typeof value === 'string' ? Buffer.from(value) : value?.subarray(0, maxBytes);
    });
  }

  set(key: string, value: Uint8Array, lifeMs: number): Promise<void> {
    return this.#command('set', () => this.#memory.set(key, value, lifeMs));
  }

  takeLease(key: string, owner: string, lifeMs: number): Promise<string> {
    return this.#command('takeLease', () => {
      const holder = this.#memory.get(key);
      if (holder !== undefined) return String(holder);
      this.#memory.set(key, owner, lifeMs);
      return owner;
    });
  }

  renewLease(key: string, owner: string, lifeMs: number): Promise<boolean> {
    return this.#command('renewLease', () => {
      if (this.#memory.get(key) !== owner) return false;
      this.#memory.set(key, owner, lifeMs);
      return true;
    });
  }

  releaseLease(key: string, owner: string): Promise<void> {
    return this.#command('releaseLease', () => {
      if (this.#memory.get(key) === owner) this.#memory.delete(key);
    });
  }

  deleteAll(prefix: string): Promise<number> {
    return this.#command('deleteAll', () => this.#keys(prefix).filter(key => this.#memory.delete(key)).length);
  }

  count(prefix: string): Promise<number> {
    return this.#command('count', () => this.#keys(prefix).length);
  }

  disconnect(): void {
    this.isConnected = false;
  }

  #keys(prefix: string): string[] {
    return this.#memory.keys().filter(key => key.startsWith(prefix));
  }

  #command<T>(name: string, act: () => T): Promise<T> {
    if (this.isConnected) return this.#send(name, act);
    return Promise.reject(failure('NOT_CONNECTED'));
  }

  /** The command takes effect at once; only its response is delayed. */
  #send<T>(name: string, act: () => T): Promise<T> {
    this.sent.push(name);
    const { fare } = this;
    if (fare === 'never') return new Promise(() => undefined);
    if (typeof fare === 'object') return Promise.reject(failure(fare.code));
    const result = act();
    return fare === 0
      ? Promise.resolve(result)
      : new Promise(resolve => this.#clock.after(fare, () => resolve(result)));
  }
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}
