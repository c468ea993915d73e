import assert from 'node:assert/strict';
import { catalogueModels } from '../../src/core/qianfan/catalogue.ts';
import { retiredOn } from '../../src/core/qianfan/retiredModels.ts';
import { formatYuan } from '../../src/core/money.ts';
import type { Locale } from '../support/vscode/browserProfile.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { eventually } from './eventually.ts';
import { ledgerRows } from './ledgerFile.ts';
import { NativeChat, WITH_NATIVE_CHAT } from './nativeChat.ts';
import { BUDGET_PATHS, setOtherBudget } from './otherBudget.ts';
import { setStage, type Stage } from './stage.ts';

interface Texts {
  /** The price of the default model in the picker. */
  readonly price: string;
  /** Part of the hover of a model. */
  readonly counted: string;
  readonly capTitle: string;
  readonly capQuestion: string;
  readonly undecided: RegExp;
  readonly showUsage: string;
  readonly consumers: string;
  readonly chatConsumer: string;
  readonly providerByDay: string;
  readonly usedUp: string;
}

const TEXTS: Record<Locale, Texts> = {
  en: {
    price: 'from ¥4 in, ¥18 out per million tokens',
    counted: 'counted and limited by Ask Wenxin, with your own key',
    capTitle: 'Daily Budget for Other Chats and Extensions',
    capQuestion: '“VS Code chat” wants to use ernie-5.1 with your key',
    undecided:
      /No daily budget is set yet for other chats and extensions, so nothing was sent or charged\. Ask again to choose one, or run “Set Budget\.\.\.” in the Command Palette\./,
    showUsage: 'Show Usage and Spend',
    consumers: 'Consumer',
    chatConsumer: 'VS Code chat',
    providerByDay: 'Other Chats and Extensions, per day',
    usedUp:
      "Today's budget for “Other Chats and Extensions” (¥0.0100) is used up. Nothing was sent. To raise it, run “Set Budget...” in the Command Palette.",
  },
  'zh-cn': {
    price: '每百万 tokens 输入 ¥4 起，输出 ¥18 起',
    counted: '由 Ask Wenxin',
    capTitle: '其他聊天和扩展的每日预算',
    capQuestion: '“VS Code 聊天”想要使用你的密钥调用 ernie-5.1',
    undecided:
      /尚未设置其他聊天和扩展的每日预算，因此未发送请求，也未计费。请重新提问并选择金额，或在命令面板中运行“设置预算\.\.\.”。/,
    showUsage: '显示用量和花费',
    consumers: '来源',
    chatConsumer: 'VS Code 聊天',
    providerByDay: '其他聊天和扩展，每日',
    usedUp: '“其他聊天和扩展”的今日预算（¥0.0100）已用完。尚未发送。如需提高预算，请在命令面板中运行“设置预算...”。',
  },
};

