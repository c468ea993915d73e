import assert from 'node:assert/strict';
import type { Workbench } from '../support/vscode/workbench.ts';
import { type Chat, openChat } from './chat.ts';
import { filesWith } from './filesWith.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

describe('A person without a key', () => {
  let stage: Stage;
  let window: Workbench;
  let chat: Chat;

  before(async () => {
    stage = await setStage({ key: 'none' });
    window = await stage.openWindow();
    chat = await openChat(window);
  });

  after(() => stage.close());

  it('is told what to do, who gets the key and that this is no Baidu product', async () => {
    const text = await window.chat.locator('body').innerText();
    await window.screenshot('no-key-en');
    assert.match(text, /Set a key to start asking\./);
    assert.match(text, new RegExp(`sent only to ${new URL(stage.simulator.url).host}`));
    assert.match(text, /not a Baidu product/);
  });

  it('may ask all the same: the question is kept, and nothing is sent or booked', async () => {
    await chat.ask('没有密钥的问题');
    const { message, buttons } = await chat.failureText();
    await window.screenshot('no-key-asked-en');
    assert.equal(message, 'Set a key to start asking. Your question is kept.');
    assert.equal(buttons[0], 'Set Credentials...');
    assert.deepEqual(stage.simulator.requests(), []);
    assert.deepEqual(ledgerRows(stage.server), []);
  });

  it('cannot save a key that the service refuses', async () => {
    await chat.failure.locator('button').first().click();
    await window.quickInput.field.waitFor();
    await window.screenshot('set-credentials-en');
    assert.match(await window.quickInput.message(), /sent only to 127\.0\.0\.1/);
    assert.equal(await window.quickInput.field.getAttribute('type'), 'password');
    await window.quickInput.answer('bce-v3/ALTAK-wrong/0123');
    const refused = window.notifications.with(/refused this API Key/);
    await refused.waitFor();
    await window.screenshot('key-refused-en');
    assert.deepEqual(await window.notifications.buttonsOf(refused), ['Set Credentials...', 'Open API Key Page']);
    await window.notifications.press(refused, 'Set Credentials...');
  });

  it('sets the right one, asks the kept question, and still has the key after a reload', async () => {
    // Of more than three messages in 0.8 s VS Code shows only three. No person is that quick.
    await new Promise(resolve => setTimeout(resolve, 1_000));
    await window.quickInput.answer(` ${stage.simulator.key} `);
    await window.notifications.with(/The key works and is saved/).waitFor();
    await chat.failure.locator('button', { hasText: 'Retry' }).click();
    await chat.lastReceipt.waitFor();
    assert.equal(await chat.turns.count(), 1);

    await window.reload();
    await window.runCommand('Open Chat');
    await chat.ask('第二个问题');
    await chat.turns.nth(1).locator('.receipt').waitFor();
    assert.deepEqual(await filesWith(stage.server.dataFolder, stage.simulator.key), []);
    assert.deepEqual(stage.simulator.violations(), []);
  });
});
