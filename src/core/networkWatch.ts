import { networkInterfaces } from 'node:os';
import type { Clock } from './clock.ts';
import type { Unsubscribe } from './emitter.ts';

/** The addresses of this computer by interface, as Node's `os.networkInterfaces` gives them. */
type Interfaces = Readonly<
  Record<string, readonly { readonly address: string; readonly internal: boolean }[] | undefined>
>;

interface NetworkWatchOptions {
  readonly clock: Clock;
  readonly interfaces?: () => Interfaces;
}

/** How often the interfaces are looked at while somebody waits for a network. Node has no event for them. */
const LOOK_MS = 2_000;

/** Knows whether this computer has a network, as far as its interfaces tell: a network that leads nowhere counts as one. */
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

  /** True when no interface leads to another computer. */
  readonly isOffline = (): boolean => this.#addresses().size === 0;

  /** Calls back when an interface came up, or got another address. Looks only while somebody listens. */
  readonly onUp = (listener: () => void): Unsubscribe => {
    // An own function, so that who listens twice can stop twice.
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
