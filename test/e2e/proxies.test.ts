import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Proxy, type ProxyHabit, startProxy } from '../support/proxy.ts';
import { startSimulator, type Simulator } from '../support/simulator/simulator.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import type { Locale } from '../support/vscode/browserProfile.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { type Chat, openChat } from './chat.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

/**
 * Baidu's own host, because VS Code bypasses the proxy for this machine. The test's proxy forwards nothing to the real
 * host.
 */
const HOST = 'qianfan.baidubce.com';

interface Texts {
  readonly openChat: string;
  readonly diagnose: string;
  readonly works: RegExp;
  readonly copyReport: string;
  readonly showReport: string;
  readonly askOnce: string;
  readonly good: RegExp;
  readonly failures: Readonly<Record<Exclude<ProxyHabit, 'forward'>, { message: RegExp; buttons: string[] }>>;
}

const TEXTS: Record<Locale, Texts> = {
  en: {
    openChat: 'Open Chat',
    diagnose: 'Diagnose Connection',
    works:
      /^The connection works\. A key for qianfan\.baidubce\.com is set \(API Key\)\. qianfan\.baidubce\.com answered in .+ s\. ernie-5\.1 is offered\. The spend can be counted\.$/,
    copyReport: 'Copy Report',
    showReport: 'Show Report',
    askOnce: 'Ask a Test Question',
    good: /^The key works: .* This check cost ¥0\.00\d\d\.$/,
    failures: {
      login: {
        message: /^The proxy asks for a login \(407\)\. Nothing was sent to the service\.$/,
        buttons: ['Open Proxy Settings', 'Diagnose Connection', 'Retry'],
      },
      refusal: {
        message:
          /^The proxy does not let requests through to qianfan\.baidubce\.com\. Nothing was sent to the service\. In a company network this host may have to be allowed\. \(HTTP 403\)$/,
        buttons: ['Diagnose Connection', 'Open Proxy Settings', 'Retry'],
      },
      stranger: {
        message:
          /^The certificate of qianfan\.baidubce\.com is not trusted; company traffic inspection often causes this\. Nothing was charged\. Install the company's root certificate in the system and reload\.$/,
        buttons: ['Diagnose Connection', 'Reload Window', 'Retry'],
      },
      page: {
        message:
          /^A web page came back instead of an answer, probably the login page of a proxy or Wi-Fi\. Nothing was charged\. Log in in the browser, then retry\.$/,
        buttons: ['Open Browser', 'Diagnose Connection', 'Retry'],
      },
    },
  },
  'zh-cn': {
    openChat: '打开聊天',
    diagnose: '诊断连接',
    works:
      /^连接正常。已设置用于 qianfan\.baidubce\.com 的密钥（API Key）。qianfan\.baidubce\.com 在 .+ 秒内响应。可以使用 ernie-5\.1。花费可以正常统计。$/,
    copyReport: '复制诊断报告',
    showReport: '显示诊断报告',
    askOnce: '发送测试问题',
    good: /^密钥可用：.*本次验证花费 ¥0\.00\d\d。$/,
    failures: {
      login: {
        message: /^代理要求身份验证（407）。请求未发送到服务。$/,
        buttons: ['打开代理设置', '诊断连接', '重试'],
      },
      refusal: {
        message:
          /^代理不允许访问 qianfan\.baidubce\.com。请求未发送到服务。在公司网络中，可能需要管理员放行此域名。（HTTP 403）$/,
        buttons: ['诊断连接', '打开代理设置', '重试'],
      },
      stranger: {
        message:
          /^qianfan\.baidubce\.com 的证书不受信任，常见原因是公司网络会检查加密流量。本次未计费。请在系统中安装公司根证书，然后重新加载窗口。$/,
        buttons: ['诊断连接', '重新加载窗口', '重试'],
      },
      page: {
        message: /^返回的是网页而不是回答，可能是代理或 Wi-Fi 的登录页。本次未计费。请先在浏览器中登录，再重试。$/,
        buttons: ['打开浏览器', '诊断连接', '重试'],
      },
    },
  },
};

