import assert from 'node:assert/strict';
import path from 'node:path';
import { formatYuan } from '../../src/core/money.ts';
import { killExtensionHost } from '../support/vscode/extensionHosts.ts';
import type { Person } from '../support/vscode/person.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { type Chat, openChat } from './chat.ts';
import { eventually } from './eventually.ts';
import { keptAnswer, keptDrafts } from './historyFile.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

describe('The extension', () => {
  let stage: Stage;
  let person: Person;
  let window: Workbench;
  let chat: Chat;

  before(async () => {
    stage = await setStage();
    person = await stage.newPerson();
    window = await stage.openWindow({ person });
    chat = await openChat(window);
  });

  after(() => stage.close());

  it('keeps a draft when the window is reloaded', async () => {
    await chat.write('还没想好怎么问');
    await eventually(
      () => keptDrafts(stage.server),
      drafts => drafts.includes('还没想好怎么问'),
    );
    await window.reload();
    await window.runCommand('Open Chat');
    await chat.whenComposerHolds('还没想好怎么问');
    await chat.write('');
  });

  it('keeps a question typed into the box of Ask About Selection when the window is reloaded', async () => {
    await window.editor.open(path.join(stage.workspace, 'src/cart.ts'));
    await window.editor.select({ line: 1, column: 1 }, { line: 5, column: 1 });
    await window.runCommand('Ask Wenxin About Selection');
    await window.quickInput.field.fill('为什么这样写');
    await eventually(
      () => window.workspaceState(),
      state => state.includes('为什么这样写'),
    );
    await window.reload();
    // VS Code in a browser does not always restore the editors.
    await window.editor.open(path.join(stage.workspace, 'src/cart.ts'));
    await window.editor.select({ line: 1, column: 1 }, { line: 5, column: 1 });
    await window.runCommand('Ask Wenxin About Selection');
    await window.quickInput.widget.getByText('kept if you do not send it.').waitFor();
    assert.equal(await window.quickInput.field.inputValue(), '为什么这样写');
    await window.quickInput.dismiss();
  });

  it('keeps text and cost of an answer during which the extension host is killed', async () => {
    const text = '每一句都要留下。'.repeat(40);
    stage.simulator.script({ answer: { text }, delivery: { chunkMs: 100 } });
    await chat.ask('长一点');
    await chat.lastAnswer.getByText('每一句都要留下。每一句都要留下。每一句都要留下。').waitFor();
    await eventually(
      () => keptAnswer(stage.server),
      kept => kept !== '',
    );
    await killExtensionHost(stage.server);
    await stage.simulator.when(records => records[0]?.outcome === 'closedByClient');
    await window.reload();
    await window.runCommand('Open Chat');
    const { message, buttons } = await chat.failureText();
    await window.screenshot('host-killed-en');
    assert.match(message, /^VS Code was closed or restarted while the answer was coming\. \d+ characters are kept/);
    assert.deepEqual(buttons, ['Continue', 'Regenerate']);
    assert.match(await chat.lastAnswer.innerText(), /每一句都要留下/);

    const rows = ledgerRows(stage.server);
    assert.equal(rows.length, 1);
    assert.deepEqual([rows[0]?.state, rows[0]?.outcome, rows[0]?.source], [2, 3, 1], 'lost, and estimated');
    assert.ok((rows[0]?.amount ?? 0) > 0);
    assert.equal(await window.spendText(), `≈${formatYuan(rows[0]?.amount ?? 0)}`);
  });

  it('shows the sum of two windows’ questions in both meters', async () => {
    const second = await stage.openWindow({ person });
    const other = await openChat(second);
    await Promise.all([chat.ask('第一个窗口'), other.ask('第二个窗口')]);
    await chat.turns.nth(1).locator('.receipt').waitFor();
    await other.lastReceipt.waitFor();
    const sum = ledgerRows(stage.server).reduce((total, row) => total + (row.amount ?? 0), 0);
    for (const each of [window, second]) {
      await each.spend.filter({ hasText: formatYuan(sum) }).waitFor();
    }
    await second.close();
  });
});
