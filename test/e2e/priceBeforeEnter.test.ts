import assert from 'node:assert/strict';
import path from 'node:path';
import type { Locale } from '../support/vscode/browserProfile.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { type Chat, openChat } from './chat.ts';
import { setStage, type Stage } from './stage.ts';

interface Texts {
  readonly openChat: string;
  readonly cost: RegExp;
  readonly ask: string;
  readonly box: RegExp;
  readonly held: RegExp;
  readonly send: string;
  readonly goBack: string;
}

const TEXTS: Record<Locale, Texts> = {
  en: {
    openChat: 'Open Chat',
    cost: /^≈\d+ tokens · ¥0\.\d+–0\.\d+$/,
    ask: 'Ask Wenxin About Selection',
    box: /≈\d+ tokens · ¥0\.\d+–0\.\d+\. What you type is sent with the selected code, and kept/,
    held: /This question will probably cost ¥0\.\d+–0\.\d+\. Send it\?/,
    send: 'Send',
    goBack: 'Go Back',
  },
  'zh-cn': {
    openChat: '打开聊天',
    cost: /^≈\d+ tokens · ¥0\.\d+–0\.\d+$/,
    ask: '就所选内容提问',
    box: /≈\d+ tokens · ¥0\.\d+–0\.\d+。输入的内容会与选中的代码一起发送/,
    held: /本次提问预计花费 ¥0\.\d+–0\.\d+。要发送吗？/,
    send: '发送',
    goBack: '返回修改',
  },
};

for (const locale of ['en', 'zh-cn'] as const) {
  describe(`The price before Enter in ${locale}`, () => {
    const texts = TEXTS[locale];
    let stage: Stage;
    let window: Workbench;
    let chat: Chat;

    before(async () => {
      stage = await setStage({ settings: { 'wenxin.confirmAboveCny': 0.001 } });
      window = await stage.openWindow({ locale });
      chat = await openChat(window, texts.openChat);
    });

    after(() => stage.close());

    const cost = () => window.chat.locator('.questionCost');
    const shownCost = async (): Promise<string> => {
      await cost().waitFor();
      return (await cost().innerText()).replaceAll('\u2060', '');
    };

    it('is shown in the composer while a question is typed, and is read out with it', async () => {
      assert.equal(await cost().count(), 0);
      await chat.write('这是什么？');
      assert.match(await shownCost(), texts.cost);
      await window.screenshot(`price-before-enter-${locale}`);
      const describedBy = await chat.composer.getAttribute('aria-describedby');
      assert.equal(await cost().getAttribute('id'), describedBy);
    });

    it('needs a confirmation above the configured amount, and going back loses nothing', async () => {
      await chat.composer.press('Enter');
      const { dialog } = window.notifications;
      await dialog.waitFor();
      await window.screenshot(`price-held-back-${locale}`);
      assert.match(await dialog.innerText(), texts.held);
      await dialog.getByRole('button', { name: texts.goBack, exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      await chat.whenComposerHolds('这是什么？');
      assert.equal(stage.simulator.requests().length, 0);
    });

    it('disappears when the question is sent', async () => {
      await chat.composer.press('Enter');
      const { dialog } = window.notifications;
      await dialog.getByRole('button', { name: texts.send, exact: true }).click();
      await chat.lastReceipt.waitFor();
      await cost().waitFor({ state: 'detached' });
      assert.equal(stage.simulator.requests().length, 1);
    });

    it('is shown in the input box for a question about the selection', async () => {
      await window.editor.open(path.join(stage.workspace, 'src/cart.ts'));
      await window.editor.select({ line: 1, column: 1 }, { line: 4, column: 1 });
      await window.runCommand(texts.ask);
      const box = window.page.locator('.quick-input-widget');
      await box.getByText(texts.box).waitFor();
      await window.screenshot(`price-in-box-${locale}`);
      await window.page.keyboard.press('Escape');
    });
  });
}
