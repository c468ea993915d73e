import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/host/ids.ts';
import { block, EditStage } from './editStage.ts';
import { Person } from './person.ts';

describe('An edit that makes a file', () => {
  let stage: EditStage;
  let file: vscode.Uri;

  beforeEach(async () => {
    stage = new EditStage();
    const beside = await stage.opened('a.ts', 'export const a = 1;\n', 'a');
    file = vscode.Uri.joinPath(beside.uri, '../a.test.ts');
  });

  afterEach(() => stage.close());

  /** Has the file written. What was shown to the person comes back. */
  async function write(): Promise<readonly string[]> {
    const person = new Person([]);
    await person.during(async () => {
      const running = stage.runEdit({
        feature: 'test',
        title: 'Writing tests',
        target: { newFile: file },
        typed: '',
        prompt: 'write tests',
        attachments: [],
      });
      (await Promise.race([stage.question(), running.then(() => undefined)]))?.end(block('it();\n'));
      await running;
    });
    return person.seen;
  }

  function isThere(): Thenable<boolean> {
    return vscode.workspace.fs.stat(file).then(
      () => true,
      () => false,
    );
  }

  it('is compared with nothing, and makes the file when it is accepted', async () => {
    assert.deepEqual(await write(), []);
    const { original } = stage.comparison ?? assert.fail('no edit is shown');
    assert.equal((await vscode.workspace.openTextDocument(original)).getText(), '');
    await stage.proposed('it();\n');
    assert.equal(await isThere(), false);
    await stage.act(COMMANDS.acceptHunk);
    assert.equal(stage.comparison, undefined);
    assert.equal(String(vscode.window.activeTextEditor?.document.uri), String(file));
    assert.equal(await stage.text('a.test.ts'), 'it();\n');
  });

  it('makes nothing when it is rejected', async () => {
    await write();
    await stage.act(COMMANDS.rejectHunk);
    assert.equal(stage.comparison, undefined);
    assert.equal(await isThere(), false);
  });

  it('is refused where the file is there', async () => {
    await writeFile(file.fsPath, 'mine');
    assert.deepEqual(await write(), ['warning: “a.test.ts” exists already.']);
    assert.deepEqual(stage.asked, []);
  });

  it('is refused where the file came to be there meanwhile', async () => {
    await write();
    await writeFile(file.fsPath, 'mine');
    assert.deepEqual(await stage.act(COMMANDS.acceptEdit), ['warning: “a.test.ts” exists already.']);
    assert.equal(await stage.text('a.test.ts'), 'mine');
  });
});
