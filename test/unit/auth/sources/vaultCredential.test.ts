import assert from 'node:assert/strict';
import { CredentialCache } from '../../../../src/core/auth/sources/credentialCache.ts';
import type { SourcedCredential } from '../../../../src/core/auth/sources/readCredential.ts';
import { vaultCredential } from '../../../../src/core/auth/sources/vaultCredential.ts';
import type { VaultSettings } from '../../../../src/core/auth/sources/vaultPlace.ts';
import { silentLogger, type Logger } from '../../../../src/core/logger.ts';
import { openTrap } from '../../../support/trap.ts';
import { Vault } from '../../../support/vault/vault.ts';
import { VirtualClock } from '../../../support/virtualClock.ts';
import { sourceFailureOf, wordsOf } from './failure.ts';

const KEY = { kind: 'apiKey', key: 'bce-v3/canary/key' } as const;
const PATH = 'secret/data/wenxin';
const MINUTE_MS = 60_000;

describe('The credential in Vault', () => {
  let clock: VirtualClock;
  let vault: Vault;
  let settings: VaultSettings;
  let environment: NodeJS.ProcessEnv;
  let storedToken: string | undefined;
  let log: string[];

  beforeEach(async () => {
    clock = new VirtualClock();
    vault = new Vault(() => clock.now());
    vault.secret.put('wenxin', KEY);
    settings = { address: await vault.start(), path: 'secret/wenxin', namespace: '' };
    environment = {};
    storedToken = vault.issue({ mayRead: [PATH] });
    log = [];
  });
  afterEach(() => vault.close());

  const source = () => {
    const write = (message: string): void => void log.push(message);
    const logger: Logger = { ...silentLogger, info: write, warn: write };
    const vaultToken = (): Promise<string | undefined> => Promise.resolve(storedToken);
    return vaultCredential({ fetch: () => fetch, clock, logger, settings: () => settings, environment, vaultToken });
  };
  const read = (): Promise<SourcedCredential | undefined> => source()(new AbortController().signal);
  const asked = (): string[] => vault.requests.map(({ method, path }) => `${method} ${path}`);

  it('is read at the path of the command line or of the API, for any host', async () => {
    const askAgainAtMs = clock.now() + 10 * MINUTE_MS;
    for (const path of ['secret/wenxin', PATH, `/v1/${PATH}/`]) {
      settings = { ...settings, path };
      assert.deepEqual(await read(), { credential: KEY, origins: 'any', askAgainAtMs }, path);
    }
    assert.deepEqual(asked().slice(0, 2), ['GET auth/token/lookup-self', `GET ${PATH}`]);
    assert.deepEqual(log, []);
  });

  it('is read below a mount with several path segments when `data` follows it', async () => {
    vault.teamKv.put('wenxin', KEY);
    settings = { ...settings, path: 'team/kv/data/wenxin' };
    storedToken = vault.issue({ mayRead: ['team/kv/data/wenxin'] });
    assert.deepEqual((await read())?.credential, KEY);
  });

  it("has its own fields, those of Baidu's SDK, or an `api_key`; other fields are ignored", async () => {
    const expiresAtMs = clock.now() + 60 * MINUTE_MS;
    const expiresAt = new Date(expiresAtMs).toISOString();
    const iam = { kind: 'iam', accessKey: 'a', secretKey: 'b' };
    const secrets: readonly (readonly [Record<string, unknown>, unknown, number?])[] = [
      [{ ...iam, owner: 'team', port: 1 }, iam],
      [{ ...KEY, expiresAt }, KEY, expiresAtMs],
      [{ QIANFAN_ACCESS_KEY: 'a', QIANFAN_SECRET_KEY: 'b', expiresAt: String(expiresAtMs / 1000) }, iam, expiresAtMs],
      [
        { QIANFAN_AK: 'a', QIANFAN_SK: 'b' },
        { kind: 'app', apiKey: 'a', secretKey: 'b' },
      ],
      [{ api_key: KEY.key, QIANFAN_AK: 'a' }, KEY],
    ];
    for (const [fields, credential, expiry] of secrets) {
      vault.secret.put('wenxin', fields);
      const found = await read();
      assert.deepEqual([found?.credential, found?.expiresAtMs], [credential, expiry]);
    }
  });

  it('is located by the environment when nothing else is set', async () => {
    vault.namespace = 'team/a';
    const { address } = settings;
    environment = { VAULT_ADDR: address, VAULT_NAMESPACE: 'team/a', VAULT_TOKEN: ` ${storedToken}\n` };
    settings = { address: '', path: PATH, namespace: '' };
    storedToken = undefined;
    assert.deepEqual((await read())?.credential, KEY);
    environment = { VAULT_ADDR: 'https://unused.example', VAULT_NAMESPACE: 'unused', VAULT_TOKEN: 'unused' };
    settings = { address, path: PATH, namespace: 'team/a' };
    storedToken = vault.issue({ mayRead: [PATH] });
    assert.deepEqual((await read())?.credential, KEY);
  });

  it('fails with a separate code for each reason it cannot be read, always with the host', async () => {
    const { host } = new URL(settings.address);
    const fails = async (code: Parameters<typeof sourceFailureOf>[1]): Promise<void> => {
      assert.equal((await sourceFailureOf(read(), code)).details.host, host);
    };
    vault.isSealed = true;
    await fails('vault_sealed');
    vault.isSealed = false;
    vault.instead = { status: 503, body: '<html>maintenance</html>' };
    await fails('vault_failed');
    vault.instead = { status: 429, body: { errors: [] } };
    await fails('vault_failed');
    vault.instead = { status: 200, body: '<html>login</html>' };
    await fails('vault_wrong_shape');
    vault.instead = { status: 200, body: 'x'.repeat(65 * 1024) };
    await fails('vault_failed');
    vault.instead = undefined;

    storedToken = '';
    await fails('vault_no_token');
    for (const token of ['hvs.unknown', 'two\nlines', '令牌']) {
      storedToken = token;
      await fails('vault_token');
    }
    storedToken = vault.issue({ mayRead: ['secret/data/other'] });
    await fails('vault_denied');
    storedToken = vault.issue({ mayRead: [PATH, 'secret/data/none', 'kv/data/none'] });
    for (const path of ['secret/none', 'kv/none']) {
      settings = { ...settings, path };
      await fails('vault_missing');
    }
    settings = { ...settings, path: PATH };
    vault.secret.put('wenxin', { ...KEY, expiresAt: clock.now() / 1000 });
    await fails('vault_expired');
    for (const fields of [
      {},
      { kind: 'apiKey' },
      { QIANFAN_AK: 'half' },
      { api_key: 7 },
      { api_key: 'a', expiresAt: 'x' },
    ]) {
      vault.secret.put('wenxin', fields);
      await fails('vault_wrong_shape');
    }
    vault.secret.delete('wenxin');
    await fails('vault_deleted');
    vault.secret.destroy('wenxin');
    await fails('vault_deleted');
  });

  it('is not read through a redirection, and the token is not sent there', async () => {
    const trap = await openTrap();
    vault.instead = { status: 307, body: '', headers: { location: trap.url } };
    await sourceFailureOf(read(), 'vault_redirect');
    assert.equal(trap.connections(), 0);
    await trap.close();
  });

  it('has its own failure code when Vault is unreachable', async () => {
    const trap = await openTrap();
    settings = { ...settings, address: trap.url };
    await sourceFailureOf(read(), 'vault_unreachable');
    await trap.close();
    await sourceFailureOf(read(), 'vault_unreachable');
  });

  it('is not requested when the settings are invalid', async () => {
    const wrong: readonly (readonly [Partial<VaultSettings>, Parameters<typeof sourceFailureOf>[1]])[] = [
      [{ address: '' }, 'vault_unset'],
      [{ path: ' ' }, 'vault_unset'],
      [{ address: 'http://vault.example' }, 'vault_insecure'],
      [{ address: 'http://127.0.0.1.example' }, 'vault_insecure'],
      [{ address: 'vault.example:8200' }, 'vault_settings'],
      [{ address: 'file:///etc' }, 'vault_settings'],
      [{ address: 'https://canary:canary@vault.example' }, 'vault_settings'],
      [{ address: 'https://vault.example?canary' }, 'vault_settings'],
      [{ path: 'wenxin' }, 'vault_settings'],
      [{ path: 'secret/../sys/raw' }, 'vault_settings'],
      [{ path: 'secret//wenxin' }, 'vault_settings'],
      [{ namespace: 'two words' }, 'vault_settings'],
    ];
    const good = settings;
    for (const [part, code] of wrong) {
      settings = { ...good, ...part };
      assert.doesNotMatch(wordsOf(await sourceFailureOf(read(), code)), /canary/);
    }
    assert.deepEqual(vault.requests, []);
  });

  it('has the special characters of its path encoded', async () => {
    settings = { ...settings, path: 'secret/a?b#c d' };
    storedToken = vault.issue({ mayRead: ['secret/data/a?b#c d'] });
    vault.secret.put('a?b#c d', KEY);
    assert.deepEqual((await read())?.credential, KEY);
  });

  it('has its token renewed when less than a third of its lifetime is left, and asks again in time', async () => {
    storedToken = vault.issue({ mayRead: [PATH], ttlSeconds: 900 });
    assert.equal((await read())?.askAgainAtMs, clock.now() + 10 * MINUTE_MS);
    await clock.advance(400_000);
    assert.equal((await read())?.askAgainAtMs, clock.now() + 200_000);
    await clock.advance(200_000);
    await read();
    assert.ok(!asked().includes('POST auth/token/renew-self'));
    await clock.advance(1_000);
    assert.equal((await read())?.askAgainAtMs, clock.now() + 10 * MINUTE_MS);
    assert.equal(asked().filter(each => each === 'POST auth/token/renew-self').length, 1);
    await clock.advance(899_000);
    assert.deepEqual((await read())?.credential, KEY);
  });

  it('is read even when its token cannot be renewed, never expires or may not look itself up', async () => {
    storedToken = vault.issue({ mayRead: [PATH], ttlSeconds: 300, maxTtlSeconds: 300 });
    await clock.advance(250_000);
    assert.equal((await read())?.askAgainAtMs, clock.now() + 10 * MINUTE_MS);
    for (const options of [{ ttlSeconds: 300, renewable: false }, { ttlSeconds: 0 }, { hasDefaultPolicy: false }]) {
      storedToken = vault.issue({ mayRead: [PATH], ...options });
      await clock.advance(250_000);
      assert.deepEqual((await read())?.credential, KEY);
    }
    assert.equal(asked().filter(each => each === 'POST auth/token/renew-self').length, 1);
  });

  it('stays cached while Vault is sealed, and is dropped when Vault denies access', async () => {
    const cache = new CredentialCache({ source: source(), clock, logger: silentLogger });
    const { signal } = new AbortController();
    await cache.read(signal);
    await clock.advance(10 * MINUTE_MS);
    vault.isSealed = true;
    assert.deepEqual((await cache.read(signal))?.credential, KEY);
    vault.isSealed = false;
    vault.tokens.revoke(storedToken ?? '');
    await clock.advance(MINUTE_MS);
    await sourceFailureOf(cache.read(signal), 'vault_token');
  });

  it('is no longer read after an abort, and rejects with its reason', async () => {
    const reason = new Error('enough');
    await assert.rejects(source()(AbortSignal.abort(reason)), reason);
    assert.deepEqual(vault.requests, []);
  });

  it('does not appear in failures and logs, nor does its token', async () => {
    const token = vault.issue({ mayRead: [PATH], ttlSeconds: 300 });
    storedToken = token;
    await clock.advance(250_000);
    await read();
    vault.secret.put('wenxin', { api_key: 'canary words' });
    const words = [...log, wordsOf(await sourceFailureOf(read(), 'vault_wrong_shape'))].join('\n');
    assert.match(words, /renewed/);
    assert.ok(!words.includes('canary') && !words.includes(token));
  });
});
