import {
  type Account,
  type AccountList,
  accountNamed,
  NO_ACCOUNTS,
  withAccount,
  withAll,
  withoutAccount,
} from '../../core/auth/account.ts';
import type { HeldCredential } from '../../core/auth/credential.ts';
import type { FindCredential } from '../../core/auth/heldCredentials.ts';
import { Emitter } from '../../core/emitter.ts';
import { describeError, WenxinError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { CredentialSource } from '../settings.ts';
import type { AccountStore } from './accountStore.ts';

/** Remembers across restarts that accounts were stored, but nothing about them. */
export interface StoredMarker {
  get(): boolean;
  set(isStored: boolean): void;
}

/** A source of credentials other than the secret storage. */
export type OtherSource = Exclude<CredentialSource, 'secretStorage'>;

interface AccountsOptions {
  readonly store: AccountStore;
  readonly source: () => CredentialSource;
  /** Each returns its only credential, whatever the account. */
  readonly others: Readonly<Record<OtherSource, (signal: AbortSignal) => Promise<HeldCredential | undefined>>>;
  readonly marker: StoredMarker;
  readonly logger: Logger;
}

/** The user's credentials, read from the configured source each time. */
export class Accounts {
  readonly #options: AccountsOptions;
  readonly #changes = new Emitter<void>();
  readonly #subscription: { dispose(): unknown };
  /** Accounts that the secret storage failed to keep. They last as long as this window. */
  #ofSession: AccountList | undefined;

  constructor(options: AccountsOptions) {
    this.#options = options;
    this.#subscription = options.store.onDidChange(() => this.#changes.fire());
  }

  readonly onDidChange = this.#changes.event;

  /** Throws `no-credentials` when the source cannot be read, has no credentials, or none for this account. */
  readonly find: FindCredential = async (name, signal) => {
    const { source, others } = this.#options;
    const from = source();
    if (from !== 'secretStorage') return others[from](signal);
    const list = await this.list();
    const found = accountNamed(list, name);
    if (found !== undefined || name === undefined || list.accounts.length === 0) return found;
    throw new WenxinError('no-credentials', 'there is no account of this name', { code: 'account_unknown' });
  };

  /**
   * Returns the accounts in the secret storage, whatever the configured source. Throws `no-credentials` when it does
   * not respond.
   */
  async list(): Promise<AccountList> {
    return this.#ofSession ?? this.#options.store.read();
  }

  /**
   * Stores an account, replacing the one of the same name, and makes it current. Returns `session` when the secret
   * storage fails, hangs or returns another value: the account then lasts for this window only, and is not written
   * anywhere else.
   */
  async keep(account: Account): Promise<'stored' | 'session'> {
    const { store, marker, logger } = this.#options;
    let list = withAccount(this.#ofSession ?? NO_ACCOUNTS, account);
    try {
      list = withAll(await store.read(), list);
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

  /** Makes another account current. Throws `no-credentials` when the secret storage does not respond. */
  async switchTo(name: string): Promise<void> {
    await this.#change(list => ({ ...list, current: name }));
  }

  /** Allows an account for one more origin, after the user agreed. Throws as `switchTo` does. */
  async allow(name: string, origin: string): Promise<void> {
    await this.#change(list => ({
      ...list,
      accounts: list.accounts.map(account =>
        account.name === name ? { ...account, origins: [...new Set([...account.origins, origin])] } : account,
      ),
    }));
  }

  /** Deletes an account. Throws `no-credentials` when the secret storage does not respond. */
  async remove(name: string): Promise<void> {
    await this.#change(list => withoutAccount(list, name));
  }

  /** Deletes all accounts without reading them first. Throws `no-credentials` when the secret storage does not respond. */
  async removeAll(): Promise<void> {
    this.#ofSession = undefined;
    await this.#write(NO_ACCOUNTS);
    this.#changes.fire();
  }

  /** Returns whether stored accounts are gone although the user did not clear them. True once per loss. */
  async hasForgotten(): Promise<boolean> {
    const { store, source, marker } = this.#options;
    if (source() !== 'secretStorage' || !marker.get() || (await store.read()).accounts.length > 0) return false;
    marker.set(false);
    return true;
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /**
   * Changes the accounts of this window and the stored ones. Stored accounts are always read first: those of this window
   * may lack some that could not be read when the window was given its own.
   */
  async #change(change: (list: AccountList) => AccountList): Promise<void> {
    if (this.#ofSession !== undefined) {
      const changed = change(this.#ofSession);
      this.#ofSession = changed.accounts.length > 0 ? changed : undefined;
    }
    try {
      const stored = change(await this.#options.store.read());
      await this.#write(this.#ofSession === undefined ? stored : withAll(stored, this.#ofSession));
    } finally {
      this.#changes.fire();
    }
  }

  async #write(list: AccountList): Promise<void> {
    await this.#options.store.write(list);
    this.#options.marker.set(this.#ofSession === undefined && list.accounts.length > 0);
  }
}
