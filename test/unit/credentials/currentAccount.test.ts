import assert from 'node:assert/strict';
import type { Credential } from '../../../src/core/auth/credential.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { Accounts } from '../../../src/host/credentials/accounts.ts';
import { CurrentAccount } from '../../../src/host/credentials/currentAccount.ts';
import type { Configuration } from '../../../src/host/configuration.ts';

const never = new AbortController().signal;

/** Credentials by the account name of an endpoint; empty for none. */
const HELD: Readonly<Record<string, Credential>> = {
  '': { kind: 'apiKey', key: 'bce-v3/a/b' },
  local: { kind: 'none' },
};

function current(endpoints: readonly { name: string; baseUrl: string; account?: string }[]): CurrentAccount {
  const settings: Record<string, unknown> = {
    'wenxin.endpoints': endpoints,
    'wenxin.credentialSource': 'secretStorage',
  };
  const accounts = {
    find: (name = '') => Promise.resolve(HELD[name] && { credential: HELD[name], origins: 'any' }),
    list: () => Promise.resolve({ current: '', accounts: [] }),
  };
  const configuration = { get: (id: string) => settings[id] };
  return new CurrentAccount(accounts as unknown as Accounts, configuration as unknown as Configuration, silentLogger);
}

describe('The current account', () => {
  const BAIDU = { name: 'Baidu', baseUrl: 'https://qianfan.example/v2' };
  const LOCAL = { name: 'Local', baseUrl: 'http://127.0.0.1:8000/v1', account: 'local' };

  it('stays that of the first endpoint while another endpoint uses a different account', async () => {
    const account = current([BAIDU, LOCAL]);
    assert.equal(account.kind, undefined);
    assert.equal(await account.refresh(), true);
    await account.find('local', never);
    assert.deepEqual([account.kind, account.kindOf(undefined), account.kindOf('local')], ['apiKey', 'apiKey', 'none']);
  });

  it('is the one named by the first endpoint', async () => {
    const account = current([LOCAL, BAIDU]);
    await account.refresh();
    await account.find(undefined, never);
    assert.equal(account.kind, 'none');
  });
});
