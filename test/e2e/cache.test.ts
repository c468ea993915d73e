import assert from 'node:assert/strict';
import path from 'node:path';
import type { Locale } from '../support/vscode/browserProfile.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { Chat } from './chat.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

interface Texts {
  readonly explain: string;
  readonly cached: RegExp;
  readonly askAgain: string;
  readonly saved: RegExp;
  readonly clear: string;
  readonly thisWorkspace: string;
  readonly cleared: string;
}

const TEXTS: Record<Locale, Texts> = {
  en: {
    explain: 'Explain Selection',
    cached: /^From the cache \(.+\), saved ¥0\.\d+\./,
    askAgain: 'Ask Again',
    saved: /Saved by cache today: ¥0\.\d+/,
    clear: 'Clear Answer Cache',
    thisWorkspace: 'This workspace',
    cleared: 'The answers of this workspace are cleared',
  },
  'zh-cn': {
    explain: '解释所选内容',
    cached: /^来自缓存（.+），节省 ¥0\.\d+。/,
    askAgain: '重新提问',
    saved: /缓存节省：?.*¥0\.\d+/,
    clear: '清除回答缓存',
    thisWorkspace: '此工作区',
    cleared: '已清除此工作区',
  },
};

for (const locale of ['en', 'zh-cn'] as const) {
  describe(`The answer cache in ${locale}`, () => {
    const texts = TEXTS[locale];
    let stage: Stage;
    let window: Workbench;
    let chat: Chat;

    before(async () => {
      const theme = locale === 'en' ? {} : { 'workbench.colorTheme': 'Default Dark Modern' };
      stage = await setStage({ settings: theme });
      window = await stage.openWindow({ locale });
      chat = new Chat(window);
      await select();
    });

    after(() => stage.close());

    const requests = (): number => stage.simulator.requests().length;

    async function select(): Promise<void> {
      await window.editor.open(path.join(stage.workspace, 'src/cart.ts'));
      await window.editor.select({ line: 1, column: 1 }, { line: 5, column: 1 });
    }

    /** Explains the selection, and returns the answer's text when it is complete. */
    async function explain(): Promise<string> {
      const turns = await chat.turns.count();
      await window.runCommand(texts.explain);
      await chat.turns.nth(turns).waitFor();
      await chat.lastReceipt.or(chat.lastCached).first().waitFor();
      return chat.lastAnswer.locator('.markdown').innerText();
    }

    it('answers a repeated question without charge, and says how much that saved', async () => {
      const first = await explain();
      const spent = await window.spendText();
      const second = await explain();
      assert.equal(second, first);
      assert.match(await chat.lastCached.locator('p').innerText(), texts.cached);
      assert.equal(await chat.lastReceipt.count(), 0);
      assert.equal(requests(), 1);
      assert.equal(ledgerRows(stage.server).length, 1);
      assert.equal(await window.spendText(), spent);
      await window.screenshot(`cache-hit-${locale}`);
    });

    it('shows the savings in the meter’s tooltip', async () => {
      let tooltip = await window.spendTooltip();
      // The savings are written half a second after the answer.
      for (let tries = 0; tries < 10 && !texts.saved.test(tooltip); tries++) tooltip = await window.spendTooltip();
      assert.match(tooltip, texts.saved);
      await window.screenshot(`cache-meter-${locale}`);
    });

    it('has no answers after it was cleared', async () => {
      const before = requests();
      await window.runCommand(texts.clear);
      await window.quickInput.row(texts.thisWorkspace).waitFor();
      await window.screenshot(`cache-clear-${locale}`);
      await window.quickInput.pick(texts.thisWorkspace);
      await window.notifications.with(texts.cleared).waitFor();
      await explain();
      assert.equal(await chat.lastCached.count(), 0);
      assert.equal(requests(), before + 1);
    });

    // The remaining tests do not depend on the language.
    if (locale !== 'en') return;

    it('is bypassed by Ask Again, which sends a new request', async () => {
      const before = requests();
      await explain();
      await chat.lastCached.getByRole('button', { name: texts.askAgain }).click();
      await chat.turns.last().locator('.branchSwitch').waitFor();
      await chat.lastReceipt.waitFor();
      assert.equal(requests(), before + 1);
      assert.ok((ledgerRows(stage.server).at(-1)?.amount ?? 0) > 0);
    });

    it('still has the answer after the window was reloaded', async () => {
      const before = requests();
      await window.reload();
      await select();
      await explain();
      assert.match(await chat.lastCached.locator('p').innerText(), texts.cached);
      assert.equal(requests(), before);
    });
  });
}
