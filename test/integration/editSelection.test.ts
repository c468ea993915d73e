import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/host/ids.ts';
import { block, EditStage } from './editStage.ts';
import { Person } from './person.ts';
import { selectIn } from './selectIn.ts';

const CODE = 'one\ntwo\nthree\nfour\nfive\nsix\n';
const INNER = 'two\nthree\nfour\nfive\n';
/** Changes the first and the last selected line. */
const ANSWER = block('TWO\nthree\nfour\nFIVE');
const ALL = 'one\nTWO\nthree\nfour\nFIVE\nsix\n';

describe('An edit of the selection', () => {
  let stage: EditStage;

  beforeEach(() => {
    stage = new EditStage();
  });

  afterEach(() => stage.close());

  it('asks for an instruction, shows the cost, and sends it with the code and its context', async () => {
    await stage.opened('a.ts', CODE, 'three\nfour\n');
    const seen = await stage.edit(block('3\n4'), [], 'use digits');
    assert.match(
      seen[0] ?? '',
      /^input 0\/0: Edit edits\/\d+\/a\.ts, lines 3–4 ≈\d+ tokens\. What you type is sent with the selected code/,
    );
    const [question] = stage.asked;
    assert.equal(question?.feature, 'edit');
    assert.equal(question.typed, 'use digits');
    assert.match(question.prompt, /^use digits\n/);
    assert.deepEqual(
      question.attachments.map(({ name, startLine, endLine, text }) => [name, startLine, endLine, text]),
      [
        ['context', 1, 2, 'one\ntwo\n'],
        ['context', 5, 6, 'five\nsix\n'],
        [undefined, 3, 4, 'three\nfour\n'],
      ],
    );
  });

  it('is shown while it is written, and changes nothing before it is accepted', async () => {
    const document = await stage.opened('a.ts', CODE, INNER);
    await new Person(['improve it']).during(async () => {
      const editing = stage.run(COMMANDS.editSelection);
      const asked = await stage.question();
      assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'a.ts (edit by Wenxin)');
      await stage.proposed(CODE);
      asked.onText('```ts\nTWO\nthr');
      await stage.clock.advance(200);
      await stage.proposed('one\nTWO\nthree\nfour\nfive\nsix\n');
      asked.onText('```ts\nTWO\nthree\nnew\nfo');
      asked.onText('```ts\nTWO\nthree\nnew\nfour\n');
      await stage.clock.advance(200);
      await stage.proposed('one\nTWO\nthree\nnew\nfour\nfive\nsix\n');
      asked.end(ANSWER);
      await editing;
    });
    await stage.proposed(ALL);
    assert.equal(stage.clock.pendingTimers, 0);
    assert.equal(document.getText(), CODE);
    assert.equal(document.isDirty, false);
    assert.equal(await stage.text('a.ts'), CODE);
  });

  it('is accepted whole, saved, and undone in one step', async () => {
    const document = await stage.opened('a.ts', CODE, INNER);
    assert.equal((await stage.edit(ANSWER)).length, 1);
    assert.deepEqual(await stage.act(COMMANDS.acceptEdit), []);
    assert.equal(stage.comparison, undefined);
    assert.equal(vscode.window.activeTextEditor?.document, document);
    assert.equal(await stage.text('a.ts'), ALL);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), CODE);
  });

  it('is accepted and rejected change by change, and saved at the end', async () => {
    const document = await stage.opened('a.ts', CODE, CODE);
    await stage.edit(block('ONE\ntwo\nTHREE\nfour\nfive\nSIX'));
    const right = (): vscode.TextEditor =>
      vscode.window.visibleTextEditors.find(({ document: { uri } }) => uri.scheme === 'wenxin-edit') ?? assert.fail();
    await stage.proposed('ONE\ntwo\nTHREE\nfour\nfive\nSIX\n');
    await selectIn(right(), new vscode.Selection(3, 0, 3, 0));
    await stage.act(COMMANDS.rejectHunk);
    await stage.proposed('ONE\ntwo\nthree\nfour\nfive\nSIX\n');
    assert.equal(right().selection.active.line, 5, 'the next place');
    await stage.act(COMMANDS.acceptHunk);
    assert.equal(document.getText(), 'one\ntwo\nthree\nfour\nfive\nSIX\n');
    assert.equal(await stage.text('a.ts'), CODE, 'not saved between');
    assert.equal(right().selection.active.line, 0, 'the only place left');
    await stage.act(COMMANDS.acceptHunk);
    assert.equal(stage.comparison, undefined);
    assert.equal(await stage.text('a.ts'), 'ONE\ntwo\nthree\nfour\nfive\nSIX\n');
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), 'one\ntwo\nthree\nfour\nfive\nSIX\n');
  });

  it('moves the cursor to the next change, even after a longer one was rejected', async () => {
    await stage.opened('a.ts', CODE, CODE);
    await stage.edit(block('ONE\nand\nmore\ntwo\nthree\nfour\nfive\nSIX'));
    await stage.act(COMMANDS.rejectHunk);
    await stage.proposed('one\ntwo\nthree\nfour\nfive\nSIX\n');
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 5);
    await stage.act(COMMANDS.acceptHunk);
    assert.equal(await stage.text('a.ts'), 'one\ntwo\nthree\nfour\nfive\nSIX\n');
  });

  it('leaves the file unchanged when it is rejected', async () => {
    const document = await stage.opened('a.ts', CODE, INNER);
    await stage.edit(ANSWER);
    await stage.act(COMMANDS.rejectEdit);
    assert.equal(stage.comparison, undefined);
    assert.equal(document.getText(), CODE);
    assert.deepEqual(await stage.act(COMMANDS.acceptEdit), []);
    assert.equal(document.getText(), CODE);
  });

  it('is rejected by closing it, but what was accepted before is saved', async () => {
    const document = await stage.opened('a.ts', CODE, INNER);
    await stage.edit(ANSWER);
    await stage.act(COMMANDS.acceptHunk);
    const saved = new Promise(resolve => vscode.workspace.onDidSaveTextDocument(resolve));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await saved;
    assert.equal(document.getText(), 'one\nTWO\nthree\nfour\nfive\nsix\n');
    assert.equal(await stage.text('a.ts'), document.getText());
  });

  it('is stopped when it is closed while it is written', async () => {
    await stage.opened('a.ts', CODE, INNER);
    await new Person(['improve it']).during(async () => {
      const editing = stage.run(COMMANDS.editSelection);
      const { signal } = await stage.question();
      const stopped = new Promise(resolve => signal?.addEventListener('abort', resolve));
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await stopped;
      await editing;
    });
    assert.equal(stage.comparison, undefined);
  });

  it('cannot be decided while it is written, and is closed when no answer comes', async () => {
    await stage.opened('a.ts', CODE, INNER);
    const person = new Person(['improve it']);
    await person.during(async () => {
      const editing = stage.run(COMMANDS.editSelection);
      const asked = await stage.question();
      for (const each of [COMMANDS.acceptEdit, COMMANDS.acceptHunk, COMMANDS.rejectHunk, COMMANDS.changeEdit]) {
        await stage.run(each);
        assert.equal(person.seen.pop(), 'info: The edit is still being written.');
      }
      asked.end(undefined);
      await editing;
    });
    assert.equal(stage.comparison, undefined);
    assert.equal(await stage.text('a.ts'), CODE);
  });

  it('does not save a file that had unsaved changes', async () => {
    const document = await stage.opened('a.ts', CODE, INNER);
    const editor = vscode.window.activeTextEditor ?? assert.fail();
    await editor.edit(edit => edit.insert(new vscode.Position(0, 0), 'zero\n'));
    await stage.edit(ANSWER);
    await stage.act(COMMANDS.acceptEdit);
    assert.equal(document.getText(), `zero\n${ALL}`);
    assert.equal(document.isDirty, true);
    assert.equal(await stage.text('a.ts'), CODE);
  });

  it('can be changed by a follow-up that includes the answer, and shows the new result in its place', async () => {
    await stage.opened('a.ts', CODE, INNER);
    await stage.edit(ANSWER, [], 'use capitals');
    const { comparison } = stage;
    const person = new Person(['only the first']);
    await person.during(async () => {
      const changing = stage.run(COMMANDS.changeEdit);
      const asked = await stage.question();
      await stage.proposed(CODE);
      asked.end(block('TWO\nthree\nfour\nfive'));
      await changing;
    });
    assert.match(person.seen[0] ?? '', /^input 0\/0: Change the instruction for a\.ts ≈/);
    assert.equal(String(stage.comparison?.modified), String(comparison?.modified));
    await stage.proposed('one\nTWO\nthree\nfour\nfive\nsix\n');
    const question = stage.asked[1];
    assert.deepEqual(question?.attachments, []);
    assert.match(question.prompt, /^only the first\n/);
    const [earlier, another] = question.earlier ?? [];
    assert.ok(earlier !== undefined && another === undefined);
    assert.equal(earlier.answer, ANSWER.text);
    assert.match(earlier.prompt, /^use capitals\n/);
    assert.equal(earlier.attachments.at(-1)?.text, INNER);
    await stage.act(COMMANDS.acceptEdit);
    assert.equal(await stage.text('a.ts'), 'one\nTWO\nthree\nfour\nfive\nsix\n');
  });

  it('starts a follow-up from the current text when a part was accepted before', async () => {
    const document = await stage.opened('a.ts', CODE, INNER);
    await stage.edit(block('TWO\nand more\nthree\nfour\nFIVE'));
    await stage.act(COMMANDS.acceptHunk);
    await new Person(['German']).during(async () => {
      const changing = stage.run(COMMANDS.changeEdit);
      const asked = await stage.question();
      const [code] = asked.question.attachments;
      assert.deepEqual([code?.text, code?.startLine, code?.endLine], ['TWO\nand more\nthree\nfour\nfive\n', 2, 6]);
      asked.end(block('ZWEI\nand more\nthree\nfour\nFÜNF'));
      await changing;
    });
    await stage.act(COMMANDS.acceptEdit);
    assert.equal(document.getText(), 'one\nZWEI\nand more\nthree\nfour\nFÜNF\nsix\n');
    assert.equal(await stage.text('a.ts'), document.getText());
  });

  it('keeps its proposal when a follow-up fails', async () => {
    await stage.opened('a.ts', CODE, INNER);
    await stage.edit(ANSWER);
    await new Person(['again']).during(async () => {
      const changing = stage.run(COMMANDS.changeEdit);
      (await stage.question()).end(undefined);
      await changing;
    });
    await stage.proposed(ALL);
    await stage.act(COMMANDS.acceptEdit);
    assert.equal(await stage.text('a.ts'), ALL);
  });

  it('offers new code at the cursor when nothing is selected', async () => {
    const document = await stage.opened('a.ts', 'one\n\ntwo\n', 'one\n');
    const editor = vscode.window.activeTextEditor ?? assert.fail();
    await selectIn(editor, new vscode.Selection(1, 0, 1, 0));
    const person = new Person(['New Code at the Cursor', 'write more']);
    await person.during(async () => {
      const editing = stage.run(COMMANDS.editSelection);
      const asked = await stage.question();
      assert.deepEqual(
        asked.question.attachments.map(({ name, text }) => [name, text]),
        [
          ['context', 'one\n'],
          ['context', '\ntwo\n'],
        ],
      );
      asked.end(block('more'));
      await editing;
    });
    assert.match(person.seen[1] ?? '', /New code in .*a\.ts, line 2/);
    await stage.act(COMMANDS.acceptEdit);
    assert.equal(document.getText(), 'one\nmore\ntwo\n');
  });

  it('uses the place that the light bulb or a code lens passes', async () => {
    const document = await stage.opened('a.ts', CODE, 'one\n');
    const places = [new vscode.Range(2, 0, 3, 4), new vscode.Location(document.uri, new vscode.Range(4, 0, 4, 4))];
    for (const place of places) {
      await new Person(['improve it']).during(async () => {
        const editing = stage.run(COMMANDS.editSelection, place);
        (await stage.question()).end(undefined);
        await editing;
      });
      await vscode.window.showTextDocument(document);
    }
    assert.deepEqual(
      stage.asked.map(({ attachments }) => attachments.at(-1)?.text),
      ['three\nfour', 'five'],
    );
  });

  it('writes into an empty file', async () => {
    await stage.opened('a.ts', '', '');
    await stage.edit(block('first'));
    await stage.act(COMMANDS.acceptEdit);
    assert.equal(await stage.text('a.ts'), 'first\n');
  });
});
