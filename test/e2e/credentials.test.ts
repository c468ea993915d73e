import assert from 'node:assert/strict';
import type { Script } from '../support/simulator/script.ts';
import type { Locale } from '../support/vscode/browserProfile.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { openChat } from './chat.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

const TEXTS = {
  en: {
    setCredentials: 'Set Credentials...',
    apiKey: 'API Key',
    works: /^The key works/,
    noPermission:
      /^This API Key may not use ernie-5\.1, or the model does not exist\. .*The key itself was accepted and is saved\.$/,
    overdue: /account is overdue and the request was refused\. .*The key itself was accepted and is saved\.$/,
    tryAgain: 'Try Again',
    cancelled:
      /^The check was cancelled, and the key is not saved yet\. The check may have been charged a small amount\.$/,
    saveUnchecked: 'Save Without Checking',
    clearCredentials: 'Clear Credentials',
    clearKey: 'Clear Key',
    cleared: 'The key is cleared.',
    nothingToClear: 'There is no key to clear.',
    openChat: 'Open Chat',
    forgotten: /^VS Code did not keep the key you set/,
    chooseSource: 'Choose Key Source',
  },
  'zh-cn': {
    setCredentials: '设置密钥...',
    apiKey: 'API Key',
    works: /^密钥可用/,
    noPermission: /^此 API Key 没有 ernie-5\.1 的调用权限，或该模型不存在。.*密钥本身有效，已保存。$/,
    overdue: /^百度智能云账户已欠费，请求被拒绝。.*密钥本身有效，已保存。$/,
    tryAgain: '重试',
    cancelled: /^验证已取消，密钥尚未保存。本次验证可能已产生少量费用。$/,
    saveUnchecked: '不验证直接保存',
    clearCredentials: '清除密钥',
    clearKey: '清除密钥',
    cleared: '密钥已清除。',
    nothingToClear: '没有可清除的密钥。',
    openChat: '打开聊天',
    forgotten: /^VS Code 没有保留你设置的密钥/,
    chooseSource: '选择密钥来源',
  },
} as const;

const refusal = (code: string): Script => ({ instead: { kind: 'error', code } });

async function paste(window: Workbench, texts: (typeof TEXTS)[Locale], key: string): Promise<void> {
  await window.runCommand(texts.setCredentials);
  await window.quickInput.pick(texts.apiKey);
  await window.quickInput.answer(key);
}

for (const locale of ['en', 'zh-cn'] as const) {
  describe(`A key in ${locale}`, () => {
    const texts = TEXTS[locale];
    let stage: Stage;
    let window: Workbench;

    before(async () => {
      stage = await setStage({ key: 'none' });
      window = await stage.openWindow({ locale, forgetsSecrets: true });
    });

    after(() => stage.close());

    it('is kept when it may not use the model, or its account is overdue, and the user is told which', async () => {
      stage.simulator.script(refusal('no_parameter_permission'));
      await paste(window, texts, stage.simulator.key);
      const noPermission = window.notifications.with(texts.noPermission);
      await noPermission.waitFor();
      await window.screenshot(`key-no-permission-${locale}`);

      stage.simulator.script(refusal('account_overdue'));
      await window.notifications.press(noPermission, texts.tryAgain);
      const overdue = window.notifications.with(texts.overdue);
      await overdue.waitFor();
      await window.screenshot(`key-overdue-${locale}`);

      await window.notifications.press(overdue, texts.tryAgain);
      await window.notifications.with(texts.works).waitFor();
      assert.equal(
        ledgerRows(stage.server).reduce((sum, row) => sum + (row.amount ?? 0), 0),
        stage.simulator.account().amountNanoYuan,
      );
    });

    // The remaining tests do not depend on the language, or other tests cover their texts.
    if (locale !== 'en') return;

    it('is reported missing once, in the next session, where VS Code does not keep secrets', async () => {
      await window.reload();
      const forgotten = window.notifications.with(texts.forgotten);
      await forgotten.waitFor();
      await window.screenshot(`key-forgotten-${locale}`);
      assert.deepEqual(await window.notifications.buttonsOf(forgotten), [texts.setCredentials, texts.chooseSource]);
      await window.reload();
      await openChat(window, texts.openChat);
      assert.equal(await forgotten.count(), 0);
    });

    it('can be saved without waiting for its check', async () => {
      stage.simulator.script({ delivery: { stall: 'beforeHeaders' } });
      const asked = stage.simulator.requests().length;
      await paste(window, texts, stage.simulator.key);
      await stage.simulator.when(records => records.length > asked);
      // This button's text is VS Code's own; the window has no language pack.
      await window.notifications.all.first().getByRole('button', { name: 'Cancel', exact: true }).click();
      const cancelled = window.notifications.with(texts.cancelled);
      await cancelled.waitFor();
      await window.screenshot(`key-check-cancelled-${locale}`);
      await window.notifications.press(cancelled, texts.saveUnchecked);
    });

    it('is cleared after a confirmation, and then there is none left to clear', async () => {
      await window.runCommand(texts.clearCredentials);
      await window.notifications.dialog.waitFor();
      await window.screenshot(`key-clear-${locale}`);
      assert.match(await window.notifications.dialog.innerText(), new RegExp(new URL(stage.simulator.url).host));
      await window.notifications.dialog.getByRole('button', { name: texts.clearKey }).click();
      await window.notifications.with(texts.cleared).waitFor();
      await window.runCommand(texts.clearCredentials);
      await window.notifications.with(texts.nothingToClear).waitFor();
      await window.reload();
      await openChat(window, texts.openChat);
      assert.equal(await window.notifications.with(texts.forgotten).count(), 0);
    });
  });
}
