import assert from 'node:assert/strict';
import type { Credential } from '../../../src/core/auth/credential.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { Accounts } from '../../../src/host/credentials/accounts.ts';
import { CurrentAccount } from '../../../src/host/credentials/currentAccount.ts';
import type { Configuration } from '../../../src/host/configuration.ts';

const never = new AbortController().signal;

/** By the name that an endpoint gives, empty for none. */
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

describe('the current account', () => {
  const BAIDU = { name: 'Baidu', baseUrl: 'https://qianfan.example/v2' };
  const LOCAL = { name: 'Local', baseUrl: 'http://127.0.0.1:8000/v1', account: 'local' };

  it('stays that of the first endpoint while another endpoint is asked with another one', async () => {
    const account = current([BAIDU, LOCAL]);
    assert.equal(account.kind, undefined);
    assert.equal(await account.refresh(), true);
    await account.find('local', never);
    assert.deepEqual([account.kind, account.kindOf(undefined), account.kindOf('local')], ['apiKey', 'apiKey', 'none']);
  });

  it('is the one that the first endpoint names', async () => {
    const account = current([LOCAL, BAIDU]);
    await account.refresh();
    await account.find(undefined, never);
    assert.equal(account.kind, 'none');
  });
});
