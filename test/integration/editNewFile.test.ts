import assert from 'node:assert/strict';
import { mkdir, readdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/host/ids.ts';
import { block, EditStage } from './editStage.ts';
import { LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

describe('An edit that creates a file', () => {
  let stage: EditStage;
  let file: vscode.Uri;

  beforeEach(async () => {
    stage = new EditStage();
    const beside = await stage.opened('a.ts', 'export const a = 1;\n', 'a');
    file = vscode.Uri.joinPath(beside.uri, '../a.test.ts');
  });

  afterEach(() => stage.close());

  /** Requests the new file and answers with `code`; returns what was shown. */
  async function write(code = 'it();\n'): Promise<readonly string[]> {
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
      (await Promise.race([stage.question(), running.then(() => undefined)]))?.end(block(code));
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

  it('is compared with an empty text, and creates the file when it is accepted', async () => {
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

  it('creates nothing when it is rejected', async () => {
    await write();
    await stage.act(COMMANDS.rejectHunk);
    assert.equal(stage.comparison, undefined);
    assert.equal(await isThere(), false);
  });

  it('is refused when the file exists', async () => {
    await writeFile(file.fsPath, 'mine');
    assert.deepEqual(await write(), ['warning: “a.test.ts” exists already.']);
    assert.deepEqual(stage.asked, []);
  });

  it('is refused when the file was created meanwhile', async () => {
    await write();
    await writeFile(file.fsPath, 'mine');
    assert.deepEqual(await stage.act(COMMANDS.acceptEdit), ['warning: “a.test.ts” exists already.']);
    assert.equal(await stage.text('a.test.ts'), 'mine');
  });

  /** Accepts the edit and types `typed` into input boxes; returns their prompts. */
  async function acceptTyping(typed: string | undefined): Promise<readonly string[]> {
    const asked: string[] = [];
    const type = (options?: vscode.InputBoxOptions): Thenable<string | undefined> => {
      asked.push(options?.prompt ?? '');
      return Promise.resolve(typed);
    };
    await replaced(vscode.window, 'showInputBox', type, async () => {
      await stage.act(COMMANDS.acceptEdit);
    });
    return asked;
  }

  it('requires its name to be typed if the file can decide what is run', async () => {
    file = vscode.Uri.joinPath(file, '../.github/workflows/a.test.ts');
    await write();
    assert.match((await acceptTyping(undefined)).join(), /“a\.test\.ts” can decide what is run/);
    assert.equal(await isThere(), false);
    assert.equal((await acceptTyping('a.test.ts')).length, 1);
    assert.equal(await stage.text('.github/workflows/a.test.ts'), 'it();\n');
  });

  it('requires its name to be typed if a link leads out of the open folders', async () => {
    const outside = temporaryFolder();
    await symlink(outside, join(stage.folder, 'tests'));
    file = vscode.Uri.joinPath(file, '../tests/unit/a.test.ts');
    await write();
    assert.match((await acceptTyping(undefined)).join(), /“a\.test\.ts” is outside the folders that are open/);
    assert.deepEqual(await readdir(outside), []);
  });

  it('is refused when its path is a dangling link', async () => {
    await symlink(join(temporaryFolder(), 'nothing'), file.fsPath);
    assert.deepEqual(await write(), ['warning: “a.test.ts” exists already.']);
    assert.deepEqual(stage.asked, []);
  });

  it('is refused when its folder became a link meanwhile', async () => {
    const folder = join(stage.folder, 'tests');
    await mkdir(folder);
    file = vscode.Uri.file(join(folder, 'a.test.ts'));
    await write();
    const other = join(stage.folder, 'other');
    await rename(folder, other);
    await symlink(other, folder);
    assert.deepEqual(await stage.act(COMMANDS.acceptEdit), [
      'warning: “a.test.ts” changed after the answer was made; nothing was applied.',
    ]);
    assert.deepEqual(await readdir(other), []);
  });

  it('needs a confirmation for code that the encoding of new files cannot represent', async () => {
    const files = vscode.workspace.getConfiguration('files');
    await files.update('encoding', 'gbk', vscode.ConfigurationTarget.Global);
    try {
      await write('it("订单 🧾");');
      const question =
        'modal: “a.test.ts” is saved as GBK, which cannot represent 🧾. They will be replaced by question marks. [Apply Anyway]';
      assert.deepEqual(await stage.act(COMMANDS.acceptEdit, [LEAVE]), [question]);
      assert.equal(await isThere(), false);
    } finally {
      await files.update('encoding', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
