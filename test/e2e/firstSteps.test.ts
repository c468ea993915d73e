import assert from 'node:assert/strict';
import { switchTheme, THEMES } from '../support/vscode/userSettings.ts';
import { openChat } from './chat.ts';
import { firstStep, STEPS, ticked } from './firstSteps.ts';
import { setStage, type Stage } from './stage.ts';
import type { Workbench } from '../support/vscode/workbench.ts';

describe('The first steps', () => {
  let stage: Stage;
  let window: Workbench;

  before(async () => {
    stage = await setStage({ key: 'none' });
    window = await stage.openWindow();
    await openChat(window);
    await window.chat.getByRole('button', { name: 'Get Started' }).click();
    await firstStep(window, 'key').waitFor();
  });

  after(() => stage.close());

  /** Opens a step, and waits until its picture is shown. The picture takes the focus. */
  async function look(id: string): Promise<void> {
    await firstStep(window, id).click();
    await window.page
      .frameLocator('iframe.webview:not([src*="purpose=webviewView"])')
      .frameLocator('#active-frame')
      .locator('svg')
      .waitFor();
  }

  it('have a picture each, in a wide window', async () => {
    await window.page.setViewportSize({ width: 1600, height: 800 });
    for (const id of STEPS) {
      await look(id);
      await window.screenshot(`first-steps-${id}-en`);
    }
    assert.deepEqual(await ticked(window), ['privacy'], 'reading is all there is to do about it');
  });

  it('have a picture in every theme', async () => {
    for (const theme of Object.keys(THEMES) as (keyof typeof THEMES)[]) {
      await switchTheme(stage.server, window, theme);
      await look('budget');
      await window.screenshot(`first-steps-${theme}`);
    }
  });

  it('lead to the keyboard shortcuts of this extension', async () => {
    await window.page.setViewportSize({ width: 1280, height: 800 });
    await firstStep(window, 'shortcuts').click();
    await window.page.getByRole('button', { name: 'Open Keyboard Shortcuts' }).click();
    const row = window.page.locator('.keybindings-editor .monaco-list-row');
    await row.filter({ hasText: 'Ask Wenxin About Selection' }).waitFor();
    await window.screenshot('first-steps-keybindings-en');
  });
});
