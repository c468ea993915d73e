import assert from 'node:assert/strict';
import { silentLogger } from '../../../src/core/logger.ts';
import { ApiKeySource } from '../../../src/host/credentials/apiKeySource.ts';
import { SecretCredentialStore, type Secrets } from '../../../src/host/credentials/secretCredentialStore.ts';

/** VS Code's SecretStorage in memory. */
class MemorySecrets implements Secrets {
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

const KEY = 'bce-v3/a/b';
const ORIGINS = ['https://a.example'];

describe('the key of a person', () => {
  let secrets: MemorySecrets;
  let isMarked: boolean;

  beforeEach(() => {
    secrets = new MemorySecrets();
    isMarked = false;
  });

  /** As a window has it; several share the secrets and the marker. */
  const open = (environment?: NodeJS.ProcessEnv): ApiKeySource =>
    new ApiKeySource({
      store: new SecretCredentialStore(secrets),
      source: () => (environment ? 'environment' : 'secretStorage'),
      environment: environment ?? {},
      marker: { get: () => isMarked, set: isStored => (isMarked = isStored) },
      logger: silentLogger,
    });

  it('comes back with the origins it was given for, also in the next session', async () => {
    assert.equal(await open().read(), undefined);
    assert.equal(await open().keep(KEY, ORIGINS), 'stored');
    assert.deepEqual(await open().read(), { key: KEY, origins: ORIGINS });
  });

  it('that cannot be read is a failure of its own kind, and never a missing key', async () => {
    secrets.get = () => Promise.reject(new Error('keyring is locked'));
    await assert.rejects(open().read(), (error: unknown) => {
      assert.ok(error instanceof Error && 'details' in error && 'kind' in error);
      assert.deepEqual([error.kind, (error.details as { code: string }).code], ['no-credentials', 'keyring_failed']);
      return true;
    });
  });

  it('is not looked for in the secret storage when the environment is the source', async () => {
    await open().keep(KEY, ORIGINS);
    assert.deepEqual(await open({ QIANFAN_BEARER_TOKEN: ' bce-v3/env/b ' }).read(), {
      key: 'bce-v3/env/b',
      origins: 'any',
    });
    assert.equal(await open({}).read(), undefined);
  });

  it('tells when it changes, also from another window', async () => {
    const keys = open();
    let changes = 0;
    keys.onDidChange(() => changes++);
    await secrets.store('wenxin.credentials', '{}');
    await secrets.store('other', 'x');
    assert.equal(changes, 1);
    keys.dispose();
    await secrets.store('wenxin.credentials', '{}');
    assert.equal(changes, 1);
  });

  it('holds for this session alone where the secret storage refuses it, loses it at once or gives another', async () => {
    for (const broken of [
      { store: () => Promise.reject(new Error('no keyring')) },
      { store: () => Promise.resolve() },
      { get: () => Promise.resolve('{"version":1,"kind":"apiKey","key":"other","origins":[]}') },
    ]) {
      secrets = Object.assign(new MemorySecrets(), broken);
      const keys = open();
      assert.equal(await keys.keep(KEY, ORIGINS), 'session');
      assert.deepEqual(await keys.read(), { key: KEY, origins: ORIGINS });
      assert.notEqual(
        (
          await open()
            .read()
            .catch(() => undefined)
        )?.key,
        KEY,
      );
      assert.equal(await keys.hasForgotten(), false);
    }
  });

  it('that was stored and is gone in a later session is noticed once', async () => {
    await open().keep(KEY, ORIGINS);
    assert.equal(await open().hasForgotten(), false);
    secrets.values.clear();
    assert.equal(await open({}).hasForgotten(), false);
    assert.equal(await open().hasForgotten(), true);
    assert.equal(await open().hasForgotten(), false);
  });

  it('is gone when it was cleared, and nobody calls that forgetting', async () => {
    const keys = open();
    await keys.keep(KEY, ORIGINS);
    await keys.clear();
    assert.equal(await keys.read(), undefined);
    assert.equal(await open().hasForgotten(), false);
    assert.equal(secrets.values.size, 0);
  });
});
