import type { ApiKey } from '../../core/auth/apiKey.ts';
import { decodeApiKey, encodeApiKey } from '../../core/auth/storedApiKey.ts';
import { WenxinError } from '../../core/errors.ts';

const SECRET = 'wenxin.credentials';

/** A locked keyring can hang for ever; nobody waits longer than this for it. */
const TIMEOUT_MS = 5_000;

/** VS Code's `SecretStorage`, as far as it is needed. */
export interface Secrets {
  get(key: string): Thenable<string | undefined>;
  store(key: string, value: string): Thenable<void>;
  delete(key: string): Thenable<void>;
  onDidChange(listener: (change: { readonly key: string }) => void): { dispose(): unknown };
}

/** The person's key in VS Code's SecretStorage, which is the only place it is ever written to. */
export class SecretCredentialStore {
  readonly #secrets: Secrets;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /** Throws `no-credentials` when the keyring does not answer; a value that cannot be read counts as none. */
  async read(): Promise<ApiKey | undefined> {
    const text = await inTime(this.#secrets.get(SECRET));
    return text === undefined ? undefined : decodeApiKey(text);
  }

  async write(key: string, origins: readonly string[]): Promise<void> {
    await inTime(this.#secrets.store(SECRET, encodeApiKey(key, origins)));
  }

  async clear(): Promise<void> {
    await inTime(this.#secrets.delete(SECRET));
  }

  /** Tells when the key was set or removed, where VS Code tells it also from other windows. */
  onDidChange(listener: () => void): { dispose(): unknown } {
    return this.#secrets.onDidChange(change => {
      if (change.key === SECRET) listener();
    });
  }
}

async function inTime<T>(answer: Thenable<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(new WenxinError('no-credentials', 'the secret storage does not answer', { code: 'keyring_timeout' })),
      TIMEOUT_MS,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } catch (cause) {
    if (cause instanceof WenxinError) throw cause;
    throw new WenxinError('no-credentials', 'the secret storage failed', { code: 'keyring_failed', cause });
  } finally {
    clearTimeout(timer);
  }
}
