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

/** What is known of the accounts that are used now, as they were when they were looked at last. Holds nothing secret. */
export class CurrentAccount {
  readonly #accounts: Accounts;
  readonly #configuration: Configuration;
  readonly #logger: Logger;
  /** By the names that endpoints give; empty for the account of those that give none. */
  readonly #kinds = new Map<string, Credential['kind'] | undefined>();
  #name = '';

  constructor(accounts: Accounts, configuration: Configuration, logger: Logger) {
    this.#accounts = accounts;
    this.#configuration = configuration;
    this.#logger = logger;
  }

  /** Kind of the credentials that the first endpoint is asked with; `undefined` when there are none. */
  get kind(): Credential['kind'] | undefined {
    return this.kindOf(this.#firstAccount);
  }

  /** Kind of the credentials of the account that an endpoint names, of the current one's where it names none. */
  kindOf(account: string | undefined): Credential['kind'] | undefined {
    return this.#kinds.get(account ?? '');
  }

  /** As bookings name it; empty when credentials come from a source without names. */
  get name(): string {
    return this.#name;
  }

  /** Where questions go, in the order in which it is tried. Throws `no-endpoint` when the setting cannot be used. */
  readonly endpoints = (kind = this.kind): readonly [ConfiguredEndpoint, ...ConfiguredEndpoint[]] =>
    currentEndpoints(this.#configuration, kind);

  /** The first of them. */
  readonly endpoint = (kind = this.kind): ConfiguredEndpoint => this.endpoints(kind)[0];

  /** The host of it, to be named to people; a dash when there is none. */
  host(): string {
    return this.#configuration.get('wenxin.endpoints') === null ? '—' : new URL(this.endpoint().baseUrl).host;
  }

  /** As `Accounts.find`, and remembers of which kind the credentials are. */
  readonly find: FindCredential = async (name, signal) => {
    const found = await this.#accounts.find(name, signal);
    this.#kinds.set(name ?? '', found?.credential.kind);
    return found;
  };

  /** Looks again. True when the credentials may be sent to where questions go. */
  async refresh(): Promise<boolean> {
    const source = this.#configuration.get('wenxin.credentialSource');
    // Nothing is run and nobody is asked before a person asks something.
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
