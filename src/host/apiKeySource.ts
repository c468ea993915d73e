import { type ApiKey, readPastedKey } from '../core/auth/apiKey.ts';
import { Emitter } from '../core/emitter.ts';
import { WenxinError } from '../core/errors.ts';
import type { SecretCredentialStore } from './secretCredentialStore.ts';
import type { CredentialSource } from './settings.ts';

/** The variable Baidu's own SDK reads its API key from. */
export const KEY_VARIABLE = 'QIANFAN_BEARER_TOKEN';

/** Reads the person's key from where the settings say it is, anew each time. */
export class ApiKeySource {
  readonly #store: SecretCredentialStore;
  readonly #source: () => CredentialSource;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #changes = new Emitter<void>();
  readonly #subscription: { dispose(): unknown };

  constructor(store: SecretCredentialStore, source: () => CredentialSource, environment: NodeJS.ProcessEnv) {
    this.#store = store;
    this.#source = source;
    this.#environment = environment;
    this.#subscription = store.onDidChange(() => this.#changes.fire());
  }

  readonly onDidChange = this.#changes.event;

  /** Throws `no-credentials` when the place for the key cannot be read, or holds something that is no key. */
  readonly read = async (): Promise<ApiKey | undefined> => {
    if (this.#source() === 'secretStorage') return this.#store.read();
    const read = readPastedKey(this.#environment[KEY_VARIABLE] ?? '', false);
    if (read.is === 'key') return { key: read.key, origins: 'any' };
    if (read.is === 'empty') return undefined;
    throw new WenxinError('no-credentials', `${KEY_VARIABLE} holds no key`, { code: 'environment_damaged' });
  };

  /** Keeps a key the person gave for these origins. */
  async keep(key: string, origins: readonly string[]): Promise<void> {
    await this.#store.write(key, origins);
    this.#changes.fire();
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
