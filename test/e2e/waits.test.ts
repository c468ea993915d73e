import assert from 'node:assert/strict';
import type { Locale } from '../support/vscode/browserProfile.ts';
import type { Person } from '../support/vscode/person.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { type Chat, openChat } from './chat.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

interface Texts {
  readonly openChat: string;
  readonly busy: RegExp;
  readonly busyButtons: readonly [now: string, cancel: string];
  readonly stopped: string;
  readonly slow: RegExp;
  readonly slowButtons: readonly [wait: string, stop: string, again: string];
  readonly rate: RegExp;
}

const TEXTS: Record<Locale, Texts> = {
  en: {
    openChat: 'Open Chat',
    busy: /^ernie-5\.1 is busy\. Retry 1 of 2 in (\d\d) s\.$/,
    busyButtons: ['Retry Now', 'Cancel'],
    stopped: 'Stopped.',
    slow: /^No answer for (\d+) s\. The service may still be working;/,
    slowButtons: ['Keep Waiting', 'Stop', 'Send Again'],
    rate: /^This minute's limit is reached \(6 RPM\)\. Retrying in (\d+) s; waiting costs nothing\.$/,
  },
  'zh-cn': {
    openChat: '打开聊天',
    busy: /^ernie-5\.1 繁忙，(\d\d) 秒后进行第 1 次重试（最多 2 次）。$/,
    busyButtons: ['立即重试', '取消'],
    stopped: '已停止。',
    slow: /^已等待 (\d+) 秒，仍未收到回答。服务可能仍在生成，/,
    slowButtons: ['继续等待', '停止', '重新发送'],
    rate: /^已达到每分钟速率限制（6 RPM），(\d+) 秒后自动重试，等待不计费。$/,
  },
};

for (const locale of ['en', 'zh-cn'] as const) {
  const theme = locale === 'en' ? {} : { 'workbench.colorTheme': 'Default Dark Modern' };

  describe(`Waits in ${locale}`, () => {
    const texts = TEXTS[locale];
    let stage: Stage;
    let window: Workbench;
    let chat: Chat;

    before(async () => {
      stage = await setStage({ settings: { 'wenxin.timeouts.firstTokenSeconds': 2, ...theme } });
      window = await stage.openWindow({ locale });
      chat = await openChat(window, texts.openChat);
    });

    after(() => stage.close());

    const requests = (): number => stage.simulator.requests().length;

    it('count down the seconds for a busy service, and end at once with Retry Now', async () => {
      stage.simulator.script({
        instead: { kind: 'error', code: 'server_error', status: 500, type: 'server_error', retryAfter: '25' },
      });
      await chat.ask('忙不忙');
      const first = await chat.progress.seconds(texts.busy);
      // The service's Retry-After, plus a random delay so that not all clients retry at the same time.
      assert.ok(first <= 26 && first > 20, String(first));
      assert.deepEqual(await chat.progress.buttons(), texts.busyButtons);
      await window.screenshot(`wait-busy-${locale}`);
      await chat.progress.whenBelow(texts.busy, first);
      await chat.progress.click(texts.busyButtons[0]);
      await chat.lastReceipt.waitFor();
      assert.equal(await chat.progress.isShown(), false);
      assert.equal(requests(), 2);
      const [failed, answered] = ledgerRows(stage.server);
      assert.deepEqual([failed?.outcome, failed?.amount, answered?.outcome], [1, 0, 0]);
    });

    it('end with Cancel, after which nothing more is sent and nothing was charged', async () => {
      const before = requests();
      stage.simulator.script({
        instead: { kind: 'error', code: 'server_error', status: 500, type: 'server_error', retryAfter: '25' },
      });
      await chat.ask('不等了');
      await chat.progress.click(texts.busyButtons[1]);
      await chat.lastAnswer.getByText(texts.stopped).waitFor();
      assert.equal(requests(), before + 1);
      assert.equal(ledgerRows(stage.server).at(-1)?.amount, 0);
    });

    it('let the user keep waiting or send again when the first word is slow', async () => {
      const before = requests();
      stage.simulator.script({ delivery: { stall: 'beforeHeaders' } });
      await chat.ask('慢慢来');
      const first = await chat.progress.seconds(texts.slow);
      assert.deepEqual(await chat.progress.buttons(), texts.slowButtons);
      await window.screenshot(`wait-slow-${locale}`);
      await chat.progress.click(texts.slowButtons[0]);
      // How much more depends on how late the click was.
      await chat.progress.whenAbove(texts.slow, first);
      assert.equal(requests(), before + 1, 'nothing is sent again by itself');
      await chat.progress.click(texts.slowButtons[2]);
      await chat.lastReceipt.waitFor();
      assert.equal(requests(), before + 2);
      assert.equal(stage.simulator.requests()[before]?.outcome, 'closedByClient');
    });
  });

  describe(`The rate limit in ${locale}`, () => {
    const texts = TEXTS[locale];
    let stage: Stage;
    let person: Person;
    let window: Workbench;
    let chat: Chat;

    before(async () => {
      stage = await setStage({ settings: theme });
      // So few that a busy machine is quicker.
      stage.simulator.configure({ limits: { requests: 6 } });
      person = await stage.newPerson({ locale });
      window = await stage.openWindow({ person });
      chat = await openChat(window, texts.openChat);
    });

    after(() => stage.close());

    const requests = (): number => stage.simulator.requests().length;

    it('is waited for with a countdown, after which the answer comes without a refusal', async () => {
      const before = requests();
      for (const question of ['第一个', '第二个']) {
        await chat.ask(question);
        await chat.lastReceipt.waitFor();
      }
      await chat.ask('第三个');
      const first = await chat.progress.seconds(texts.rate);
      assert.deepEqual(await chat.progress.buttons(), [texts.busyButtons[1]], 'nothing is sent that would be refused');
      await window.screenshot(`wait-rate-${locale}`);
      await chat.progress.whenBelow(texts.rate, first);
      await chat.lastReceipt.waitFor();
      const sent = stage.simulator.requests().slice(before);
      assert.deepEqual(
        sent.map(({ status }) => status),
        [200, 200, 200],
      );
      const [one = 0, , three = 0] = sent.map(({ atMs }) => atMs);
      assert.ok(three - one >= 5_000, 'the third was not sent before its time');
    });

    // The remaining test does not depend on the language.
    if (locale !== 'en') return;

    it('is shared by two windows', async () => {
      const before = requests();
      const second = await stage.openWindow({ person });
      const other = await openChat(second);
      // Each window alone could send its questions at once: together two are allowed, and the third has to wait.
      await Promise.all([chat.ask('这边'), other.ask('那边')]);
      await Promise.all([chat.lastReceipt.waitFor(), other.lastReceipt.waitFor()]);
      await other.ask('还是那边');
      await other.lastReceipt.waitFor();
      const sent = stage.simulator.requests().slice(before);
      assert.deepEqual(
        sent.map(({ status }) => status),
        [200, 200, 200],
      );
      const [one = 0, , three = 0] = sent.map(({ atMs }) => atMs);
      assert.ok(three - one >= 5_000, 'a window waited for what the other one had sent');
      await second.close();
    });
  });
}
