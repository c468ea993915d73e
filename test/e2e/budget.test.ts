import assert from 'node:assert/strict';
import type { Locale } from '../support/vscode/browserProfile.ts';
import type { Person } from '../support/vscode/person.ts';
import { changeSettings } from '../support/vscode/userSettings.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { type Chat, openChat } from './chat.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

interface Texts {
  readonly openChat: string;
  /** The message and the buttons shown when the budget does not cover a question. */
  readonly refused: RegExp;
  readonly buttons: readonly RegExp[];
  readonly limited: RegExp;
  readonly waiting: RegExp;
  readonly unknownPrice: RegExp;
  readonly unknownPriceButtons: readonly string[];
}

const TEXTS: Record<Locale, Texts> = {
  en: {
    openChat: 'Open Chat',
    refused:
      /^¥0\.0010 of today's budget \(¥0\.0010\) is left; this question may cost up to ¥0\.0[678]\d\d\. The question was not sent and is kept\.$/,
    buttons: [/^Allow Once \(at most ¥0\.0[678]\d\d\)$/, /^Set Budget\.\.\.$/, /^Retry$/],
    limited: /¥0\.0\d{3} of today's budget was left, so this answer was limited to [\d,]+ tokens\./,
    waiting: /^Waiting for other questions to finish/,
    unknownPrice: /^The price of my-own-model is unknown, .* The question was not sent and is kept\.$/,
    unknownPriceButtons: ['Enter Price...', 'Select Model...', 'Send Anyway', 'Retry'],
  },
  'zh-cn': {
    openChat: '打开聊天',
    refused: /^今日预算（¥0\.0010）剩余 ¥0\.0010，本次提问最多可能花费 ¥0\.0[678]\d\d。问题未发送，已为你保留。$/,
    buttons: [/^仅允许这一次（最多 ¥0\.0[678]\d\d）$/, /^设置预算\.\.\.$/, /^重试$/],
    limited: /今日预算仅剩 ¥0\.0\d{3}，本次回答最长 [\d,]+ tokens。/,
    waiting: /^正在等待其他提问结束/,
    unknownPrice: /^my-own-model 的价格未知，.*问题未发送，已为你保留。$/,
    unknownPriceButtons: ['填写价格...', '选择模型...', '仍然发送', '重试'],
  },
};

for (const locale of ['en', 'zh-cn'] as const) {
  describe(`A daily budget in ${locale}`, () => {
    const texts = TEXTS[locale];
    let stage: Stage;
    let person: Person;
    let window: Workbench;
    let chat: Chat;

    before(async () => {
      stage = await setStage({ settings: { 'wenxin.budget.dailyCny': 0.001 } });
      person = await stage.newPerson({ locale });
      window = await stage.openWindow({ person });
      chat = await openChat(window, texts.openChat);
    });

    after(() => stage.close());

    it('refuses a question that it does not cover, says what it may cost, and sends nothing', async () => {
      await chat.ask('讲一讲');
      const { message, buttons } = await chat.failureText();
      await window.screenshot(`budget-refused-${locale}`);
      assert.match(message, texts.refused);
      assert.equal(buttons.length, texts.buttons.length, buttons.join());
      texts.buttons.forEach((button, index) => assert.match(buttons[index] ?? '', button));
      assert.equal(stage.simulator.requests().length, 0);
      assert.deepEqual(ledgerRows(stage.server), []);
    });

    it('lets that question through once when the user allows it, for no more than the stated amount', async () => {
      const [label = ''] = (await chat.failureText()).buttons;
      const most = Number(/\d+\.\d+/.exec(label)?.[0]) * 1e9;
      await chat.failure.locator('button').first().click();
      await chat.lastReceipt.waitFor();
      assert.equal(await chat.turns.count(), 1);
      const [row] = ledgerRows(stage.server);
      assert.ok((row?.amount ?? Infinity) <= most, `${String(row?.amount)} of ${most}`);
      await chat.ask('再讲一讲');
      await chat.failure.waitFor();
      assert.equal(stage.simulator.requests().length, 1);
    });

    // The remaining tests do not depend on the language, or other tests cover their texts.
    if (locale !== 'en') return;

    it('limits an answer to the remaining amount, and says so, also after a reload', async () => {
      await changeSettings(stage.server, window, { 'wenxin.budget.dailyCny': 0.05 });
      await chat.ask('讲短一点');
      await chat.lastReceipt.waitFor();
      assert.match(await chat.lastAnswerText(), texts.limited);
      assert.ok(
        (stage.simulator.requests().at(-1)?.body as { max_completion_tokens: number }).max_completion_tokens < 4_096,
      );
      await window.reload();
      await window.runCommand(texts.openChat);
      await chat.lastReceipt.waitFor();
      await window.screenshot(`budget-limited-${locale}`);
      assert.match(await chat.lastAnswerText(), texts.limited);
    });

    it('keeps a question of a second window waiting until the first window’s question has ended', async () => {
      await changeSettings(stage.server, window, { 'wenxin.budget.dailyCny': 0.1 });
      const second = await stage.openWindow({ person });
      const other = await openChat(second, texts.openChat);
      stage.simulator.script({ delivery: { stall: 'beforeHeaders' } });
      const before = stage.simulator.requests().length;
      await chat.ask('第一个窗口');
      await stage.simulator.when(records => records.length > before);
      await other.ask('第二个窗口');
      await other.lastAnswer.getByText(texts.waiting).waitFor();
      await second.screenshot(`budget-waiting-${locale}`);
      assert.equal(stage.simulator.requests().length, before + 1);
      await chat.stopButton.click();
      await other.lastReceipt.waitFor();
      assert.equal(await other.lastAnswer.getByText(texts.waiting).count(), 0);
      await second.close();
    });

    it('blocks a model whose price is unknown until the user sends anyway', async () => {
      await changeSettings(stage.server, window, { 'wenxin.model': 'my-own-model' });
      const before = stage.simulator.requests().length;
      await chat.ask('你是谁');
      const { message, buttons } = await chat.failureText();
      await window.screenshot(`budget-unknown-price-${locale}`);
      assert.match(message, texts.unknownPrice);
      assert.deepEqual(buttons, texts.unknownPriceButtons);
      assert.equal(stage.simulator.requests().length, before);
      await chat.failure.locator('button').nth(2).click();
      await stage.simulator.when(records => records.length > before);
    });
  });
}
