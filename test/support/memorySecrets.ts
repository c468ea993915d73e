import type { Secrets } from '../../src/host/credentials/accountStore.ts';

/** An in-memory implementation of VS Code's SecretStorage. */
export class MemorySecrets implements Secrets {
  readonly values = new Map<string, string>();
  #listener: ((change: { readonly key: string }) => void) | undefined;

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.values.get(key));
  }

  store(key: string, value: string): Promise<void> {
    this.values.set(key, value);
    this.#listener?.({ key });
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    this.values.delete(key);
    this.#listener?.({ key });
    return Promise.resolve();
  }

  onDidChange(listener: (change: { readonly key: string }) => void): { dispose(): unknown } {
    this.#listener = listener;
    return { dispose: () => (this.#listener = undefined) };
  }
}
