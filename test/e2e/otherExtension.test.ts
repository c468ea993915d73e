import assert from 'node:assert/strict';
import path from 'node:path';
import { formatYuan } from '../../src/core/money.ts';
import { REPOSITORY_FOLDER } from '../support/folders.ts';
import type { Locale } from '../support/vscode/browserProfile.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { ledgerRows } from './ledgerFile.ts';
import { BUDGET_PATHS, setOtherBudget } from './otherBudget.ts';
import { setStage, type Stage } from './stage.ts';

/** Its command asks one of our models, and shows the result in a notification that begins with `Helper: `. */
const OTHER_EXTENSION = path.join(REPOSITORY_FOLDER, 'test/fixtures/helper-extension');
const ASK = 'Ask the Shop Helper';

interface Texts {
  readonly providerByDay: string;
  readonly question: string;
  readonly detail: string;
  readonly buttons: readonly [allow: string, once: string, deny: string];
  readonly denied: string;
  readonly showUsage: string;
  readonly consumers: string;
  readonly helperByDay: string;
  readonly usedUp: string;
  readonly manageAccess: string;
}

const TEXTS: Record<Locale, Texts> = {
  en: {
    providerByDay: 'Other Chats and Extensions, per day',
    question: '“shop.helper” wants to use ernie-5.1 with your key',
    detail:
      'You pay for its questions. They are counted under its name and limited by the budget for other chats and extensions. You can take the access back with “Manage Access of Other Extensions”.',
    buttons: ['Allow', 'Only This Time', 'Deny'],
    denied:
      'Helper: NoPermissions. Nothing was sent or charged: you have not let “shop.helper” use your key. To allow it, run “Manage Access of Other Extensions...” in the Command Palette.',
    showUsage: 'Show Usage and Spend',
    consumers: 'Consumer',
    helperByDay: 'shop.helper, per day',
    usedUp:
      "Helper: Blocked. Today's budget for “shop.helper” (¥0.0100) is used up. Nothing was sent. To raise it, run “Set Budget...” in the Command Palette.",
    manageAccess: 'Manage Access of Other Extensions...',
  },
  'zh-cn': {
    providerByDay: '其他聊天和扩展，每日',
    question: '“shop.helper”想要使用你的密钥调用 ernie-5.1',
    detail:
      '该扩展提问的费用由你承担，会按扩展单独统计，并受“其他聊天和扩展”预算的限制。可随时通过“管理其他扩展的使用权限”收回。',
    buttons: ['允许', '仅此一次', '拒绝'],
    denied:
      'Helper: NoPermissions. 尚未发送，也未计费：你未允许“shop.helper”使用你的密钥。如需允许，请在命令面板中运行“管理其他扩展的使用权限...”。',
    showUsage: '显示用量和花费',
    consumers: '来源',
    helperByDay: 'shop.helper，每日',
    usedUp:
      'Helper: Blocked. “shop.helper”的今日预算（¥0.0100）已用完。尚未发送。如需提高预算，请在命令面板中运行“设置预算...”。',
    manageAccess: '管理其他扩展的使用权限...',
  },
};

for (const locale of ['en', 'zh-cn'] as const) {
  describe(`Another extension in ${locale}`, () => {
    const texts = TEXTS[locale];
    const [allow, , deny] = texts.buttons;
    let stage: Stage;
    let window: Workbench;

    before(async () => {
      stage = await setStage({ otherExtension: OTHER_EXTENSION });
      window = await stage.openWindow({ locale });
      await setOtherBudget(window, BUDGET_PATHS[locale], texts.providerByDay, '5');
    });

    after(() => stage.close());

    const look = (name: string): Promise<string> => window.screenshot(`other-extension-${name}-${locale}`);

    const choose = async (label: string): Promise<void> => {
      await window.notifications.dialog.getByRole('button', { name: label, exact: true }).click();
      await window.notifications.dialog.waitFor({ state: 'detached' });
    };

    const ask = async (question: string): Promise<void> => {
      await window.runCommand(ASK);
      await window.quickInput.answer(question);
    };

    /** Waits for the extension's notification, closes it, and returns its text. */
    const said = async (): Promise<string> => {
      const message = window.notifications.with(/^Helper: /);
      await message.waitFor();
      const text = await window.notifications.textOf(message);
      await window.runCommand('Notifications: Clear All Notifications');
      await message.waitFor({ state: 'detached' });
      return text;
    };

    it('sends nothing when the user denies it the key, and is told so', async () => {
      await ask('几辆？');
      await window.notifications.dialog.waitFor();
      await look('consent');
      const dialog = await window.notifications.dialog.innerText();
      assert.ok(dialog.includes(texts.question) && dialog.includes(texts.detail), dialog);
      const buttons = await window.notifications.dialog.locator('.dialog-buttons .monaco-button').allInnerTexts();
      assert.deepEqual([...buttons].sort(), [...texts.buttons].sort());
      await choose(deny);
      assert.equal(await said(), texts.denied);
      await ask('几辆？');
      assert.equal(await said(), texts.denied, 'nobody is asked on and on');
      assert.deepEqual([stage.simulator.requests().length, ledgerRows(stage.server).length], [0, 0]);
    });

    it('is answered when the user allows it, and not asked about again', async () => {
      await window.reload();
      // Expensive enough to exceed the smallest budget.
      stage.simulator.script({ answer: { text: '三辆', reasoning: '再数一数。'.repeat(300) } });
      await ask('几辆？');
      await choose(allow);
      assert.equal(await said(), 'Helper: 三辆');
      await window.reload();
      await ask('几辆？');
      assert.equal(await said(), 'Helper: 三辆');
      assert.equal(stage.simulator.requests().length, 1, 'the same question is answered from the cache');
      assert.deepEqual(stage.simulator.violations(), []);
    });

    it('is booked and listed under its own name, at the exact billed amount', async () => {
      const { amountNanoYuan } = stage.simulator.account();
      assert.deepEqual(
        ledgerRows(stage.server).map(({ feature, consumer, request, amount }) => [feature, consumer, request, amount]),
        stage.simulator
          .requests()
          .map(({ requestId, bill }) => ['modelProvider', 'shop.helper', requestId, bill.amountNanoYuan]),
      );
      await window.runCommand(texts.showUsage);
      await window.usage.getByRole('tab', { name: texts.consumers }).click();
      const name = window.usage.getByRole('rowheader', { name: 'shop.helper', exact: true });
      const row = window.usage.getByRole('row').filter({ has: name }).first();
      await row.scrollIntoViewIfNeeded();
      assert.ok((await row.innerText()).includes(formatYuan(amountNanoYuan)));
      await look('usage');
      await window.runCommand('View: Close Editor');
    });

    it('is asked about again after the user took its access back', async () => {
      await window.runCommand(texts.manageAccess);
      await window.quickInput.row('shop.helper').waitFor();
      await look('access');
      await window.quickInput.pick('shop.helper');
      await window.quickInput.field.press('Enter');
      await ask('现在呢？');
      await choose(deny);
      assert.equal(await said(), texts.denied);
      await window.runCommand(texts.manageAccess);
      await window.quickInput.pick('shop.helper');
      await window.quickInput.field.press('Enter');
    });

    it('is stopped by a budget of its own', async () => {
      await setOtherBudget(window, BUDGET_PATHS[locale], texts.helperByDay, '0.01');
      const before = stage.simulator.requests().length;
      await ask('现在呢？');
      assert.equal(await said(), texts.usedUp);
      assert.equal(stage.simulator.requests().length, before);
      assert.equal(ledgerRows(stage.server).length, before);
    });
  });
}
