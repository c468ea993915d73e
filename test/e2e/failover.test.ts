import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../support/simulator/simulator.ts';
import type { Locale } from '../support/vscode/browserProfile.ts';
import { freePort } from '../support/vscode/freePort.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { type Chat, openChat } from './chat.ts';
import { filesWith } from './filesWith.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

interface Texts {
  readonly openChat: string;
  readonly movedOver: RegExp;
  readonly passedOver: RegExp;
  readonly circuit: RegExp;
  readonly tryNow: string;
}

const TEXTS: Record<Locale, Texts> = {
  en: {
    openChat: 'Open Chat',
    movedOver: /Main is unavailable; Spare answered instead \(¥4 in, ¥18 out per million tokens\)\./,
    passedOver: /Main was not asked, because it failed a short while ago/,
    circuit: /^(Main|Spare) failed \d times in a row; requests are paused\. .*You can try again in \d+ s\./,
    tryNow: 'Try Now',
  },
  'zh-cn': {
    openChat: '打开聊天',
    movedOver: /Main 不可用，本次由 Spare 回答（/,
    passedOver: /Main 刚刚失败过，本次未使用/,
    circuit: /^(Main|Spare) 连续失败 \d 次，已暂停发送/,
    tryNow: '立即试探',
  },
};

for (const locale of ['en', 'zh-cn'] as const) {
  describe(`Two endpoints, the first of which is dead, in ${locale}`, () => {
    const texts = TEXTS[locale];
    let stage: Stage;
    let spare: Simulator;
    let window: Workbench;
    let chat: Chat;

    before(async () => {
      spare = await startSimulator();
      stage = await setStage({
        settings: {
          'wenxin.endpoints': [
            { name: 'Main', baseUrl: `http://127.0.0.1:${await freePort()}/v2` },
            { name: 'Spare', baseUrl: spare.baseUrl },
          ],
          'wenxin.circuitBreaker.failureThreshold': 2,
          'wenxin.circuitBreaker.recoverySeconds': 600,
          ...(locale !== 'en' && { 'workbench.colorTheme': 'Default Dark Modern' }),
        },
      });
      window = await stage.openWindow({ locale });
      chat = await openChat(window, texts.openChat);
    });

    after(async () => {
      await stage.close();
      await spare.close();
    });

    it('answer through the second, and the answer says so', async () => {
      await chat.ask('有人吗');
      await chat.lastReceipt.waitFor();
      assert.match(await chat.lastAnswerText(), texts.movedOver);
      await window.screenshot(`failover-${locale}`);
      assert.equal(spare.requests().length, 1);
      const [failed, answered] = ledgerRows(stage.server);
      assert.deepEqual([failed?.outcome, failed?.amount, answered?.outcome], [1, 0, 0]);
      assert.deepEqual(spare.violations(), []);
    });

    it('send the next question directly to the second', async () => {
      await chat.ask('还在吗');
      await chat.lastReceipt.waitFor();
      assert.equal(ledgerRows(stage.server).length, 3);
      const answer = await chat.lastAnswerText();
      assert.doesNotMatch(answer, texts.movedOver);
      assert.match(answer, texts.passedOver, 'the receipt');
    });

    it('are both paused after repeated failures, and resumed by Try Now', async () => {
      spare.script({ instead: { kind: 'error', code: 'server_error', status: 500, type: 'server_error' } }, 'always');
      for (let question = 0; question < 6; question++) {
        await chat.ask(`第 ${question} 次`);
        await chat.failure.waitFor();
        if (texts.circuit.test((await chat.failureText()).message)) break;
      }
      const { message, buttons } = await chat.failureText();
      assert.match(message, texts.circuit);
      assert.ok(buttons.includes(texts.tryNow), buttons.join());
      await window.screenshot(`circuit-${locale}`);
      const sent = spare.requests().length;
      spare.reset();
      await chat.failure.getByRole('button', { name: texts.tryNow }).click();
      await chat.lastReceipt.waitFor();
      assert.ok(sent <= 4, `${sent} requests to a service that was down`);
      await chat.ask('又好了');
      await chat.lastReceipt.waitFor();
    });

    if (locale !== 'en') return;

    it('leave the failed attempts and each change of the circuit in the log', async () => {
      const lines = [
        'Attempt 1 at Main (ernie-5.1) failed: unreachable',
        'Circuit of Spare (ernie-5.1) opened after 2 failures in a row',
        'Circuit of Spare (ernie-5.1): one request probes whether it works again',
        'Circuit of Spare (ernie-5.1) closed: it works again',
      ];
      for (const line of lines) assert.equal((await filesWith(stage.server.dataFolder, line)).length, 1, line);
    });
  });
}
