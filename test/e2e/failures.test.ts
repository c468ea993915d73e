import assert from 'node:assert/strict';
import type { Script } from '../support/simulator/script.ts';
import { freePort } from '../support/vscode/freePort.ts';
import type { Locale } from '../support/vscode/browserProfile.ts';
import { changeSettings } from '../support/vscode/userSettings.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { type Chat, openChat } from './chat.ts';
import { filesWith } from './filesWith.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

/** The message and the buttons that a failure must show. */
interface Expected {
  readonly message: RegExp;
  readonly buttons: readonly string[];
}

interface Texts {
  readonly openChat: string;
  readonly wrongKey: Expected;
  readonly unreachable: Expected;
  readonly cut: Expected;
  readonly webPage: Expected;
}

const TEXTS: Record<Locale, Texts> = {
  en: {
    openChat: 'Open Chat',
    wrongKey: {
      message: /^127\.0\.0\.1:\d+ refused this API Key; .* Nothing was charged\. \(invalid_iam_token, HTTP 401\)$/,
      buttons: ['Set Credentials...', 'Open API Key Page', 'Retry'],
    },
    unreachable: {
      message: /^127\.0\.0\.1:\d+ cannot be reached\. Nothing was charged\. Check the network and the proxy;/,
      buttons: ['Retry', 'Send When Back Online', 'Diagnose Connection', 'Open Proxy Settings'],
    },
    cut: {
      message: /^The connection broke\. 8 characters are kept \(≈¥0\.00\d\d\)\.$/,
      buttons: ['Continue', 'Regenerate'],
    },
    webPage: {
      message:
        /^A web page came back instead of an answer, .* Nothing was charged\. Log in in the browser, then retry\.$/,
      buttons: ['Open Browser', 'Diagnose Connection', 'Retry'],
    },
  },
  'zh-cn': {
    openChat: '打开聊天',
    wrongKey: {
      message:
        /^127\.0\.0\.1:\d+ 拒绝了此 API Key，可能已被删除或复制不完整。本次未计费。（invalid_iam_token, HTTP 401）$/,
      buttons: ['设置密钥...', '打开 API Key 页面', '重试'],
    },
    unreachable: {
      message: /^无法连接 127\.0\.0\.1:\d+。本次未计费。请检查网络和代理设置；/,
      buttons: ['重试', '恢复后发送', '诊断连接', '打开代理设置'],
    },
    cut: { message: /^连接已中断。已保留收到的 8 个字符（≈¥0\.00\d\d）。$/, buttons: ['继续生成', '重新生成'] },
    webPage: {
      message: /^返回的是网页而不是回答，可能是代理或 Wi-Fi 的登录页。本次未计费。请先在浏览器中登录，再重试。$/,
      buttons: ['打开浏览器', '诊断连接', '重试'],
    },
  },
};

const CUT: Script = {
  answer: { chunks: ['第一句话', '说到一半', '就没有了'] },
  delivery: { cut: { afterEvents: 2 } },
};
const WEB_PAGE: Script = { instead: { kind: 'html', status: 200 } };

for (const locale of ['en', 'zh-cn'] as const) {
  describe(`Failures in ${locale}`, () => {
    const texts = TEXTS[locale];
    let stage: Stage;
    let window: Workbench;
    let chat: Chat;

    before(async () => {
      stage = await setStage(locale === 'en' ? {} : { settings: { 'workbench.colorTheme': 'Default Dark Modern' } });
      window = await stage.openWindow({ locale });
      chat = await openChat(window, texts.openChat);
    });

    after(() => stage.close());

    async function expectFailure(name: string, { message, buttons }: Expected): Promise<void> {
      const seen = await chat.failureText();
      await window.screenshot(`failure-${name}-${locale}`);
      assert.match(seen.message, message);
      assert.deepEqual(seen.buttons, buttons);
    }

    it('are explained when a web page comes in place of an answer', async () => {
      stage.simulator.script(WEB_PAGE);
      await chat.ask('你好');
      await expectFailure('web-page', texts.webPage);
    });

    it('can be retried in place when there is no answer', async () => {
      await chat.failure.locator('button').last().click();
      await chat.lastReceipt.waitFor();
      assert.equal(await chat.turns.count(), 1);
      assert.equal(await chat.failure.count(), 0);
    });

    it('keep the text of an interrupted answer, and can be retried beside it', async () => {
      stage.simulator.script(CUT);
      await chat.ask('讲一讲');
      await expectFailure('cut', texts.cut);
      assert.match(await chat.lastAnswerText(), /第一句话说到一半/);
      assert.equal(ledgerRows(stage.server).at(-1)?.source, 1);
      await chat.failure.locator('button').last().click();
      const versions = chat.turns.nth(1).locator('.branchSwitch');
      await versions.waitFor();
      await chat.lastReceipt.waitFor();
      assert.doesNotMatch(await chat.lastAnswerText(), /第一句话说到一半/);
      await versions.locator('button').first().click();
      await chat.lastAnswer.getByText('第一句话说到一半').waitFor();
      assert.equal(await chat.turns.count(), 2);
    });

    // The remaining tests do not depend on the language, or other tests cover their texts.
    if (locale !== 'en') return;

    it('are explained when the key is refused', async () => {
      stage.simulator.configure({ keys: [{ key: 'bce-v3/ALTAK-other/0', label: 'other' }] });
      await chat.ask('你好');
      await expectFailure('wrong-key', texts.wrongKey);
      assert.equal(ledgerRows(stage.server).at(-1)?.amount, 0);
    });

    it('are explained when the host is unreachable', async () => {
      const nobody = `http://127.0.0.1:${await freePort()}/v2`;
      await changeSettings(stage.server, window, { 'wenxin.endpoints': [{ name: 'Nobody', baseUrl: nobody }] });
      await chat.ask('你好');
      await expectFailure('unreachable', texts.unreachable);
    });

    it('never leave the key in the log, the ledger or the history', async () => {
      const secret = stage.simulator.key;
      assert.deepEqual(await filesWith(stage.server.dataFolder, secret), []);
    });
  });
}
