import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locale } from '../support/vscode/browserProfile.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { Chat, openChat } from './chat.ts';
import { setStage, type Stage } from './stage.ts';

/** The note with which the extension describes itself in VS Code's list of limited extensions. */
const SAYS: Record<Locale, RegExp> = {
  en: /Workspace settings never affect keys, hosts, models or limits\./,
  'zh-cn': /密钥、服务地址、模型和限额不受工作区设置影响。/,
};

/** Runs the command directly, whatever the menus show. */
const BATCH_KEY = 'Control+Alt+9';
const KEYBINDINGS = [{ key: 'ctrl+alt+9', command: 'wenxin.runBatch' }];

for (const locale of ['en', 'zh-cn'] as const) {
  describe(`Restricted Mode in ${locale}`, () => {
    let stage: Stage;
    let window: Workbench;

    before(async () => {
      stage = await setStage({ trustsWorkspaces: false });
      const keybindings = path.join(stage.server.dataFolder, 'data/User/keybindings.json');
      await writeFile(keybindings, JSON.stringify(KEYBINDINGS));
      window = await stage.openWindow({ locale });
      await window.page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor();
    });

    after(() => stage.close());

    it('is described in VS Code’s list of limited extensions', async () => {
      await window.runCommand('Workspaces: Manage Workspace Trust');
      await window.page
        .locator('.workspace-trust-editor')
        .getByText(/\d+ extensions?/)
        .first()
        .click();
      const row = window.page.locator('.extensions-list .monaco-list-row').filter({ hasText: 'Ask Wenxin' });
      await row.first().click();
      await window.page.locator('.extension-editor').getByText(SAYS[locale]).first().waitFor();
      await window.screenshot(`restricted-described-${locale}`);
    });

    // The remaining tests do not depend on the language, or other tests cover their texts.
    if (locale !== 'en') return;

    it('neither shows nor runs batches, even through the user’s own keybinding', async () => {
      await openChat(window);
      const { page, quickInput, notifications } = window;
      assert.equal(await page.locator('.pane-header').filter({ hasText: 'Batches' }).count(), 0);
      await page.keyboard.press('F1');
      await quickInput.field.fill('>Run Batch...');
      await quickInput.widget.getByText('similar commands').first().waitFor();
      assert.equal(await quickInput.row('Run Batch...').count(), 0);
      await quickInput.dismiss();
      await page.keyboard.press(BATCH_KEY);
      const refused = notifications.with('Batches run only in a folder that you trust.');
      assert.deepEqual(await notifications.buttonsOf(refused), ['Manage Workspace Trust']);
      await notifications.all.press('Escape');
      assert.equal(stage.simulator.requests().length, 0);
    });

    it('allows a question about a selection', async () => {
      await window.editor.open(path.join(stage.workspace, 'src/cart.ts'));
      await window.editor.select({ line: 1, column: 1 }, { line: 3, column: 1 });
      await window.runCommand('Ask Wenxin About Selection');
      await window.quickInput.answer('这几行做什么？');
      await new Chat(window).lastReceipt.waitFor();
      await window.screenshot(`restricted-asked-${locale}`);
      assert.deepEqual(stage.simulator.violations(), []);
    });
  });
}
