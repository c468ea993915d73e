import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/host/ids.ts';
import { block, EditStage, masked } from './editStage.ts';
import { LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';

const CODE = 'one\ntwo\nthree\nfour\nfive\nsix\n';
const INNER = 'two\nthree\nfour\nfive\n';
/** Changes the first and the last selected line. */
const ANSWER = block('TWO\nthree\nfour\nFIVE');
const ALL = 'one\nTWO\nthree\nfour\nFIVE\nsix\n';

describe('An edit that cannot be applied unchanged', () => {
  let stage: EditStage;

  beforeEach(() => {
    stage = new EditStage();
  });

  afterEach(() => stage.close());

  it('is refused when the file changed, and can be requested again while the code still exists', async () => {
    const document = await stage.opened('a.ts', CODE, INNER);
    await stage.edit(ANSWER);
    const inserting = new vscode.WorkspaceEdit();
    inserting.insert(document.uri, new vscode.Position(0, 0), 'zero\n');
    await vscode.workspace.applyEdit(inserting);
    const refused = 'warning: “a.ts” changed after the answer was made; nothing was applied. [Ask Again]';
    assert.deepEqual(await stage.act(COMMANDS.acceptHunk, [LEAVE]), [refused]);
    const person = new Person(['Ask Again']);
    await person.during(async () => {
      const accepting = stage.run(COMMANDS.acceptEdit);
      (await stage.question()).end(ANSWER);
      await accepting;
    });
    assert.deepEqual(person.seen, [refused]);
    assert.equal(document.getText(), `zero\n${CODE}`);
    await stage.act(COMMANDS.acceptEdit);
    assert.equal(document.getText(), `zero\n${ALL}`);
  });

  it('is refused when accepted code was changed afterwards', async () => {
    const document = await stage.opened('a.ts', CODE, INNER);
    await stage.edit(ANSWER);
    await stage.act(COMMANDS.acceptHunk);
    const changing = new vscode.WorkspaceEdit();
    changing.replace(document.uri, new vscode.Range(1, 0, 1, 3), 'Two');
    await vscode.workspace.applyEdit(changing);
    const refused = ['warning: “a.ts” changed after the answer was made; nothing was applied.'];
    assert.deepEqual(await stage.act(COMMANDS.acceptEdit), refused);
    assert.deepEqual(await stage.act(COMMANDS.changeEdit), refused);
    assert.equal(document.getText(), 'one\nTwo\nthree\nfour\nfive\nsix\n');
  });

  it('writes a masked secret back instead of its placeholder', async () => {
    const password = 'hunter2!Tsdf9';
    const code = `const password = "${password}";\nconnect(password);\n`;
    await stage.opened('a.ts', code, code);
    await new Person(['shorten']).during(async () => {
      const editing = stage.run(COMMANDS.editSelection);
      const asked = await stage.question();
      asked.end(block('connect("[secret removed: password or key]");'), masked(asked.question));
      await editing;
    });
    await stage.act(COMMANDS.acceptEdit);
    assert.equal(await stage.text('a.ts'), `connect("${password}");\n`);
  });

  it('is refused when a placeholder may stand for several secrets', async () => {
    const code = 'password = "hunter2!Tsdf9"\nother_password = "0ther!Sdfk3"\n';
    await stage.opened('a.py', code, code);
    const person = new Person(['swap them']);
    await person.during(async () => {
      const editing = stage.run(COMMANDS.editSelection);
      const asked = await stage.question();
      asked.end(block('password = "[secret removed: password or key]"'), masked(asked.question));
      await editing;
    });
    assert.match(person.seen[1] ?? '', /^warning: It cannot be told which of the masked secrets belongs where/);
    assert.equal(stage.comparison, undefined);
    assert.equal(await stage.text('a.py'), code);
  });

  it('needs a confirmation when the code is longer than an answer may be', async () => {
    await stage.opened('a.ts', CODE, INNER);
    stage.answerLimit = { tokens: 3, isOwn: true };
    const tooLong =
      /^warning: The code is about \d+ tokens long, but answers end at 3: this one would be cut, .* Nothing was sent\./;
    const [own = '', ...others] = await stage.act(COMMANDS.editSelection, [LEAVE]);
    assert.match(own, tooLong);
    assert.match(own, / \[Change Limit\] \[Ask Anyway\]$/);
    assert.deepEqual([others, stage.asked], [[], []]);
    stage.answerLimit = { tokens: 3, isOwn: false };
    const person = new Person(['Ask Anyway', 'only the first']);
    await person.during(async () => {
      const editing = stage.run(COMMANDS.editSelection);
      (await stage.question()).end(block('two'));
      await editing;
    });
    assert.match(person.seen[0] ?? '', / \[Ask Anyway\]$/);
    assert.doesNotMatch(person.seen[0] ?? '', /Change Limit/);
    await stage.proposed('one\ntwo\nsix\n');
  });

  it('is not requested in an untrusted folder', async () => {
    await stage.opened('a.ts', CODE, INNER);
    stage.isTrustedFolder = false;
    assert.deepEqual(await stage.act(COMMANDS.editSelection, [LEAVE]), [
      'warning: Code is applied to files only in a folder that you trust. [Manage Workspace Trust]',
    ]);
    assert.deepEqual(stage.asked, []);
  });

  it('is not made of a cut answer, which can be shown instead', async () => {
    await stage.opened('a.ts', CODE, INNER);
    const cut = { text: '```ts\nTWO\nthree', finish: 'length' as const };
    const [, message] = await stage.edit(cut, ['Show Answer']);
    assert.match(message ?? '', /^warning: The answer reached its length limit.* \[Change Limit\] \[Show Answer\]$/);
    assert.equal(await stage.text('a.ts'), CODE);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  const unusable = [
    ['has no code', { text: 'I would rather not.' }, /contains no complete block of code/],
    ['has code without an end', { text: '```\nTWO\n' }, /contains no complete block of code/],
    ['has several blocks', { text: '```\na\n```\n```\nb\n```' }, /contains several blocks/],
  ] as const;
  for (const [why, answer, says] of unusable) {
    it(`is not made of an answer that ${why}`, async () => {
      await stage.opened('a.ts', CODE, INNER);
      const [, message] = await stage.edit(answer, [LEAVE]);
      assert.match(message ?? '', says);
      assert.equal(stage.comparison, undefined);
    });
  }

  it('says when nothing would change', async () => {
    await stage.opened('a.ts', CODE, INNER);
    const [, message] = await stage.edit(block('two\nthree\nfour\nfive'));
    assert.equal(message, 'info: The model would change nothing in “a.ts”.');
    assert.equal(stage.comparison, undefined);
  });

  it('asks about invisible characters before it shows them', async () => {
    await stage.opened('a.ts', CODE, INNER);
    const [, message] = await stage.edit(block('TWO\u202e\nthree\nfour\nfive'), ['Write Without Them']);
    assert.match(message ?? '', /^modal: This code contains invisible characters: U\+202E\./);
    await stage.proposed('one\nTWO\nthree\nfour\nfive\nsix\n');
  });

  it('is not requested for a read-only file', async () => {
    await stage.opened('a.ts', CODE, INNER);
    await chmod(join(stage.folder, 'a.ts'), 0o444);
    assert.deepEqual(await stage.act(COMMANDS.editSelection), ['warning: “a.ts” cannot be changed: it is read-only.']);
  });

  it('requires the name of a protected file only once for all changes', async () => {
    await stage.opened('.vscode/tasks.json', CODE, INNER);
    await stage.edit(ANSWER);
    let typed = 0;
    const type = (): Thenable<string> => {
      typed++;
      return Promise.resolve('tasks.json');
    };
    await replaced(vscode.window, 'showInputBox', type, async () => {
      await stage.act(COMMANDS.acceptHunk);
      await stage.act(COMMANDS.acceptHunk);
    });
    assert.equal(typed, 1);
    assert.equal(await stage.text('.vscode/tasks.json'), ALL);
  });
});
