import assert from 'node:assert/strict';
import path from 'node:path';
import type { Locale } from '../support/vscode/browserProfile.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { Chat } from './chat.ts';
import { setStage, type Stage } from './stage.ts';

const TEXTS = {
  en: {
    ask: 'Ask Wenxin About Selection',
    says: /Settings of the workspace are not used for keys, hosts, models or limits\./,
  },
  'zh-cn': { ask: '就所选内容提问', says: /密钥、服务地址、模型和限额不使用工作区的设置。/ },
} as const satisfies Record<Locale, unknown>;

for (const locale of ['en', 'zh-cn'] as const) {
  describe(`Restricted Mode in ${locale}`, () => {
    const texts = TEXTS[locale];
    let stage: Stage;
    let window: Workbench;

    before(async () => {
      stage = await setStage({ trustsWorkspaces: false });
      window = await stage.openWindow({ locale });
      await window.page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor();
    });

    after(() => stage.close());

    it('answers a question about a selection', async () => {
      await window.editor.open(path.join(stage.workspace, 'src/cart.ts'));
      await window.editor.select({ line: 1, column: 1 }, { line: 3, column: 1 });
      await window.runCommand(texts.ask);
      await window.quickInput.answer('这几行做什么？');
      await new Chat(window).lastReceipt.waitFor();
      await window.screenshot(`restricted-asked-${locale}`);
      assert.deepEqual(stage.simulator.violations(), []);
    });

    it('says what does not count there, where VS Code lists limited extensions', async () => {
      await window.runCommand('Workspaces: Manage Workspace Trust');
      await window.page
        .locator('.workspace-trust-editor')
        .getByText(/\d+ extensions?/)
        .first()
        .click();
      const row = window.page.locator('.extensions-list .monaco-list-row').filter({ hasText: 'Ask Wenxin' });
      await row.first().click();
      await window.page.locator('.extension-editor').getByText(texts.says).first().waitFor();
      await window.screenshot(`restricted-described-${locale}`);
    });
  });
}
