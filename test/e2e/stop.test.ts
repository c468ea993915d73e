import assert from 'node:assert/strict';
import type { Workbench } from '../support/vscode/workbench.ts';
import { type Chat, openChat } from './chat.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

describe('Stop', () => {
  let stage: Stage;
  let window: Workbench;
  let chat: Chat;

  before(async () => {
    stage = await setStage();
    window = await stage.openWindow();
    chat = await openChat(window);
  });

  after(() => stage.close());

  it('closes the connection during an answer, keeps the text and books an estimate', async () => {
    stage.simulator.script({
      answer: { text: '第一句。第二句。'.repeat(30) },
      delivery: { stall: { afterEvents: 6 } },
    });
    await chat.ask('讲一讲');
    await chat.lastAnswer.getByText('第一句').waitFor();
    const open = stage.simulator.requests()[0];
    assert.equal(open?.outcome, 'open');
    await chat.stopButton.click();
    await stage.simulator.when(records => records[0]?.outcome === 'closedByClient');
    await chat.lastReceipt.waitFor();
    await window.screenshot('stopped-en');

    assert.match(await chat.lastAnswerText(), /第一句/);
    const [row] = ledgerRows(stage.server);
    assert.ok(row);
    assert.deepEqual([row.state, row.outcome, row.source], [1, 2, 1], 'settled, cancelled, estimated');
    assert.ok((row.input ?? 0) > 0 && (row.output ?? 0) > 0);
    assert.equal(row.amount, (row.input ?? 0) * 4_000 + (row.output ?? 0) * 18_000);
    assert.match(await window.spendText(), /^≈/);
  });

  it('costs nothing before the first word', async () => {
    stage.simulator.script({ delivery: { stall: 'beforeHeaders' } });
    await chat.ask('再讲一讲');
    await stage.simulator.when(records => records[1] !== undefined);
    await chat.composer.press('Escape');
    await stage.simulator.when(records => records[1]?.outcome === 'closedByClient');
    await chat.turns.nth(1).getByText('Stopped.').waitFor();
    const row = ledgerRows(stage.server)[1];
    assert.deepEqual([row?.outcome, row?.amount], [2, 0]);
  });

  it('makes an earlier failed question available for another try', async () => {
    stage.simulator.script({ instead: { kind: 'html', status: 502 } }, 3);
    await chat.ask('没有回答');
    const retry = chat.failure.getByRole('button', { name: 'Retry' });
    await retry.waitFor();
    const failed = chat.turns.nth(2).locator('.failure').getByRole('button');
    const enabled = async (): Promise<boolean[]> => Promise.all((await failed.all()).map(button => button.isEnabled()));
    assert.ok(!(await enabled()).includes(false));
    stage.simulator.script({ delivery: { stall: 'beforeHeaders' } });
    await chat.ask('等一等');
    const during = await enabled();
    assert.deepEqual(
      during.filter(each => !each),
      [false],
      'only the one that asks',
    );
    await chat.composer.press('Escape');
    await chat.lastAnswer.getByText('Stopped.').waitFor();
    assert.ok(!(await enabled()).includes(false));
  });
});
