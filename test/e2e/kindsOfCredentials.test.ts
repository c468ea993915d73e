import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { makeAuthority } from '../support/certificates.ts';
import { passOn } from '../support/proxy.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import type { Person } from '../support/vscode/person.ts';
import { changeSettings } from '../support/vscode/userSettings.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { type Chat, openChat } from './chat.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

const V1_MODEL = 'ernie-4.0-turbo-8k';
const IAM = 'Access Key / Secret Key (IAM)';

describe('The extension with each kind of credentials', () => {
  let stage: Stage;
  let person: Person;
  let window: Workbench;
  let chat: Chat;

  before(async () => {
    stage = await setStage({ key: 'none' });
    await stage.server.changeSettings({
      'wenxin.endpoints': endpointV2(),
      'wenxin.iamUrl': stage.simulator.url,
      'wenxin.oauthUrl': stage.simulator.url,
    });
    person = await stage.newPerson();
    window = await stage.openWindow({ person });
    chat = await openChat(window);
  });

  after(() => stage.close());

  /** Changes the settings as a user does, and reloads the window. */
  async function reloadWith(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await stage.server.changeSettings(settings);
    await window.reload();
    chat = await openChat(window);
  }

  async function change(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await changeSettings(stage.server, window, settings);
  }

  async function set(kind: string, ...parts: string[]): Promise<void> {
    await window.runCommand('Set Credentials...');
    await window.quickInput.pick(kind);
    for (const [index, part] of parts.entries()) {
      const step = `(${index + 2}/${parts.length + 1})`;
      await window.quickInput.widget.locator('.quick-input-title', { hasText: step }).waitFor();
      await window.quickInput.answer(part);
    }
  }

  async function works(): Promise<void> {
    const good = window.notifications.with(/^The key works: /);
    await good.waitFor();
    await window.notifications.press(good, 'Ask a Question');
  }

  async function answers(question: string): Promise<void> {
    await chat.ask(question);
    await chat.lastReceipt.waitFor();
  }

  const lastCaller = (): string => stage.simulator.requests().at(-1)?.keyLabel ?? '';
  const endpointV2 = () => [{ name: 'S', baseUrl: stage.simulator.baseUrl }];
  const endpointV1 = () => [{ name: 'S V1', baseUrl: stage.simulator.url, api: 'v1' }];
  const turn = (): Promise<void> => window.quickInput.widget.getByRole('button', { name: 'Use as AK/SK' }).click();

  it('offers AK/SK when an Access Key is pasted as an API Key, and does not save a wrong Secret Key', async () => {
    await set('API Key', stage.simulator.iamPair.accessKey);
    await window.quickInput.widget.getByText(/looks like an Access Key/).waitFor();
    await turn();
    await window.quickInput.widget.getByText(/sent nowhere: requests are signed/).waitFor();
    await window.screenshot('kinds-secret-key');
    await window.quickInput.answer('wrong-secret-key');
    const refused = window.notifications.with(/the Secret Key does not match the Access Key\. The key was not saved\./);
    await refused.waitFor();
    await window.screenshot('kinds-wrong-secret');
    await window.notifications.press(refused, 'Set Credentials...');
    await window.quickInput.dismiss();
  });

  it('exchanges an Access Key and Secret Key for one token, which two windows share', async () => {
    const { accessKey, secretKey } = stage.simulator.iamPair;
    await set(IAM, accessKey, secretKey);
    await works();
    await answers('用 AK/SK 提问');
    assert.match(lastCaller(), /token/);
    const issued = stage.simulator.account().issuedTokens;
    const second = await stage.openWindow({ person });
    const other = await openChat(second);
    await other.ask('另一个窗口');
    await other.lastReceipt.waitFor();
    assert.equal(stage.simulator.account().issuedTokens, issued);
    await second.close();
    stage.simulator.revokeTokens();
    await answers('令牌被撤销之后');
    assert.equal(stage.simulator.account().issuedTokens, issued + 1);
  });

  it('signs the requests of V1 with the same pair', async () => {
    await reloadWith({ 'wenxin.endpoints': endpointV1(), 'wenxin.model': V1_MODEL });
    const issued = stage.simulator.account().issuedTokens;
    await answers('签名提问');
    assert.equal(lastCaller(), stage.simulator.iamPair.label);
    assert.equal(stage.simulator.account().issuedTokens, issued);
  });

  it('exchanges the keys of an old application for an access token for V1', async () => {
    const { apiKey, secretKey } = stage.simulator.app;
    await set('App API Key + Secret Key (old)', apiKey, secretKey);
    await works();
    await answers('旧版应用');
    assert.match(lastCaller(), /^app/);
  });

  it('sends the code of a private deployment unchanged', async () => {
    await set('Access code of a private deployment', stage.simulator.accessCode);
    await works();
    await answers('私有部署');
    assert.match(lastCaller(), /code/);
  });

  it('adds named accounts and switches between them', async () => {
    await change({ 'wenxin.endpoints': endpointV2(), 'wenxin.model': 'ernie-5.1' });
    await window.runCommand('Switch Account...');
    await window.quickInput.row('default').waitFor();
    await window.quickInput.pick('Add Account...');
    await window.quickInput.answer('work');
    await window.quickInput.pick('API Key');
    await window.quickInput.answer(stage.simulator.key);
    await works();
    await answers('另一个账户');
    assert.equal(lastCaller(), 'key-1');
    assert.equal(ledgerRows(stage.server).at(-1)?.account, 'work');
    await window.runCommand('Switch Account...');
    await window.quickInput.row('work').waitFor();
    await window.screenshot('kinds-accounts');
    await window.quickInput.pick('default');
    await chat.ask('访问码不能用于 V2');
    assert.match((await chat.failureText()).message, /for V1 only, and 127\.0\.0\.1:\d+ is asked by V2\./);
  });

  it('uses the account and the certificate authority of an endpoint', async () => {
    const authority = await makeAuthority('Company');
    const front = createServer(authority.server, (request, response) => passOn(request, response, stage.simulator.url));
    front.listen(0, '127.0.0.1');
    await once(front, 'listening');
    const baseUrl = `https://127.0.0.1:${(front.address() as AddressInfo).port}/v2`;
    await change({ 'wenxin.endpoints': [{ name: 'TLS', baseUrl, account: 'work' }] });
    await chat.ask('不受信任的证书');
    assert.match((await chat.failureText()).message, /certificate of 127\.0\.0\.1:\d+ is not trusted/);
    const ca = path.join(temporaryFolder(), 'ca.pem');
    await writeFile(ca, authority.cert);
    await change({ 'wenxin.endpoints': [{ name: 'TLS', baseUrl, account: 'work', ca }] });
    await answers('受信任的证书');
    assert.equal(lastCaller(), 'key-1');
    front.close();
    front.closeAllConnections();
  });

  it('runs the user’s program for credentials, and reports its failure', async () => {
    const program = path.join(temporaryFolder(), 'credentials.mjs');
    const printed = JSON.stringify({ kind: 'apiKey', key: stage.simulator.key });
    await writeFile(program, `console.log(${JSON.stringify(printed)})`);
    await change({
      'wenxin.endpoints': endpointV2(),
      'wenxin.credentialSource': 'command',
      'wenxin.credentialCommand': [process.execPath, program],
    });
    await answers('由程序提供');
    assert.equal(lastCaller(), 'key-1');
    await writeFile(program, 'process.exit(3)');
    await reloadWith({});
    await chat.ask('程序失败');
    assert.match((await chat.failureText()).message, /The program for credentials reported a failure/);
    await window.screenshot('kinds-program-failed');
  });

  it('violates no rule of the service with any of them', () => {
    assert.deepEqual(stage.simulator.violations(), []);
  });
});
