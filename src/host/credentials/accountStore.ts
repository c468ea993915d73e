import { randomBytes } from 'node:crypto';
import { type AccountList, NO_ACCOUNTS } from '../../core/auth/account.ts';
import { decodeAccounts, encodeAccounts } from '../../core/auth/storedAccounts.ts';
import { inTime } from './inTime.ts';

const SECRET = 'wenxin.credentials';

const VAULT_TOKEN = 'wenxin.vaultToken';

/** Name of the secret that seals the tokens shared between windows. */
const SEALING_KEY = 'wenxin.sealingKey';
const SEALING_KEY_BYTES = 32;

/** The part of VS Code's `SecretStorage` that is used here. */
export interface Secrets {
  get(key: string): Thenable<string | undefined>;
  store(key: string, value: string): Thenable<void>;
  delete(key: string): Thenable<void>;
  onDidChange(listener: (change: { readonly key: string }) => void): { dispose(): unknown };
}

/** The user's accounts in VS Code's SecretStorage, the only place credentials are ever written to. */
export class AccountStore {
  readonly #secrets: Secrets;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /** Throws `no-credentials` when the keyring does not respond. An unreadable value counts as no accounts. */
  async read(): Promise<AccountList> {
    const text = await inTime(this.#secrets.get(SECRET));
    return (text === undefined ? undefined : decodeAccounts(text)) ?? NO_ACCOUNTS;
  }

  async write(list: AccountList): Promise<void> {
    if (list.accounts.length === 0) await inTime(this.#secrets.delete(SECRET));
    else await inTime(this.#secrets.store(SECRET, encodeAccounts(list)));
  }

  /** Returns the token for Vault; `undefined` when none is stored. Throws as `read` does. */
  async vaultToken(): Promise<string | undefined> {
    return inTime(this.#secrets.get(VAULT_TOKEN));
  }

  /** Stores the token; an empty one removes it. */
  async storeVaultToken(token: string): Promise<void> {
    await inTime(token === '' ? this.#secrets.delete(VAULT_TOKEN) : this.#secrets.store(VAULT_TOKEN, token));
  }

  /** Returns the key that seals tokens in the database; creates it if missing. Throws as `read` does. */
  async sealingKey(): Promise<Uint8Array> {
    const kept = await inTime(this.#secrets.get(SEALING_KEY));
    const key = Buffer.from(kept ?? '', 'base64');
    if (key.length === SEALING_KEY_BYTES) return key;
    const made = randomBytes(SEALING_KEY_BYTES);
    await inTime(this.#secrets.store(SEALING_KEY, made.toString('base64')));
    return made;
  }

  /**
   * Calls `listener` when an account or the Vault token is set or removed; also by other windows, where VS Code reports
   * that.
   */
  onDidChange(listener: () => void): { dispose(): unknown } {
    return this.#secrets.onDidChange(change => {
      if (change.key === SECRET || change.key === VAULT_TOKEN) listener();
    });
  }
}
