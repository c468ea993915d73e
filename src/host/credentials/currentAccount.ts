import type { Credential, HeldCredential } from '../../core/auth/credential.ts';
import type { FindCredential } from '../../core/auth/heldCredentials.ts';
import { mayReceive } from '../../core/auth/origins.ts';
import { accountNamed } from '../../core/auth/account.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Configuration } from '../configuration.ts';
import { currentEndpoints } from '../currentEndpoints.ts';
import type { ConfiguredEndpoint } from '../endpointSetting.ts';
import type { Accounts } from './accounts.ts';

/** Facts about the accounts in use, as of the last look-up. Holds no secrets. */
export class CurrentAccount {
  readonly #accounts: Accounts;
  readonly #configuration: Configuration;
  readonly #logger: Logger;
  /** By account name; the empty name is the current account, for endpoints that name none. */
  readonly #kinds = new Map<string, Credential['kind'] | undefined>();
  #name = '';

  constructor(accounts: Accounts, configuration: Configuration, logger: Logger) {
    this.#accounts = accounts;
    this.#configuration = configuration;
    this.#logger = logger;
  }

  /** Kind of the first endpoint's credentials; `undefined` when there are none. */
  get kind(): Credential['kind'] | undefined {
    return this.kindOf(this.#firstAccount);
  }

  /** Returns the kind of an account's credentials; of the current account without a name. */
  kindOf(account: string | undefined): Credential['kind'] | undefined {
    return this.#kinds.get(account ?? '');
  }

  /** The account's name as used in bookings; empty when the source has no names. */
  get name(): string {
    return this.#name;
  }

  /** Returns the endpoints in the order in which they are tried. Throws `no-endpoint` when the setting is invalid. */
  readonly endpoints = (kind = this.kind): readonly [ConfiguredEndpoint, ...ConfiguredEndpoint[]] =>
    currentEndpoints(this.#configuration, kind);

  /** Returns the first endpoint. */
  readonly endpoint = (kind = this.kind): ConfiguredEndpoint => this.endpoints(kind)[0];

  /** Returns the first endpoint's host, for display; a dash when there is none. */
  host(): string {
    return this.#configuration.get('wenxin.endpoints') === null ? '—' : new URL(this.endpoint().baseUrl).host;
  }

  /** Like `Accounts.find`; also remembers the kind of the credentials. */
  readonly find: FindCredential = async (name, signal) => {
    const found = await this.#accounts.find(name, signal);
    this.#kinds.set(name ?? '', found?.credential.kind);
    return found;
  };

  /** Looks up the credentials again; returns true when they may be sent to the first endpoint. */
  async refresh(): Promise<boolean> {
    const source = this.#configuration.get('wenxin.credentialSource');
    // Do not run the command or contact Vault before the user asks a question.
    if (source === 'command' || source === 'vault') return this.#isSet(source);
    const named = this.#firstAccount;
    try {
      const found = await this.find(named, new AbortController().signal);
      this.#name = await this.#nameOf(named, found);
      return found !== undefined && mayReceive(found, new URL(this.endpoint().baseUrl).origin);
    } catch (error) {
      this.#kinds.delete(named ?? '');
      this.#name = '';
      this.#logger.warn(`The credentials cannot be used: ${describeError(error)}`);
      return false;
    }
  }

  get #firstAccount(): string | undefined {
    return this.#configuration.get('wenxin.endpoints')?.[0]?.account;
  }

  #isSet(source: 'command' | 'vault'): boolean {
    this.#name = '';
    return source === 'command'
      ? this.#configuration.get('wenxin.credentialCommand').length > 0
      : this.#configuration.get('wenxin.vault.path') !== '';
  }

  async #nameOf(named: string | undefined, found: HeldCredential | undefined): Promise<string> {
    if (found === undefined || this.#configuration.get('wenxin.credentialSource') !== 'secretStorage') return '';
    return accountNamed(await this.#accounts.list(), named)?.name ?? '';
  }
}
