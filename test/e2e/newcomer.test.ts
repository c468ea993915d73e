import assert from 'node:assert/strict';
import { formatYuan } from '../../src/core/money.ts';
import type { Locale } from '../support/vscode/browserProfile.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { type Chat, openChat } from './chat.ts';
import { filesWith } from './filesWith.ts';
import { firstStep, STEPS, ticked } from './firstSteps.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

/** The texts that the user reads on the way. */
const TEXTS = {
  en: {
    openChat: 'Open Chat',
    getStarted: 'Get Started',
    noKey: /Set a key to start asking\.[^]*sent only to 127\.0\.0\.1:\d+\.[^]*not a Baidu product/,
    asked: 'Set a key to start asking. The question was not sent and is kept.',
    setCredentials: 'Set Credentials...',
    apiKey: 'API Key',
    inputPrompt: /encrypted by VS Code and sent only to 127\.0\.0\.1/,
    accessKey: /looks like an Access Key, not an API Key/,
    refused: /refused this API Key/,
    works: /^The key works: ernie-5\.1 answered in \d+\.\d s\. .* This check cost (¥[\d.]+)\.$/,
    worksButtons: ['Ask a Question', 'Set Daily Budget...'],
    keySet: 'A key is set now. The question was not sent and is kept.',
    retry: 'Retry',
    setBudget: 'Set Budget...',
    other: 'Other Amount...',
    overBudget:
      /^¥0\.00\d\d of today's budget \(¥0\.0100\) is left; this question may cost up to ¥0\.\d+\. The question was not sent and is kept\.$/,
    allowOnce: /^Allow Once \(at most ¥0\.\d+\)$/,
    tooLow: /^¥0\.0\d{3} \/ ¥0\.0100 Budget too low$/,
    usedUp: /^¥0\.0\d{3} \/ ¥0\.0100 Budget used up$/,
  },
  'zh-cn': {
    openChat: '打开聊天',
    getStarted: '开始使用',
    noKey: /设置密钥后即可开始提问。[^]*只会发送到 127\.0\.0\.1:\d+。[^]*并非百度官方产品/,
    asked: '设置密钥后即可开始提问。问题未发送，已为你保留。',
    setCredentials: '设置密钥...',
    apiKey: 'API Key',
    inputPrompt: /由 VS Code 加密保存，只会发送到 127\.0\.0\.1/,
    accessKey: /这看起来是 Access Key，不是 API Key/,
    refused: /拒绝了此 API Key/,
    works: /^密钥可用：ernie-5\.1 在 \d+\.\d 秒内作答。.*本次验证花费 (¥[\d.]+)。$/,
    worksButtons: ['开始提问', '设置每日预算...'],
    keySet: '密钥已设置。问题未发送，已为你保留。',
    retry: '重试',
    setBudget: '设置预算...',
    other: '其他金额...',
    overBudget: /^今日预算（¥0\.0100）剩余 ¥0\.00\d\d，本次提问最多可能花费 ¥0\.\d+。问题未发送，已为你保留。$/,
    allowOnce: /^仅允许这一次（最多 ¥0\.\d+）$/,
    tooLow: /^¥0\.0\d{3} \/ ¥0\.0100 预算不足$/,
    usedUp: /^¥0\.0\d{3} \/ ¥0\.0100 预算已用完$/,
  },
} as const;

