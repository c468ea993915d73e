import assert from 'node:assert/strict';
import { silentLogger } from '../../../src/core/logger.ts';
import { type Account, FIRST_ACCOUNT } from '../../../src/core/auth/account.ts';
import type { HeldCredential } from '../../../src/core/auth/credential.ts';
import { AccountStore } from '../../../src/host/credentials/accountStore.ts';
import { Accounts } from '../../../src/host/credentials/accounts.ts';
import type { CredentialSource } from '../../../src/host/settings.ts';
import { MemorySecrets } from '../../support/memorySecrets.ts';

const never = new AbortController().signal;

const FIRST: Account = {
  name: FIRST_ACCOUNT,
  credential: { kind: 'apiKey', key: 'bce-v3/a/b' },
  origins: ['https://a.example'],
};
const WORK: Account = {
  name: '工作',
  credential: { kind: 'iam', accessKey: 'ALTAKx', secretKey: 's' },
  origins: ['https://b.example'],
};
const ELSEWHERE: HeldCredential = { credential: { kind: 'app', apiKey: 'k', secretKey: 's' }, origins: 'any' };

describe('Accounts', () => {
  let secrets: MemorySecrets;
  let isMarked: boolean;

  beforeEach(() => {
    secrets = new MemorySecrets();
    isMarked = false;
  });

  /** Opens the accounts as a window does; several share the secrets and the marker. */
  const open = (source: CredentialSource = 'secretStorage'): Accounts => {
    const other = (): Promise<HeldCredential> => Promise.resolve(ELSEWHERE);
    return new Accounts({
      store: new AccountStore(secrets),
      source: () => source,
      others: { environment: other, command: other, vault: other },
      marker: { get: () => isMarked, set: isStored => (isMarked = isStored) },
      logger: silentLogger,
    });
  };
  const current = (accounts: Accounts): Promise<HeldCredential | undefined> => accounts.find(undefined, never);

  it('are restored with their origins in the next session', async () => {
    assert.equal(await current(open()), undefined);
    assert.equal(await open().keep(FIRST), 'stored');
    assert.deepEqual(await current(open()), FIRST);
  });

  it('are found by name, or without one as the account stored or selected last', async () => {
    await open().keep(FIRST);
    await open().keep(WORK);
    assert.deepEqual(await current(open()), WORK);
    await open().switchTo(FIRST_ACCOUNT);
    assert.deepEqual(await current(open()), FIRST);
    assert.deepEqual(await open().find('工作', never), WORK);
    await assert.rejects(open().find('nobody', never), {
      kind: 'no-credentials',
      details: { code: 'account_unknown' },
    });
  });

  it('include a key stored before there were accounts', async () => {
    secrets.values.set(
      'wenxin.credentials',
      '{"version":1,"kind":"apiKey","key":"bce-v3/a/b","origins":["https://a.example"]}',
    );
    assert.deepEqual(await current(open()), FIRST);
  });

  it('that cannot be read cause a failure of their own and never count as missing', async () => {
    secrets.get = () => Promise.reject(new Error('keyring is locked'));
    await assert.rejects(current(open()), (error: unknown) => {
      assert.ok(error instanceof Error && 'details' in error && 'kind' in error);
      assert.deepEqual([error.kind, (error.details as { code: string }).code], ['no-credentials', 'keyring_failed']);
      return true;
    });
  });

  it('are not read from the secret storage when another source is set', async () => {
    await open().keep(FIRST);
    for (const source of ['environment', 'command', 'vault'] as const) {
      assert.deepEqual(await current(open(source)), ELSEWHERE);
      assert.deepEqual(await open(source).find('any name', never), ELSEWHERE);
    }
  });

  it('report changes, also from another window', async () => {
    const accounts = open();
    let changes = 0;
    accounts.onDidChange(() => changes++);
    await secrets.store('wenxin.credentials', '{}');
    await secrets.store('other', 'x');
    assert.equal(changes, 1);
    accounts.dispose();
    await secrets.store('wenxin.credentials', '{}');
    assert.equal(changes, 1);
  });

  it('last for this session only when the secret storage rejects, loses or changes them', async () => {
    for (const broken of [
      { store: () => Promise.reject(new Error('no keyring')) },
      { store: () => Promise.resolve() },
      { get: () => Promise.resolve('{"version":1,"kind":"apiKey","key":"other","origins":[]}') },
    ]) {
      secrets = Object.assign(new MemorySecrets(), broken);
      const accounts = open();
      assert.equal(await accounts.keep(WORK), 'session');
      assert.deepEqual(await current(accounts), WORK);
      assert.notDeepEqual(await current(open()).catch(() => undefined), WORK);
      assert.equal(await accounts.hasForgotten(), false);
    }
  });

  it('stay stored when another one was added while the keyring was locked', async () => {
    const get = secrets.get.bind(secrets);
    const later: readonly ((accounts: Accounts) => Promise<unknown>)[] = [
      accounts => accounts.keep({ ...WORK, name: 'third' }),
      accounts => accounts.switchTo('工作'),
      accounts => accounts.allow('工作', 'https://b.example'),
    ];
    for (const act of later) {
      secrets.values.clear();
      await open().keep(FIRST);
      const accounts = open();
      secrets.get = () => Promise.reject(new Error('keyring is locked'));
      assert.equal(await accounts.keep(WORK), 'session');
      secrets.get = get;
      await act(accounts);
      assert.deepEqual(await open().find(FIRST_ACCOUNT, never), FIRST);
      assert.deepEqual((await open().find('工作', never))?.credential, WORK.credential);
    }
  });

  it('are not removed one by one while they cannot be read, but can be removed all at once', async () => {
    await open().keep(FIRST);
    await open().keep(WORK);
    const get = secrets.get.bind(secrets);
    secrets.get = () => Promise.reject(new Error('keyring is locked'));
    await assert.rejects(open().remove('工作'));
    assert.equal(secrets.values.size, 1);
    await open().removeAll();
    secrets.get = get;
    assert.equal(await current(open()), undefined);
  });

  it('that are missing in a later session are reported once', async () => {
    await open().keep(FIRST);
    assert.equal(await open().hasForgotten(), false);
    secrets.values.clear();
    assert.equal(await open('environment').hasForgotten(), false);
    assert.equal(await open().hasForgotten(), true);
    assert.equal(await open().hasForgotten(), false);
  });

  it('are deleted when they are removed, and not reported as missing', async () => {
    const accounts = open();
    await accounts.keep(FIRST);
    await accounts.keep(WORK);
    await accounts.remove('工作');
    assert.deepEqual(await current(accounts), FIRST);
    await accounts.remove(FIRST_ACCOUNT);
    assert.equal(await current(accounts), undefined);
    assert.equal(await open().hasForgotten(), false);
    assert.equal(secrets.values.size, 0);
  });

  it('share one key for sealing tokens in all windows', async () => {
    const key = await new AccountStore(secrets).sealingKey();
    assert.equal(key.length, 32);
    assert.deepEqual(Buffer.from(await new AccountStore(secrets).sealingKey()), Buffer.from(key));
    secrets.values.set('wenxin.sealingKey', 'damaged');
    assert.notDeepEqual(Buffer.from(await new AccountStore(secrets).sealingKey()), Buffer.from(key));
  });
});
