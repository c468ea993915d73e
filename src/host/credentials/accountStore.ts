import { randomBytes } from 'node:crypto';
import { type AccountList, NO_ACCOUNTS } from '../../core/auth/account.ts';
import { decodeAccounts, encodeAccounts } from '../../core/auth/storedAccounts.ts';
import { inTime } from './inTime.ts';

const SECRET = 'wenxin.credentials';

const VAULT_TOKEN = 'wenxin.vaultToken';

/** What tokens that windows share are sealed with. */
const SEALING_KEY = 'wenxin.sealingKey';
const SEALING_KEY_BYTES = 32;

/** VS Code's `SecretStorage`, as far as it is needed. */
export interface Secrets {
  get(key: string): Thenable<string | undefined>;
  store(key: string, value: string): Thenable<void>;
  delete(key: string): Thenable<void>;
  onDidChange(listener: (change: { readonly key: string }) => void): { dispose(): unknown };
}

/** The person's accounts in VS Code's SecretStorage, which is the only place credentials are ever written to. */
export class AccountStore {
  readonly #secrets: Secrets;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /** Throws `no-credentials` when the keyring does not answer; a value that cannot be read counts as none. */
  async read(): Promise<AccountList> {
    const text = await inTime(this.#secrets.get(SECRET));
    return (text === undefined ? undefined : decodeAccounts(text)) ?? NO_ACCOUNTS;
  }

  async write(list: AccountList): Promise<void> {
    if (list.accounts.length === 0) await inTime(this.#secrets.delete(SECRET));
    else await inTime(this.#secrets.store(SECRET, encodeAccounts(list)));
  }

  /** The token that Vault is asked with; `undefined` where none was stored. Throws as `read` does. */
  async vaultToken(): Promise<string | undefined> {
    return inTime(this.#secrets.get(VAULT_TOKEN));
  }

  /** An empty one is removed. */
  async storeVaultToken(token: string): Promise<void> {
    await inTime(token === '' ? this.#secrets.delete(VAULT_TOKEN) : this.#secrets.store(VAULT_TOKEN, token));
  }

  /** The key that tokens in the database are sealed with; made when there is none. Throws as `read` does. */
  async sealingKey(): Promise<Uint8Array> {
    const kept = await inTime(this.#secrets.get(SEALING_KEY));
    const key = Buffer.from(kept ?? '', 'base64');
    if (key.length === SEALING_KEY_BYTES) return key;
    const made = randomBytes(SEALING_KEY_BYTES);
    await inTime(this.#secrets.store(SEALING_KEY, made.toString('base64')));
    return made;
  }

  /** Tells when an account was set or removed, where VS Code tells it also from other windows. */
  onDidChange(listener: () => void): { dispose(): unknown } {
    return this.#secrets.onDidChange(change => {
      if (change.key === SECRET || change.key === VAULT_TOKEN) listener();
    });
  }
}