for (const locale of ['en', 'zh-cn'] as const satisfies readonly Locale[]) {
  describe(`A new user in ${locale}`, () => {
    const texts = TEXTS[locale];
    let stage: Stage;
    let window: Workbench;
    let chat: Chat;

    before(async () => {
      stage = await setStage({ key: 'none' });
      window = await stage.openWindow({ locale });
      chat = await openChat(window, texts.openChat);
    });

    after(() => stage.close());

    const look = (name: string): Promise<string> => window.screenshot(`newcomer-${name}-${locale}`);

    it('is told what to do, who gets the key, and that this is not a Baidu product', async () => {
      await look('1-no-key');
      assert.match(await window.chat.locator('body').innerText(), texts.noKey);
    });

    it('finds five first steps behind a link, and no page that opened by itself', async () => {
      assert.equal(await window.page.locator('.tab').count(), 0);
      await window.chat.getByRole('button', { name: texts.getStarted }).click();
      for (const id of STEPS) await firstStep(window, id).waitFor();
      await look('2-walkthrough');
      assert.deepEqual(await ticked(window), []);
      assert.deepEqual(stage.simulator.requests(), []);
    });

    it('can ask without a key: the question is kept, and nothing is sent or booked', async () => {
      await chat.ask('没有密钥的问题');
      const { message, buttons } = await chat.failureText();
      await look('3-asked-without-key');
      assert.equal(message, texts.asked);
      assert.equal(buttons[0], texts.setCredentials);
      assert.deepEqual(stage.simulator.requests(), []);
      assert.deepEqual(ledgerRows(stage.server), []);
    });

    it('is told which kind of key is needed, and when the typed one is of another kind', async () => {
      await firstStep(window, 'key').click();
      await window.page.getByRole('button', { name: texts.setCredentials }).first().click();
      await window.quickInput.row(texts.apiKey).waitFor();
      await look('4-key-kinds');
      await window.quickInput.pick(texts.apiKey);
      await window.quickInput.field.waitFor();
      assert.match(await window.quickInput.message(), texts.inputPrompt);
      assert.equal(await window.quickInput.field.getAttribute('type'), 'password');
      await window.quickInput.answer('ALTAKabcdefghij1234567890');
      await window.quickInput.widget.getByText(texts.accessKey).waitFor();
      await look('5-wrong-kind');
    });

    it('cannot save a key that the service refuses', async () => {
      await window.quickInput.answer('bce-v3/ALTAK-wrong/0123');
      const refused = window.notifications.with(texts.refused);
      await refused.waitFor();
      await look('6-key-refused');
      await window.notifications.press(refused, texts.setCredentials);
      await window.quickInput.pick(texts.apiKey);
    });

    it('sets the right key, and reads the exact cost of its check', async () => {
      await window.quickInput.answer(` ${stage.simulator.key} `);
      const works = window.notifications.with(texts.works);
      assert.deepEqual(await window.notifications.buttonsOf(works), texts.worksButtons);
      await chat.failure.getByText(texts.keySet).waitFor();
      assert.equal((await chat.failureText()).buttons[0], texts.retry);
      await look('7-key-works');
      const { amountNanoYuan } = stage.simulator.account();
      const [, cost] = texts.works.exec(await window.notifications.textOf(works)) ?? [];
      assert.equal(cost, formatYuan(amountNanoYuan));
      assert.deepEqual(
        ledgerRows(stage.server).map(row => [row.feature, row.amount]),
        [
          ['keyCheck', 0],
          ['keyCheck', amountNanoYuan],
        ],
      );
      await window.notifications.press(works, texts.worksButtons[0]);
    });

    it('gets the first answer, to the question that was kept', async () => {
      stage.simulator.script({ answer: { text: '一个长一些的回答。'.repeat(40) } });
      await chat.failure.locator('button', { hasText: texts.retry }).click();
      await chat.lastReceipt.waitFor();
      await look('8-first-answer');
      assert.equal(await chat.turns.count(), 1);
      await firstStep(window, 'budget').click();
      assert.deepEqual(await ticked(window), ['key', 'ask']);
    });

    it('sets a budget of ¥0.01, which blocks the next question before anything is sent', async () => {
      await window.page.getByRole('button', { name: texts.setBudget }).click();
      await window.quickInput.row(texts.other).waitFor();
      await look('9-set-budget');
      await window.quickInput.pick(texts.other);
      await window.quickInput.answer('0.01');
      await window.spend.filter({ hasText: texts.tooLow }).waitFor();
      assert.deepEqual(await ticked(window), ['key', 'ask', 'budget']);
      const sent = stage.simulator.requests().length;

      await chat.ask('第二个问题');
      const { message, buttons } = await chat.failureText();
      await look('10-budget-used-up');
      assert.match(message, texts.overBudget);
      assert.match((await chat.failure.getAttribute('class')) ?? '', /\bwarning\b/);
      assert.match(buttons[0] ?? '', texts.allowOnce);
      assert.equal(buttons[1], texts.setBudget);
      assert.equal(stage.simulator.requests().length, sent);
    });

    it('allows one more question, and the ledger matches the service’s bill', async () => {
      await chat.failure.locator('button').first().click();
      await chat.turns.nth(1).locator('.receipt').waitFor();
      await look('11-allowed-once');
      const booked = ledgerRows(stage.server).reduce((sum, row) => sum + (row.amount ?? 0), 0);
      assert.equal(booked, stage.simulator.account().amountNanoYuan);
      await chat.ask('第三个问题');
      assert.match((await chat.failureText()).message, /¥0\.0100/);
    });

    it('finds the budget and the conversation after a reload, and the key in no file', async () => {
      await window.reload();
      await openChat(window, texts.openChat);
      assert.equal(await chat.turns.count(), 3);
      assert.match(await window.spendText(), texts.usedUp);
      assert.deepEqual(await filesWith(stage.server.dataFolder, stage.simulator.key), []);
      assert.deepEqual(stage.simulator.violations(), []);
    });
  });
}
