import assert from 'node:assert/strict';
import { setStage, type Stage } from './stage.ts';

describe('A window with the packaged extension', () => {
  let stage: Stage;

  before(async () => {
    stage = await setStage({ allBuiltIns: true });
  });

  after(async () => {
    await stage.close();
  });

  it('shows the meter and the chat view, and sends no request', async () => {
    const window = await stage.openWindow();
    assert.match(await window.spendText(), /^¥0/);
    await window.activity('Wenxin').click();
    await window.chat.getByRole('textbox').waitFor();
    await window.screenshot('window-en');
    assert.deepEqual(stage.simulator.requests(), []);
  });

  it('is in Chinese when VS Code is Chinese', async () => {
    const window = await stage.openWindow({ locale: 'zh-cn' });
    await window.runCommand('打开聊天');
    await window.chat.getByRole('textbox').waitFor();
    await window.screenshot('window-zh-cn');
    assert.match(await window.spendTooltip(), /今/);
  });
});
