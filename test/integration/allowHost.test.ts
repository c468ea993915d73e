import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { FIRST_ACCOUNT } from '../../src/core/auth/account.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { AccountStore } from '../../src/host/credentials/accountStore.ts';
import { Accounts } from '../../src/host/credentials/accounts.ts';
import { allowHost } from '../../src/host/credentials/allowHost.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';
import { replaced } from './replaced.ts';

const RELAY = 'https://relay.example/v2';

describe('Permission to send credentials to another host', () => {
  async function begin(): Promise<Accounts> {
    const none = (): Promise<undefined> => Promise.resolve(undefined);
    const accounts = new Accounts({
      store: new AccountStore(new MemorySecrets()),
      source: () => 'secretStorage',
      others: { environment: none, command: none, vault: none },
      marker: { get: () => false, set: () => undefined },
      logger: silentLogger,
    });
    const origins = ['https://qianfan.baidubce.com'];
    await accounts.keep({ name: FIRST_ACCOUNT, credential: { kind: 'apiKey', key: 'bce-v3/a/b' }, origins });
    return accounts;
  }

  /** Asks for permission and returns the dialog's text. The user presses `button`, or closes the dialog. */
  async function ask(accounts: Accounts, button: string | undefined): Promise<{ allowed: boolean; words: string }> {
    let words = '';
    const answer = (message: string, { detail = '' }: vscode.MessageOptions): Promise<string | undefined> => {
      words = `${message} ${detail}`;
      return Promise.resolve(button);
    };
    let allowed = false;
    await replaced(
      vscode.window,
      'showWarningMessage',
      answer as unknown as typeof vscode.window.showWarningMessage,
      async () => {
        allowed = await allowHost(accounts, undefined, RELAY);
      },
    );
    return { allowed, words };
  }

  const origins = async (accounts: Accounts): Promise<readonly string[]> =>
    (await accounts.list()).accounts[0]?.origins ?? [];

  it('is stored when the user agrees to a dialog that names the host and what it receives', async () => {
    const accounts = await begin();
    const { allowed, words } = await ask(accounts, 'Send');
    assert.match(words, /^Send your key and questions to relay\.example\? This host does not belong to Baidu/);
    assert.equal(allowed, true);
    assert.deepEqual(await origins(accounts), ['https://qianfan.baidubce.com', 'https://relay.example']);
  });

  it('is not stored when the user closes the dialog', async () => {
    const accounts = await begin();
    assert.equal((await ask(accounts, undefined)).allowed, false);
    assert.deepEqual(await origins(accounts), ['https://qianfan.baidubce.com']);
  });
});
