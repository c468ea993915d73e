import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/host/ids.ts';
import { until } from '../support/until.ts';
import { block, EditStage } from './editStage.ts';
import { Person } from './person.ts';
import { replaced } from './replaced.ts';

const CODE = 'one\ntwo\nthree\nfour\nfive\nsix\n';
const INNER = 'two\nthree\nfour\nfive\n';
/** Changes the first and the last selected line. */
const ANSWER = block('TWO\nthree\nfour\nFIVE');
const FIRST = 'one\nTWO\nthree\nfour\nfive\nsix\n';
const ALL = 'one\nTWO\nthree\nfour\nFIVE\nsix\n';

describe('Deciding about an edit', () => {
  let stage: EditStage;

  beforeEach(() => {
    stage = new EditStage();
  });

  afterEach(() => stage.close());

  async function insertAbove(document: vscode.TextDocument): Promise<void> {
    const inserting = new vscode.WorkspaceEdit();
    inserting.insert(document.uri, new vscode.Position(0, 0), 'zero\n');
    await vscode.workspace.applyEdit(inserting);
  }

  it('handles simultaneous clicks once', async () => {
    const document = await stage.opened('a.ts', CODE, INNER);
    await stage.edit(ANSWER);
    const person = new Person([]);
    await person.during(async () => {
      await Promise.all([COMMANDS.acceptHunk, COMMANDS.acceptHunk, COMMANDS.rejectHunk].map(each => stage.run(each)));
    });
    assert.deepEqual(person.seen, []);
    assert.equal(document.getText(), FIRST);
    await stage.act(COMMANDS.acceptHunk);
    assert.equal(await stage.text('a.ts'), ALL);
  });

  it('ignores buttons of a change that is already decided', async () => {
    const document = await stage.opened('a.ts', CODE, INNER);
    await stage.edit(ANSWER);
    const gone = { commentControlHandle: 1, commentThreadHandle: 7 };
    for (const command of [COMMANDS.acceptHunk, COMMANDS.rejectHunk]) await stage.act(command, [], gone);
    assert.equal(document.getText(), CODE);
    await stage.act(COMMANDS.acceptEdit);
    assert.equal(document.getText(), ALL);
  });

  it('does not save what the user typed meanwhile', async () => {
    const document = await stage.opened('a.ts', CODE, INNER);
    await stage.edit(ANSWER);
    await stage.act(COMMANDS.acceptHunk);
    await insertAbove(document);
    await stage.act(COMMANDS.rejectHunk);
    assert.equal(stage.comparison, undefined);
    assert.equal(document.getText(), `zero\n${FIRST}`);
    assert.equal(document.isDirty, true);
    assert.equal(await stage.text('a.ts'), CODE);
  });

  it('is cancelled when the edit is rejected while the name of a protected file is asked for', async () => {
    const document = await stage.opened('.vscode/tasks.json', CODE, INNER);
    await stage.edit(ANSWER);
    const type = async (): Promise<string> => {
      await stage.run(COMMANDS.rejectEdit);
      return 'tasks.json';
    };
    await replaced(vscode.window, 'showInputBox', type as typeof vscode.window.showInputBox, async () => {
      await stage.act(COMMANDS.acceptEdit);
    });
    assert.equal(document.getText(), CODE);
    assert.equal(document.isDirty, false);
  });

  /** Runs an edit of code that was picked before `change`; returns what was shown. */
  async function editLate(document: vscode.TextDocument, change: () => Promise<void>): Promise<readonly string[]> {
    const range = new vscode.Range(1, 0, 5, 0);
    const picked = { document, range, code: document.getText(range), version: document.version };
    await change();
    const person = new Person([]);
    await person.during(async () => {
      const order = { feature: 'edit', title: 'Editing', typed: '', prompt: 'improve it', attachments: [] } as const;
      const running = stage.runEdit({ ...order, target: picked });
      (await Promise.race([stage.question(), running.then(() => undefined)]))?.end(ANSWER);
      await running;
    });
    return person.seen;
  }

  it('follows the picked code when it moved before the instruction was given', async () => {
    const document = await stage.opened('a.ts', CODE, INNER);
    assert.deepEqual(await editLate(document, () => insertAbove(document)), []);
    await stage.act(COMMANDS.acceptEdit);
    assert.equal(document.getText(), `zero\n${ALL}`);
  });

  it('sends nothing when the picked code changed before the instruction was given', async () => {
    const document = await stage.opened('a.ts', CODE, INNER);
    const seen = await editLate(document, async () => {
      const changing = new vscode.WorkspaceEdit();
      changing.replace(document.uri, new vscode.Range(2, 0, 2, 5), 'THREE');
      await vscode.workspace.applyEdit(changing);
    });
    assert.deepEqual(seen, ['warning: “a.ts” was changed meanwhile; nothing was asked.']);
    assert.deepEqual(stage.asked, []);
  });

  it('has buttons for the first of many changes, and accepts all of them', async () => {
    const lines = Array.from({ length: 600 }, (_, index) => `line ${index}`);
    await stage.opened('a.ts', `${lines.join('\n')}\n`, 'line 0');
    const all = new vscode.Range(0, 0, 600, 0);
    const document = vscode.window.activeTextEditor?.document ?? assert.fail();
    const changed = lines.map((line, index) => (index % 2 === 0 ? line.toUpperCase() : line)).join('\n');
    const order = { feature: 'edit', title: 'Editing', typed: '', prompt: 'improve it', attachments: [] } as const;
    const target = { document, range: all, code: document.getText(all), version: document.version };
    const running = stage.runEdit({ ...order, target });
    (await stage.question()).end(block(changed));
    await running;
    const drawn = async (count: number): Promise<void> => {
      const labels = Array.from({ length: 30 }, (_, index) => `Change ${index + 1} of ${count}`);
      await until(() => stage.threads.at(-1)?.label === labels.at(-1), 'the buttons');
      assert.deepEqual(
        stage.threads.map(({ label, contextValue }) => [label, contextValue]),
        labels.map(label => [label, 'change']),
      );
    };
    await drawn(300);
    await stage.act(COMMANDS.acceptHunk, [], stage.threads[1]);
    assert.deepEqual(document.getText().split('\n').slice(0, 5), ['line 0', 'line 1', 'LINE 2', 'line 3', 'line 4']);
    await drawn(299);
    await stage.act(COMMANDS.acceptEdit);
    assert.equal(await stage.text('a.ts'), `${changed}\n`);
    assert.deepEqual(stage.threads, []);
  });

  it('sends little context of a line that is as long as a file', async () => {
    const long = `${'x'.repeat(50_000)}😀`.repeat(2);
    await stage.opened('a.min.js', `${long}middle${long}\n`, 'middle');
    await stage.edit(undefined);
    const sizes = stage.asked[0]?.attachments.map(({ text }) => text.length);
    assert.deepEqual(sizes, [1_000, 1_000, 6]);
    assert.ok(stage.asked[0]?.attachments.every(({ text }) => text.isWellFormed()));
  });
});