for (const locale of ['en', 'zh-cn'] as const) {
  describe(`Behind a proxy in ${locale}`, () => {
    const texts = TEXTS[locale];
    let simulator: Simulator;
    let proxy: Proxy;
    let stage: Stage;
    let window: Workbench;
    let chat: Chat;

    before(async () => {
      simulator = await startSimulator();
      proxy = await startProxy({ host: HOST, target: simulator.url });
      // Trusted like a company's root certificate in the system, by this server alone.
      const certificate = path.join(temporaryFolder(), 'root.pem');
      await writeFile(certificate, proxy.certificate);
      stage = await setStage({
        settings: { 'wenxin.endpoints': [], 'http.proxy': proxy.url, 'http.systemCertificatesNode': true },
        env: { QIANFAN_BEARER_TOKEN: simulator.key, SSL_CERT_FILE: certificate },
      });
      window = await stage.openWindow({ locale });
      chat = await openChat(window, texts.openChat);
    });

    after(async () => {
      await stage.close();
      await proxy.close();
      await simulator.close();
    });

    for (const habit of ['login', 'refusal', 'stranger', 'page'] as const) {
      it(`that answers as “${habit}”, a person reads the right sentence, and the diagnosis agrees`, async () => {
        const expected = texts.failures[habit];
        proxy.become(habit);
        await chat.ask('代理后面');
        const { message, buttons } = await chat.failureText();
        assert.match(message, expected.message);
        assert.deepEqual(buttons, expected.buttons);
        await window.screenshot(`proxy-${habit}-${locale}`);

        await chat.failure.locator('button', { hasText: texts.diagnose }).click();
        const [what = ''] = message.split(/(?<=\.) |(?<=。)/);
        const diagnosis = window.notifications.with(what);
        await diagnosis.waitFor();
        await window.screenshot(`proxy-${habit}-diagnosed-${locale}`);
        await window.notifications.press(diagnosis, texts.copyReport);
        assert.ok(proxy.tunnels.every(tunnel => tunnel === `${HOST}:443`));
        assert.deepEqual(simulator.requests(), []);
        assert.equal(ledgerRows(stage.server).at(-1)?.amount, 0);
      });
    }

    it('a question is answered once the proxy’s certificate is trusted', async () => {
      proxy.become('forward');
      await chat.failure.locator('button').last().click();
      await chat.lastReceipt.waitFor();
      assert.equal(ledgerRows(stage.server).at(-1)?.amount, simulator.account().amountNanoYuan);
      assert.deepEqual(simulator.violations(), []);
    });

    it('the diagnosis says that the connection works, in a report without the key', async () => {
      const amount = simulator.account().amountNanoYuan;
      await window.runCommand(texts.diagnose);
      const diagnosis = window.notifications.with(texts.works);
      await diagnosis.waitFor();
      await window.notifications.press(diagnosis, texts.showReport);
      await window.editor.active.getByText(`http.proxy${locale === 'en' ? ': ' : '：'}${proxy.url}`).waitFor();
      await window.screenshot(`diagnosis-${locale}`);
      const report = await window.editor.active.innerText();
      assert.ok(!report.includes(simulator.key), report);
      assert.equal(simulator.account().amountNanoYuan, amount);
    });

    it('the diagnosis asks a short test question on request, and says what it cost', async () => {
      const amount = simulator.account().amountNanoYuan;
      await window.runCommand(texts.diagnose);
      const diagnosis = window.notifications.with(texts.works);
      await window.notifications.press(diagnosis, texts.askOnce);
      await window.notifications.with(texts.good).waitFor();
      const cost = simulator.account().amountNanoYuan - amount;
      assert.ok(cost > 0);
      assert.equal(ledgerRows(stage.server).at(-1)?.amount, cost);
    });
  });
}