for (const locale of ['en', 'zh-cn'] as const) {
  describe(`VS Code’s own chat in ${locale}`, () => {
    const texts = TEXTS[locale];
    let stage: Stage;
    let window: Workbench;
    let chat: NativeChat;

    before(async () => {
      stage = await setStage(WITH_NATIVE_CHAT);
      window = await stage.openWindow({ locale });
      chat = new NativeChat(window);
    });

    after(() => stage.close());

    const look = (name: string): Promise<string> => window.screenshot(`native-${name}-${locale}`);

    it('lists our models that call tools, with their prices, without any account', async () => {
      await chat.openModels();
      const labels = await chat.modelLabels();
      assert.deepEqual(
        labels.map(label => label.split(',')[0]).sort(),
        catalogueModels
          .filter(({ id, toolCalling }) => toolCalling && retiredOn(id) === undefined)
          .map(({ id }) => id)
          .sort(),
      );
      assert.ok(
        labels.some(label => label.startsWith(`ernie-5.1, ${texts.price}`)),
        labels.join('\n'),
      );
      await chat.modelRow('ernie-5.1').hover();
      await window.page.getByText(texts.counted).waitFor();
      await look('models');
      await chat.chooseFromOpen('ernie-5.1');
      assert.equal(stage.simulator.requests().length, 0);
    });

    it('sends nothing before the user has set a budget for other chats and extensions', async () => {
      await chat.ask('购物车在哪里？');
      await window.quickInput.row('¥5.00').waitFor();
      await look('cap');
      assert.equal(await window.quickInput.widget.locator('.quick-input-title').innerText(), texts.capTitle);
      assert.equal(await window.quickInput.field.getAttribute('placeholder'), texts.capQuestion);
      await window.quickInput.dismiss();
      await chat.whenAnswered(texts.undecided);
      await look('undecided');
      assert.deepEqual([stage.simulator.requests().length, ledgerRows(stage.server).length], [0, 0]);
    });

    it('is answered once that budget is set, and the meter and the ledger have the exact price', async () => {
      stage.simulator.script({ answer: { text: '购物车在 `src/cart.ts` 里。' } });
      await chat.ask('到底在哪里？');
      await window.quickInput.pick('¥5.00');
      await chat.whenAnswered('购物车在');
      const { amountNanoYuan, inputTokens, outputTokens } = stage.simulator.account();
      await window.spend.filter({ hasText: formatYuan(amountNanoYuan) }).waitFor();
      await look('answer');
      assert.deepEqual(ledgerRows(stage.server), [
        {
          state: 1,
          outcome: 0,
          source: 0,
          input: inputTokens,
          output: outputTokens,
          amount: amountNanoYuan,
          feature: 'modelProvider',
          consumer: 'github.copilot-chat',
          model: 'ernie-5.1',
          account: '',
          request: stage.simulator.requests()[0]?.requestId ?? '',
          window: 1,
        },
      ]);
      assert.deepEqual(stage.simulator.violations(), []);
    });

    it('is listed under its own name in the usage panel', async () => {
      await window.runCommand(texts.showUsage);
      await window.usage.getByRole('tab', { name: texts.consumers }).click();
      const row = window.usage.getByRole('row').filter({
        has: window.usage.getByRole('rowheader', { name: texts.chatConsumer, exact: true }),
      });
      await row.first().scrollIntoViewIfNeeded();
      await look('usage');
      const { amountNanoYuan } = stage.simulator.account();
      const text = await row.first().innerText();
      assert.ok(text.includes(formatYuan(amountNanoYuan)), text);
      await window.runCommand('View: Close Editor');
    });

    it('closes the connection when the user stops it', async () => {
      stage.simulator.script({
        // VS Code's chat shows a word only after the space or line break that ends it. Chinese has only line breaks.
        answer: { text: '第一段。\n\n第二段。\n\n'.repeat(30) },
        delivery: { stall: { afterEvents: 12 } },
      });
      await chat.ask('讲一讲购物车');
      await chat.whenAnswered('第一段');
      await chat.stopButton.click();
      await stage.simulator.when(records => records[1]?.outcome === 'closedByClient');
      await chat.stopButton.waitFor({ state: 'hidden' });
      await look('stopped');
      const { state, outcome, source, feature } = await eventually(
        () => ledgerRows(stage.server)[1] ?? { state: 0, outcome: 0, source: 0, feature: '' },
        row => row.state === 1,
      );
      assert.deepEqual([outcome, source, feature, state], [2, 1, 'modelProvider', 1], 'cancelled, estimated');
    });

    it('says in one sentence that its budget is used up, and sends nothing', async () => {
      await setOtherBudget(window, BUDGET_PATHS[locale], texts.providerByDay, '0.01');
      // Our notification about the exceeded budget would cover the input.
      await window.notifications.all.first().waitFor();
      await window.runCommand('Notifications: Clear All Notifications');
      await window.notifications.all.first().waitFor({ state: 'detached' });
      const before = stage.simulator.requests().length;
      await chat.ask('再讲一讲');
      await chat.whenAnswered(texts.usedUp);
      await look('cap-reached');
      assert.equal(stage.simulator.requests().length, before);
      assert.equal(ledgerRows(stage.server).length, before);
    });
  });
}
