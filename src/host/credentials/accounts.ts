import { type Account, type AccountList, accountNamed, withAccount, withoutAccount } from '../../core/auth/account.ts';
import type { HeldCredential } from '../../core/auth/credential.ts';
import type { FindCredential } from '../../core/auth/heldCredentials.ts';
import { Emitter } from '../../core/emitter.ts';
import { describeError, WenxinError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { CredentialSource } from '../settings.ts';
import type { AccountStore } from './accountStore.ts';

/** Remembers over restarts that accounts were stored. Holds nothing of them. */
export interface StoredMarker {
  get(): boolean;
  set(isStored: boolean): void;
}

/** Where credentials come from, if not from the secret storage. */
export type OtherSource = Exclude<CredentialSource, 'secretStorage'>;

interface AccountsOptions {
  readonly store: AccountStore;
  readonly source: () => CredentialSource;
  /** Each gives the one credential it has, whatever the account. */
  readonly others: Readonly<Record<OtherSource, (signal: AbortSignal) => Promise<HeldCredential | undefined>>>;
  readonly marker: StoredMarker;
  readonly logger: Logger;
}

/** The person's credentials, from where the settings say they are, read anew each time. */
export class Accounts {
  readonly #options: AccountsOptions;
  readonly #changes = new Emitter<void>();
  readonly #subscription: { dispose(): unknown };
  /** Where the secret storage did not keep them. They end with this window. */
  #ofSession: AccountList | undefined;

  constructor(options: AccountsOptions) {
    this.#options = options;
    this.#subscription = options.store.onDidChange(() => this.#changes.fire());
  }

  readonly onDidChange = this.#changes.event;

  /** Throws `no-credentials` when the place for credentials cannot be read, holds none, or none of this account. */
  readonly find: FindCredential = async (name, signal) => {
    const { source, others } = this.#options;
    const from = source();
    if (from !== 'secretStorage') return others[from](signal);
    const list = await this.list();
    const found = accountNamed(list, name);
    if (found !== undefined || name === undefined || list.accounts.length === 0) return found;
    throw new WenxinError('no-credentials', 'there is no account of this name', { code: 'account_unknown' });
  };

  /** The accounts in the secret storage, whatever the settings say. Throws `no-credentials` when it does not answer. */
  async list(): Promise<AccountList> {
    return this.#ofSession ?? this.#options.store.read();
  }

  /**
   * Keeps an account in place of the one of its name and makes it the current one: `stored`, or for this `session` only
   * where the secret storage fails, hangs or gives back something else. It is never written anywhere else.
   */
  async keep(account: Account): Promise<'stored' | 'session'> {
    const { store, marker, logger } = this.#options;
    let list = withAccount(this.#ofSession ?? { current: '', accounts: [] }, account);
    try {
      list = withAccount(await this.list(), account);
      await store.write(list);
      const kept = accountNamed(await store.read(), account.name);
      if (JSON.stringify(kept?.credential) !== JSON.stringify(account.credential)) {
        throw new WenxinError('no-credentials', 'another credential came back');
      }
      this.#ofSession = undefined;
      marker.set(true);
    } catch (error) {
      logger.error(`The secret storage did not keep the credentials: ${describeError(error)}`);
      this.#ofSession = list;
      marker.set(false);
    }
    this.#changes.fire();
    return this.#ofSession === undefined ? 'stored' : 'session';
  }

  /** Makes another account the current one. Throws `no-credentials` when the secret storage does not answer. */
  async switchTo(name: string): Promise<void> {
    await this.#write({ ...(await this.list()), current: name });
  }

  /** Lets an account go to one more origin, which the person agreed to. Throws as `switchTo` does. */
  async allow(name: string, origin: string): Promise<void> {
    const list = await this.list();
    const accounts = list.accounts.map(account =>
      account.name === name ? { ...account, origins: [...new Set([...account.origins, origin])] } : account,
    );
    await this.#write({ ...list, accounts });
  }

  /** Forgets an account. Throws `no-credentials` when the secret storage does not answer. */
  async remove(name: string): Promise<void> {
    const list = await this.list().catch((error: unknown) => {
      // What cannot be read can perhaps be removed all the same.
      this.#options.logger.warn(`The accounts cannot be read: ${describeError(error)}`);
      return { current: name, accounts: [] };
    });
    await this.#write(withoutAccount(list, name));
  }

  /** Whether accounts were stored earlier and are gone, though nobody cleared them. True once for each loss. */
  async hasForgotten(): Promise<boolean> {
    const { store, source, marker } = this.#options;
    if (source() !== 'secretStorage' || !marker.get() || (await store.read()).accounts.length > 0) return false;
    marker.set(false);
    return true;
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #write(list: AccountList): Promise<void> {
    if (this.#ofSession !== undefined) this.#ofSession = list.accounts.length > 0 ? list : undefined;
    await this.#options.store.write(list);
    this.#options.marker.set(this.#ofSession === undefined && list.accounts.length > 0);
    this.#changes.fire();
  }
}
