import assert from 'node:assert/strict';
import type { AccountList } from '../../../src/core/auth/account.ts';
import { decodeAccounts, encodeAccounts } from '../../../src/core/auth/storedAccounts.ts';

describe('Stored accounts', () => {
  const list: AccountList = {
    current: 'two',
    accounts: [
      { name: 'one', credential: { kind: 'apiKey', key: 'k' }, origins: ['https://a.example'] },
      { name: 'two', credential: { kind: 'iam', accessKey: 'a', secretKey: 's' }, origins: [] },
      { name: 'three', credential: { kind: 'app', apiKey: 'a', secretKey: 's' }, origins: [] },
      { name: 'four', credential: { kind: 'accessCode', code: 'c' }, origins: [] },
      { name: 'five', credential: { kind: 'none' }, origins: [] },
    ],
  };

  it('are decoded unchanged, with every kind of credential', () => {
    assert.deepEqual(decodeAccounts(encodeAccounts(list)), list);
  });

  it('are undefined for any other text', () => {
    const account = (change: object): string =>
      JSON.stringify({ version: 2, current: '', accounts: [{ ...list.accounts[0], ...change }] });
    for (const text of [
      '',
      'null',
      '{}',
      '{"version":3}',
      '{"version":1,"kind":"apiKey","key":1,"origins":[]}',
      account({ credential: { kind: 'apiKey', key: 1 } }),
      account({ credential: { kind: 'other', key: 'k' } }),
      account({ origins: 'any' }),
      account({ name: null }),
    ]) {
      assert.equal(decodeAccounts(text), undefined, text);
    }
  });
});
