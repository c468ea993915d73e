import assert from 'node:assert/strict';
import { Vault } from '../../support/vault/vault.ts';

/** The parts of an answer that these tests read. */
interface Body {
  readonly errors?: readonly string[];
  readonly warnings?: readonly string[] | null;
  readonly data?: {
    readonly data?: unknown;
    readonly metadata?: Readonly<Record<string, unknown>>;
    readonly ttl?: number;
  };
  readonly auth?: { readonly lease_duration: number };
  readonly sealed?: boolean;
}

describe('The Vault stand-in', () => {
  let nowMs: number;
  let vault: Vault;
  let address: string;

  beforeEach(async () => {
    nowMs = Date.UTC(2026, 10, 22, 4);
    vault = new Vault(() => nowMs);
    address = await vault.start();
    vault.secret.put('wenxin', { api_key: 'one' });
  });
  afterEach(() => vault.close());

  const ask = async (
    path: string,
    token: string,
    init: { readonly method?: string; readonly body?: string; readonly headers?: Record<string, string> } = {},
  ): Promise<{ readonly status: number; readonly body: Body }> => {
    const headers = { 'X-Vault-Token': token, ...init.headers };
    const response = await fetch(`${address}/v1/${path}`, { ...init, headers, redirect: 'manual' });
    return { status: response.status, body: (await response.json()) as Body };
  };
  const reader = (): string => vault.issue({ mayRead: ['secret/data/wenxin', 'secret/data/none', 'secret/wenxin'] });

  it('returns the latest or an older version of a secret to tokens that may read it', async () => {
    vault.secret.put('wenxin', { api_key: 'two' });
    const last = await ask('secret/data/wenxin', reader());
    assert.equal(last.status, 200);
    assert.deepEqual([last.body.data?.data, last.body.data?.metadata?.['version']], [{ api_key: 'two' }, 2]);
    const first = await ask('secret/data/wenxin?version=1', reader());
    assert.deepEqual([first.body.data?.data, first.body.data?.metadata?.['version']], [{ api_key: 'one' }, 1]);
  });

  it('answers 403 to a token that is unknown, expired, revoked or not permitted', async () => {
    const [good, revoked, stranger] = [reader(), reader(), vault.issue({ mayRead: ['secret/data/other'] })];
    vault.tokens.revoke(revoked);
    for (const token of ['', 'hvs.unknown', revoked, stranger]) {
      assert.deepEqual(await ask('secret/data/wenxin', token), {
        status: 403,
        body: { errors: ['permission denied'] },
      });
    }
    assert.equal((await ask('secret/data/wenxin', good)).status, 200);
    nowMs += 3_600_000;
    assert.equal((await ask('secret/data/wenxin', good)).status, 403);
  });

  it('answers 404 with metadata for a deleted version, and without for an unknown secret', async () => {
    assert.deepEqual(await ask('secret/data/none', reader()), { status: 404, body: { errors: [] } });
    vault.secret.delete('wenxin');
    const deleted = await ask('secret/data/wenxin', reader());
    assert.equal(deleted.status, 404);
    assert.deepEqual([deleted.body.data?.data, deleted.body.data?.metadata?.['destroyed']], [null, false]);
    assert.notEqual(deleted.body.data?.metadata?.['deletion_time'], '');
    vault.secret.destroy('wenxin');
    assert.equal((await ask('secret/data/wenxin', reader())).body.data?.metadata?.['destroyed'], true);
  });

  it('warns about a path without `data`, and has no other engines or methods', async () => {
    const { status, body } = await ask('secret/wenxin', reader());
    assert.deepEqual([status, body.warnings?.length], [404, 1]);
    assert.equal((await ask('kv/data/x', vault.issue({ mayRead: ['kv/data/x'] }))).status, 404);
    assert.equal((await ask('secret/data/wenxin', reader(), { method: 'POST' })).status, 405);
  });

  it('answers 503 while it is sealed, and reports its seal status', async () => {
    assert.equal((await ask('sys/seal-status', '')).body.sealed, false);
    vault.isSealed = true;
    assert.deepEqual(await ask('secret/data/wenxin', reader()), { status: 503, body: { errors: ['Vault is sealed'] } });
    assert.equal((await ask('sys/seal-status', '')).body.sealed, true);
    assert.equal((await ask('sys/seal-status', '', { headers: { 'X-Vault-Namespace': 'team' } })).status, 400);
  });

  it('reports the lifetime of a token, and renews it up to its maximum', async () => {
    const token = vault.issue({ ttlSeconds: 600, maxTtlSeconds: 1000 });
    nowMs += 500_000;
    assert.equal((await ask('auth/token/lookup-self', token)).body.data?.ttl, 100);
    const renew = (body?: string): ReturnType<typeof ask> =>
      ask('auth/token/renew-self', token, { method: 'POST', ...(body !== undefined && { body }) });
    assert.equal((await renew('{"increment":"200s"}')).body.auth?.lease_duration, 200);
    assert.equal((await renew()).body.auth?.lease_duration, 500);
    assert.equal((await renew('{')).status, 400);
    assert.equal((await ask('auth/token/renew-self', token)).status, 405);
    assert.equal(
      (await ask('auth/token/renew-self', vault.issue({ renewable: false }), { method: 'POST' })).status,
      400,
    );
    assert.equal((await ask('auth/token/lookup-self', vault.issue({ hasDefaultPolicy: false }))).status, 403);
    assert.equal((await ask('auth/token/lookup-self', vault.issue({ ttlSeconds: 0 }))).body.data?.ttl, 0);
  });

  it('keeps everything within its namespace', async () => {
    vault.namespace = 'team/a';
    const token = reader();
    assert.equal((await ask('secret/data/wenxin', token)).status, 403);
    const headers = { 'X-Vault-Namespace': 'team/a/' };
    assert.equal((await ask('secret/data/wenxin', token, { headers })).status, 200);
    assert.deepEqual(vault.requests.at(-1), { method: 'GET', path: 'secret/data/wenxin', namespace: 'team/a/', token });
  });
});
