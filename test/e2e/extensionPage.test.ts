import assert from 'node:assert/strict';
import type { Workbench } from '../support/vscode/workbench.ts';
import { setStage, type Stage } from './stage.ts';

describe('The extension’s page in VS Code', () => {
  let stage: Stage;
  let window: Workbench;

  before(async () => {
    stage = await setStage({ key: 'none' });
    window = await stage.openWindow();
  });

  after(() => stage.close());

  it('links from English to Chinese, and has no pictures', async () => {
    await window.runCommand('Extensions: Show Installed Extensions');
    await window.page.getByText('Ask Wenxin', { exact: true }).first().dblclick();
    const readme = window.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await readme.getByRole('heading', { name: 'Ask Wenxin', exact: true }).waitFor();
    await window.screenshot('extension-page-en');
    assert.equal(await readme.locator('img').count(), 0);
    await readme.getByRole('link', { name: '简体中文' }).click();
    await readme
      .locator('body')
      .evaluate('new Promise(resolve => scrollY > 0 ? resolve() : addEventListener("scroll", resolve))');
    const chinese = await readme.getByRole('heading', { name: 'Ask Wenxin（问文心）' }).boundingBox();
    const frame = await window.page.locator('.editor-instance').boundingBox();
    assert.ok(chinese && frame && chinese.y >= frame.y && chinese.y < frame.y + frame.height);
    await window.screenshot('extension-page-zh-cn');
  });
});
