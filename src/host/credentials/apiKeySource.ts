import { type ApiKey, readPastedKey } from '../../core/auth/apiKey.ts';
import { Emitter } from '../../core/emitter.ts';
import { describeError, WenxinError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { SecretCredentialStore } from './secretCredentialStore.ts';
import type { CredentialSource } from '../settings.ts';

/** The variable Baidu's own SDK reads its API key from. */
export const KEY_VARIABLE = 'QIANFAN_BEARER_TOKEN';

/** Remembers over restarts that a key was stored. Holds nothing of the key. */
export interface KeyMarker {
  get(): boolean;
  set(isStored: boolean): void;
}

interface ApiKeySourceOptions {
  readonly store: SecretCredentialStore;
  readonly source: () => CredentialSource;
  readonly environment: NodeJS.ProcessEnv;
  readonly marker: KeyMarker;
  readonly logger: Logger;
}

/** Reads the person's key from where the settings say it is, anew each time. */
export class ApiKeySource {
  readonly #options: ApiKeySourceOptions;
  readonly #changes = new Emitter<void>();
  readonly #subscription: { dispose(): unknown };
  /** Where the secret storage did not keep it. It ends with this window. */
  #sessionKey: ApiKey | undefined;

  constructor(options: ApiKeySourceOptions) {
    this.#options = options;
    this.#subscription = options.store.onDidChange(() => this.#changes.fire());
  }

  readonly onDidChange = this.#changes.event;

  /** Throws `no-credentials` when the place for the key cannot be read, or holds something that is no key. */
  readonly read = async (): Promise<ApiKey | undefined> => {
    const { store, source, environment } = this.#options;
    if (source() === 'secretStorage') return this.#sessionKey ?? store.read();
    const read = readPastedKey(environment[KEY_VARIABLE] ?? '', false);
    if (read.is === 'key') return { key: read.key, origins: 'any' };
    if (read.is === 'empty') return undefined;
    throw new WenxinError('no-credentials', `${KEY_VARIABLE} holds no key`, { code: 'environment_damaged' });
  };

  /**
   * Keeps a key the person gave for these origins: `stored`, or for this `session` only where the secret storage fails,
   * hangs or gives back something else. It is never written anywhere else.
   */
  async keep(key: string, origins: readonly string[]): Promise<'stored' | 'session'> {
    const { store, marker, logger } = this.#options;
    this.#sessionKey = undefined;
    try {
      await store.write(key, origins);
      if ((await store.read())?.key !== key) throw new WenxinError('no-credentials', 'another key came back');
      marker.set(true);
    } catch (error) {
      logger.error(`The secret storage did not keep the key: ${describeError(error)}`);
      this.#sessionKey = { key, origins };
      marker.set(false);
    }
    this.#changes.fire();
    return this.#sessionKey === undefined ? 'stored' : 'session';
  }

  /** Forgets the stored key. Throws `no-credentials` when the secret storage does not answer. */
  async clear(): Promise<void> {
    this.#sessionKey = undefined;
    await this.#options.store.clear();
    this.#options.marker.set(false);
    this.#changes.fire();
  }

  /** Whether a key was stored earlier and is gone, though nobody cleared it. True once for each lost key. */
  async hasForgotten(): Promise<boolean> {
    const { store, source, marker } = this.#options;
    if (source() !== 'secretStorage' || !marker.get() || (await store.read()) !== undefined) return false;
    marker.set(false);
    return true;
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
