import { networkInterfaces } from 'node:os';
import type { Clock } from './clock.ts';
import type { Unsubscribe } from './emitter.ts';

/** This computer's addresses by interface, as returned by Node's `os.networkInterfaces`. */
type Interfaces = Readonly<
  Record<string, readonly { readonly address: string; readonly internal: boolean }[] | undefined>
>;

interface NetworkWatchOptions {
  readonly clock: Clock;
  readonly interfaces?: () => Interfaces;
}

/** Polling interval while there are listeners. Node has no event for interface changes. */
const LOOK_MS = 2_000;

/**
 * Detects whether this computer has a network, judged only by its interfaces: a network without internet access counts
 * as one.
 */
export class NetworkWatch {
  readonly #clock: Clock;
  readonly #interfaces: () => Interfaces;
  readonly #listeners = new Set<() => void>();
  #known: ReadonlySet<string> = new Set();
  #cancel: (() => void) | undefined;

  constructor({ clock, interfaces = networkInterfaces }: NetworkWatchOptions) {
    this.#clock = clock;
    this.#interfaces = interfaces;
  }

  /** Returns true if there are no external addresses. */
  readonly isOffline = (): boolean => this.#addresses().size === 0;

  /** Calls the listener when an interface comes up or gets another address. Polls only while there are listeners. */
  readonly onUp = (listener: () => void): Unsubscribe => {
    // Wrapped, so that subscribing the same function twice creates two subscriptions.
    const own = (): void => listener();
    this.#listeners.add(own);
    if (this.#cancel === undefined) {
      this.#known = this.#addresses();
      this.#lookLater();
    }
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size > 0) return;
      this.#cancel?.();
      this.#cancel = undefined;
    };
  };

  #lookLater(): void {
    this.#cancel = this.#clock.after(LOOK_MS, () => {
      const before = this.#known;
      this.#known = this.#addresses();
      this.#lookLater();
      if ([...this.#known].every(address => before.has(address))) return;
      for (const listener of [...this.#listeners]) listener();
    });
  }

  #addresses(): ReadonlySet<string> {
    const addresses = Object.entries(this.#interfaces()).flatMap(([name, each = []]) =>
      each.filter(({ internal }) => !internal).map(({ address }) => `${name} ${address}`),
    );
    return new Set(addresses);
  }
}
