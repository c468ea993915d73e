import assert from 'node:assert/strict';
import axe from 'axe-core';
import { SERIOUS_FINDINGS } from '../support/webviewPreview/seriousFindings.ts';
import { switchTheme, THEMES } from '../support/vscode/userSettings.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { openChat } from './chat.ts';
import { setStage, type Stage } from './stage.ts';

describe('The chat view in the themes of VS Code', () => {
  let stage: Stage;
  let window: Workbench;

  before(async () => {
    stage = await setStage();
    window = await stage.openWindow();
    await (await openChat(window)).ask('你好');
    await window.chat
      .locator('article')
      .getByText(/^¥0\.00\d\d$/)
      .waitFor();
  });

  after(async () => {
    await stage.close();
  });

  const colours = new Map<string, string>();
  for (const theme of Object.keys(THEMES) as (keyof typeof THEMES)[]) {
    it(`follows ${theme}, and axe finds nothing serious`, async () => {
      await switchTheme(stage.server, window, theme);
      const body = window.chat.locator(`body.vscode-${BODY_CLASSES[theme]}`);
      await body.waitFor();
      colours.set(theme, String(await body.evaluate('getComputedStyle(document.querySelector("pre")).color')));
      // The page is transparent over the side bar, whose background axe does not see.
      await body.evaluate(`document.documentElement.style.background = 'var(--vscode-sideBar-background)'`);
      await body.evaluate(axe.source);
      assert.deepEqual(await body.evaluate(SERIOUS_FINDINGS), []);
      await window.screenshot(`theme-${theme}`);
    });
  }

  it('has other colours in a dark theme than in a light one', () => {
    assert.notEqual(colours.get('dark'), colours.get('light'));
    assert.notEqual(colours.get('highContrast'), colours.get('highContrastLight'));
  });
});

/** The class that VS Code gives a page for its theme. */
const BODY_CLASSES = {
  light: 'light',
  dark: 'dark',
  highContrast: 'high-contrast',
  highContrastLight: 'high-contrast-light',
};
