import assert from 'node:assert/strict';
import type { Locale } from '../support/vscode/browserProfile.ts';
import { changeSettings } from '../support/vscode/userSettings.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { type Chat, openChat } from './chat.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

const TEXTS = {
  en: {
    openChat: 'Open Chat',
    button: /^Model that will answer: /,
    turbo:
      /ernie-4\.5-turbo-latest.*128K context · ¥0\.8 in, ¥3\.2 out per million tokens.*list price as of 2026-05-01/,
    retired: /ernie-5\.0.*Retired on 2026-10-29/,
    own: /x-own-model.*¥10 in, ¥20 out per million tokens.*your own price/,
    notLoaded: 'could not be loaded',
    typed: /Use “x-nobody”/,
    inUse: /x-nobody.*in use/,
    problem: /is not in the list of models of this service\./,
    plan: ['Plan', /ernie-5\.1: flat plan, no charge per token/],
  },
  'zh-cn': {
    openChat: '打开聊天',
    button: /^将由 /,
    turbo: /ernie-4\.5-turbo-latest.*上下文 128K · 每百万 tokens 输入 ¥0\.8，输出 ¥3\.2.*官方价格，更新于 2026-05-01/,
    retired: /ernie-5\.0.*已于 2026-10-29 下线/,
    own: /x-own-model.*每百万 tokens 输入 ¥10，输出 ¥20.*你填写的价格/,
    notLoaded: '无法加载',
    typed: /使用“x-nobody”/,
    inUse: /x-nobody.*正在使用/,
    problem: /不在该服务的模型列表中。/,
    plan: ['套餐', /ernie-5\.1：套餐，不按 token 计费/],
  },
} as const satisfies Record<Locale, unknown>;

for (const locale of ['en', 'zh-cn'] as const) {
  describe(`The choice of a model in ${locale}`, () => {
    const texts = TEXTS[locale];
    let stage: Stage;
    let window: Workbench;
    let chat: Chat;

    before(async () => {
      stage = await setStage({
        settings: {
          'wenxin.prices': { 'x-own-model': { unit: 'perThousand', input: 0.01, output: 0.02 } },
          'wenxin.endpoints': [{ name: 'Plan', baseUrl: 'https://qianfan.baidubce.com/v2/coding' }],
        },
      });
      window = await stage.openWindow({ locale });
      chat = await openChat(window, texts.openChat);
    });

    after(() => stage.close());

    const openList = (): Promise<void> => window.chat.getByRole('button', { name: texts.button }).click();
    const row = (text: RegExp | string) => window.quickInput.widget.locator('.monaco-list-row', { hasText: text });

    it('shows in the meter that a flat plan has no price per token', async () => {
      const [text, line] = texts.plan;
      assert.equal(await window.spendText(), text);
      assert.match(await window.spendTooltip(), line);
      await window.screenshot(`models-plan-${locale}`);
      await changeSettings(stage.server, window, {
        'wenxin.endpoints': [{ name: 'Simulator', baseUrl: stage.simulator.baseUrl }],
      });
    });

    it('loads the models only when its list is opened, and shows context windows and prices with their dates', async () => {
      assert.deepEqual(stage.simulator.requests(), []);
      await openList();
      await row(texts.turbo).waitFor();
      await stage.simulator.when(records => records.length === 1);
      await window.screenshot(`models-${locale}`);
      await window.quickInput.field.fill('ernie-5.0');
      await row(texts.retired).first().waitFor();
      await window.screenshot(`models-retired-${locale}`);
      await window.quickInput.dismiss();
    });

    // The remaining tests do not depend on the language, or other tests cover their texts.
    if (locale !== 'en') return;

    it('changes the requested model and its price', async () => {
      await openList();
      await row(texts.turbo).click();
      await window.chat.getByRole('button', { name: /ernie-4\.5-turbo-latest/ }).waitFor();
      await chat.ask('你好');
      await chat.lastReceipt.waitFor();
      const last = ledgerRows(stage.server).at(-1);
      assert.equal(last?.model, 'ernie-4.5-turbo-latest');
      assert.equal(last?.amount, stage.simulator.account().amountNanoYuan);
    });

    it('works when the service’s list cannot be loaded', async () => {
      stage.simulator.script({ on: 'models', instead: { kind: 'html', status: 502 } });
      await openList();
      await row(texts.notLoaded).waitFor();
      await window.screenshot(`models-not-loaded-${locale}`);
      await row(texts.turbo).waitFor();
      await row(texts.notLoaded).click();
      await row(texts.notLoaded).waitFor({ state: 'detached' });
      await window.quickInput.dismiss();
    });

    it('accepts any typed id, warns when the service does not list it, and uses the user’s own price', async () => {
      await openList();
      await window.quickInput.field.fill('x-nobody');
      await row(texts.typed).waitFor();
      await window.screenshot(`models-typed-${locale}`);
      await row(texts.typed).click();
      await window.chat.getByRole('button', { name: /x-nobody/ }).waitFor();
      await chat.ask('没有价格');
      await chat.failure.waitFor();
      const asked = stage.simulator.requests().at(-1)?.body as { model?: string };
      assert.equal(asked.model, 'x-nobody');
      await openList();
      await window.quickInput.field.fill('nobody');
      await row(texts.inUse).waitFor();
      await window.quickInput.field.fill('x-own-model');
      await row(texts.own).click();
      const button = window.chat.locator('.modelButton').filter({ hasText: 'x-own-model' });
      await button.waitFor();
      assert.match((await button.getAttribute('title')) ?? '', texts.problem);
      await window.screenshot(`models-unlisted-${locale}`);
      stage.simulator.configure({
        models: [
          {
            id: 'x-own-model',
            contextTokens: 32_768,
            maxInputTokens: 32_768,
            maxAnswerTokens: 8_192,
            maxCompletionTokens: 8_192,
            prices: [{ upToInputTokens: null, input: 10_000, output: 20_000 }],
          },
        ],
      });
      const before = stage.simulator.account().amountNanoYuan;
      await chat.ask('自己的价格');
      await chat.lastReceipt.waitFor();
      const last = ledgerRows(stage.server).at(-1);
      assert.equal(last?.amount, stage.simulator.account().amountNanoYuan - before);
      assert.match(await window.spendTooltip(), /x-own-model/);
    });

    it('removes the warning when the service lists the model', async () => {
      await openList();
      await row(texts.own).click();
      const button = window.chat.locator('.modelButton').filter({ hasText: 'x-own-model' });
      await button.locator('.icon').waitFor({ state: 'detached' });
      assert.doesNotMatch((await button.getAttribute('title')) ?? '', texts.problem);
    });
  });
}
