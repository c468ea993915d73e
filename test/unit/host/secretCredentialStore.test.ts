import assert from 'node:assert/strict';
import { ApiKeySource } from '../../../src/host/apiKeySource.ts';
import { SecretCredentialStore, type Secrets } from '../../../src/host/secretCredentialStore.ts';

/** VS Code's SecretStorage in memory. */
class MemorySecrets implements Secrets {
  readonly #values = new Map<string, string>();
  #listener: ((change: { readonly key: string }) => void) | undefined;

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.#values.get(key));
  }

  store(key: string, value: string): Promise<void> {
    this.#values.set(key, value);
    this.#listener?.({ key });
    return Promise.resolve();
  }

  onDidChange(listener: (change: { readonly key: string }) => void): { dispose(): unknown } {
    this.#listener = listener;
    return { dispose: () => (this.#listener = undefined) };
  }
}

describe('key in the secret storage', () => {
  it('comes back with the origins it was given for', async () => {
    const store = new SecretCredentialStore(new MemorySecrets());
    assert.equal(await store.read(), undefined);
    await store.write('bce-v3/a/b', ['https://a.example']);
    assert.deepEqual(await store.read(), { key: 'bce-v3/a/b', origins: ['https://a.example'] });
  });

  it('that cannot be read is a failure of its own kind, and never a missing key', async () => {
    const secrets = new MemorySecrets();
    secrets.get = () => Promise.reject(new Error('keyring is locked'));
    await assert.rejects(new SecretCredentialStore(secrets).read(), (error: unknown) => {
      assert.ok(error instanceof Error && 'details' in error && 'kind' in error);
      assert.deepEqual([error.kind, (error.details as { code: string }).code], ['no-credentials', 'keyring_failed']);
      return true;
    });
  });

  it('is not looked at when the environment is the source', async () => {
    const store = new SecretCredentialStore(new MemorySecrets());
    await store.write('bce-v3/stored/b', ['https://a.example']);
    const keys = new ApiKeySource(store, () => 'environment', { QIANFAN_BEARER_TOKEN: ' bce-v3/env/b ' });
    assert.deepEqual(await keys.read(), { key: 'bce-v3/env/b', origins: 'any' });
    assert.equal(await new ApiKeySource(store, () => 'environment', {}).read(), undefined);
  });

  it('tells when it changes, also from another window', async () => {
    const secrets = new MemorySecrets();
    const keys = new ApiKeySource(new SecretCredentialStore(secrets), () => 'secretStorage', {});
    let changes = 0;
    keys.onDidChange(() => changes++);
    await secrets.store('wenxin.credentials', '{}');
    await secrets.store('other', 'x');
    assert.equal(changes, 1);
    keys.dispose();
    await secrets.store('wenxin.credentials', '{}');
    assert.equal(changes, 1);
  });
});
