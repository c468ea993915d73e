import assert from 'node:assert/strict';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { applyCode } from '../../src/host/editing/applyCode.ts';
import { ApplyStage } from './applyStage.ts';
import { LEAVE, Person } from './person.ts';
import { selectIn } from './selectIn.ts';

const CHANGED = '“a.ts” changed after the answer was made; nothing was applied.';

function bytesOf(text: string, encoding: 'latin1' | 'utf8' | 'utf16le'): Buffer {
  return Buffer.from(text, encoding);
}

/** `订单` in GBK. */
const ORDER_GBK = Buffer.from([0xb6, 0xa9, 0xb5, 0xa5]);

describe('Applying code from an answer', () => {
  let stage: ApplyStage;

  beforeEach(() => {
    stage = new ApplyStage();
  });

  afterEach(() => stage.close());

  it('shows the change first, and writes nothing before it is accepted', async () => {
    const attachment = await stage.attached('a.ts', 'one\ntwo\nthree\n', 'two\n');
    const { uri, seen } = await stage.propose(attachment, 'TWO');
    assert.ok(uri);
    assert.deepEqual(seen, ['info: Change “a.ts” as shown? [Accept] [Reject]']);
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'a.ts (proposed by Wenxin)');
    assert.equal((await vscode.workspace.openTextDocument(uri)).getText(), 'one\nTWO\nthree\n');
    assert.equal(String(await stage.bytes('a.ts')), 'one\ntwo\nthree\n');
    await stage.proposals.close(uri);
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab, undefined);
    assert.deepEqual(await stage.accept(uri), ['info: This change is not open any more.']);
    assert.equal(String(await stage.bytes('a.ts')), 'one\ntwo\nthree\n');
  });

  it('keeps GBK, the line endings and all other bytes of a file', async () => {
    const head = Buffer.concat([ORDER_GBK, bytesOf(' = 1\r\n', 'latin1')]);
    const tail = Buffer.concat([bytesOf('\r\n# ', 'latin1'), ORDER_GBK]);
    const before = Buffer.concat([head, bytesOf('a = 2\r\nb = 3', 'latin1'), tail]);
    const attachment = await stage.attached('a.py', before, 'a = 2\r\nb = 3', 'gbk');
    const { uri } = await stage.propose(attachment, 'a = "订单"\nc = 4\nb = 3');
    assert.deepEqual(await stage.accept(uri), []);
    const middle = [bytesOf('a = "', 'latin1'), ORDER_GBK, bytesOf('"\r\nc = 4\r\nb = 3', 'latin1')];
    assert.deepEqual(await stage.bytes('a.py'), Buffer.concat([head, ...middle, tail]));
  });

  it('keeps UTF-16 and its byte order mark', async () => {
    const mark = Buffer.from([0xff, 0xfe]);
    const before = Buffer.concat([mark, bytesOf('订单\r\ntwo\r\n😀\r\n', 'utf16le')]);
    const attachment = await stage.attached('a.txt', before, 'two\r\n', 'utf16le');
    const { uri } = await stage.propose(attachment, '二\n2');
    assert.deepEqual(await stage.accept(uri), []);
    assert.deepEqual(
      await stage.bytes('a.txt'),
      Buffer.concat([mark, bytesOf('订单\r\n二\r\n2\r\n😀\r\n', 'utf16le')]),
    );
  });

  it('keeps the UTF-8 byte order mark and a last line without a line ending', async () => {
    const attachment = await stage.attached('a.txt', '\ufeffone\ntwo', 'two', 'utf8bom');
    const { uri } = await stage.propose(attachment, 'zwei\ndrei');
    assert.deepEqual(await stage.accept(uri), []);
    assert.equal(String(await stage.bytes('a.txt')), '\ufeffone\nzwei\ndrei');
  });

  it('warns before it writes characters that the encoding of the file cannot represent', async () => {
    const attachment = await stage.attached(
      'a.py',
      Buffer.concat([ORDER_GBK, bytesOf('\nb\n', 'latin1')]),
      'b\n',
      'gbk',
    );
    const { uri } = await stage.propose(attachment, '"😀"');
    const question =
      'modal: “a.py” is saved as GBK, which cannot represent 😀. They will be replaced by question marks. [Apply Anyway]';
    assert.deepEqual(await stage.accept(uri, [LEAVE]), [question]);
    assert.deepEqual(await stage.bytes('a.py'), Buffer.concat([ORDER_GBK, bytesOf('\nb\n', 'latin1')]));
  });

  it('replaces the whole file when all of it was attached', async () => {
    const attachment = await stage.attached('a.ts', 'one\r\ntwo\r\n', 'one\r\ntwo\r\n');
    const { uri } = await stage.propose(attachment, 'eins\nzwei');
    assert.deepEqual(await stage.accept(uri), []);
    assert.equal(String(await stage.bytes('a.ts')), 'eins\r\nzwei\r\n');
  });

  it('uses the indentation of the replaced code', async () => {
    const attachment = await stage.attached('a.ts', 'class A {\n    f() {}\n}\n', '    f() {}\n');
    const { uri } = await stage.propose(attachment, 'f() {\n  return 1;\n}');
    assert.deepEqual(await stage.accept(uri), []);
    assert.equal(String(await stage.bytes('a.ts')), 'class A {\n    f() {\n      return 1;\n    }\n}\n');
  });

  it('can be undone in one step', async () => {
    const attachment = await stage.attached('a.ts', 'one\ntwo\nthree\n', 'one\ntwo\nthree\n');
    const { uri } = await stage.propose(attachment, 'eins\ntwo\ndrei');
    await stage.accept(uri);
    assert.equal(vscode.window.activeTextEditor?.document.getText(), 'eins\ntwo\ndrei\n');
    await vscode.commands.executeCommand('undo');
    assert.equal(vscode.window.activeTextEditor.document.getText(), 'one\ntwo\nthree\n');
  });

  it('finds the attached code after it moved', async () => {
    const attachment = await stage.attached('a.ts', 'one\ntwo\n', 'two\n');
    await edit(attachment.uri, new vscode.Position(0, 0), 'new\nlines\n');
    const { uri } = await stage.propose(attachment, 'TWO');
    assert.deepEqual(await stage.accept(uri), []);
    assert.equal(vscode.window.activeTextEditor?.document.getText(), 'new\nlines\none\nTWO\n');
    assert.equal(String(await stage.bytes('a.ts')), 'one\ntwo\n', 'unsaved changes of the person are not saved');
  });

  it('is refused when the attached code changed', async () => {
    const attachment = await stage.attached('a.ts', 'one\ntwo\n', 'two\n');
    await edit(attachment.uri, new vscode.Position(1, 1), 'x');
    const { uri, seen } = await stage.propose(attachment, 'TWO');
    assert.equal(uri, undefined);
    assert.deepEqual(seen, [`warning: ${CHANGED} [Compare] [Insert at Cursor] [Copy]`]);
  });

  it('is refused when the attached code moved and occurs twice', async () => {
    const attachment = await stage.attached('a.ts', 'one\ntwo\n', 'two\n');
    await edit(attachment.uri, new vscode.Position(0, 0), 'two\nx\n');
    const { uri } = await stage.propose(attachment, 'TWO');
    assert.equal(uri, undefined);
  });

  it('is refused when the file changes in the editor during the review', async () => {
    const attachment = await stage.attached('a.ts', 'one\ntwo\n', 'two\n');
    const { uri } = await stage.propose(attachment, 'TWO');
    await edit(attachment.uri, new vscode.Position(0, 0), 'x');
    assert.deepEqual(await stage.accept(uri, [LEAVE]), [`warning: ${CHANGED} [Compare]`]);
    assert.equal(String(await stage.bytes('a.ts')), 'one\ntwo\n');
  });

  it('is refused, with an offer to compare again, when another program changed the file', async () => {
    const attachment = await stage.attached('a.ts', 'one\ntwo\n', 'two\n');
    const { uri } = await stage.propose(attachment, 'TWO');
    await writeFile(join(stage.inside, 'a.ts'), 'ONE\ntwo\n');
    assert.deepEqual(await stage.accept(uri, [LEAVE]), [`warning: ${CHANGED} [Compare]`]);
    assert.equal(String(await stage.bytes('a.ts')), 'ONE\ntwo\n');
  });

  it('is refused when the file was deleted', async () => {
    const attachment = await stage.attached('a.ts', 'one\ntwo\n', 'two\n');
    const { uri } = await stage.propose(attachment, 'TWO');
    await rm(join(stage.inside, 'a.ts'));
    assert.deepEqual(await stage.accept(uri), ['warning: “a.ts” does not exist any more.']);
    assert.deepEqual((await stage.propose(attachment, 'TWO', [])).seen, ['warning: “a.ts” does not exist any more.']);
  });

  it('is refused when the file is read-only', async () => {
    const attachment = await stage.attached('a.ts', 'one\ntwo\n', 'two\n');
    const { uri } = await stage.propose(attachment, 'TWO');
    await chmod(join(stage.inside, 'a.ts'), 0o444);
    assert.deepEqual(await stage.accept(uri), ['warning: “a.ts” cannot be changed: it is read-only.']);
    assert.equal(String(await stage.bytes('a.ts')), 'one\ntwo\n');
  });

  it('resolves a command to the comparison that it was run from, or else to the active one', async () => {
    const attachment = await stage.attached('a.ts', 'one\ntwo\n', 'two\n');
    const { uri } = await stage.propose(attachment, 'TWO');
    assert.deepEqual(stage.proposals.meant(uri), uri);
    for (const place of [undefined, vscode.Uri.file('/a.ts'), 7]) {
      assert.equal(String(stage.proposals.meant(place)), String(uri));
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.equal(stage.proposals.meant(undefined), undefined);
  });

  it('says when the file already contains the code', async () => {
    const attachment = await stage.attached('a.ts', 'one\ntwo\n', 'two\n');
    const { uri, seen } = await stage.propose(attachment, 'two', []);
    assert.equal(uri, undefined);
    assert.deepEqual(seen, ['info: “a.ts” already contains exactly this code.']);
  });

  it('asks before it writes invisible characters', async () => {
    const attachment = await stage.attached('a.ts', 'one\ntwo\n', 'two\n');
    const question =
      'modal: This code contains invisible characters: U+202E. ' +
      'They can make code do something other than what it appears to do. [Write Without Them] [Write as Is]';
    const refused = await stage.propose(attachment, 'a\u202eb', [LEAVE]);
    assert.deepEqual([refused.uri, refused.seen], [undefined, [question]]);
    const { uri } = await stage.propose(attachment, 'a\u202eb', ['Write Without Them', LEAVE]);
    await stage.accept(uri);
    assert.equal(String(await stage.bytes('a.ts')), 'one\nab\n');
  });

  it('lets the user choose the place when nothing was attached', async () => {
    await stage.attached('a.ts', 'a a\n', 'a');
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(join(stage.inside, 'a.ts')));
    const editor = await vscode.window.showTextDocument(document);
    await selectIn(editor, new vscode.Selection(0, 2, 0, 3));
    const person = new Person(['Selection', LEAVE]);
    await person.during(() => applyCode(stage.proposals, { language: 'ts', text: 'b' }, []));
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputTextDiff);
    await stage.accept(input.modified);
    assert.equal(document.getText(), 'a b\n');
    assert.match(
      person.seen[0] ?? '',
      /You see the change before it is made\.\nSelection · apply.*\nWhole File · apply/,
    );
  });

  it('asks for the place when the code is in another language than the attachment', async () => {
    const attachment = await stage.attached('a.ts', 'one\n', 'one\n');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const person = new Person([LEAVE]);
    const code = { language: 'sh', text: 'npm ci' };
    await person.during(() => applyCode(stage.proposals, code, [{ ...attachment, languageId: 'typescript' }]));
    assert.match(person.seen[0] ?? '', /^pick:/);
  });

  describe('to a protected file', () => {
    const SENSITIVE = '“.env” can decide what is run on this computer, or hold secrets.';
    const OUTSIDE = '“a.ts” is outside the folders that are open.';

    it('writes nothing until the name of the file is typed', async () => {
      const attachment = await stage.attached('.env', 'A=1\n', 'A=1\n');
      const { uri } = await stage.propose(attachment, 'A=2');
      for (const typed of [undefined, '', '.en', '.ENV', 'a.ts']) {
        assert.deepEqual(await stage.accept(uri, [], () => typed), [
          `type: ${SENSITIVE} To change it, type its name: .env`,
        ]);
        assert.equal(String(await stage.bytes('.env')), 'A=1\n');
      }
      await stage.accept(uri, [], () => '.env');
      assert.equal(String(await stage.bytes('.env')), 'A=2\n');
    });

    for (const path of ['.vscode/settings.json', '.github/workflows/ci.yml', 'shop.code-workspace']) {
      it(`asks for the name of ${path}`, async () => {
        const attachment = await stage.attached(path, 'a\n', 'a\n');
        const { uri } = await stage.propose(attachment, 'b');
        assert.equal((await stage.accept(uri, [], () => undefined)).length, 1);
        assert.equal(String(await stage.bytes(path)), 'a\n');
      });
    }

    it('asks for the name of a file outside the open folders', async () => {
      const file = join(stage.outside, 'a.ts');
      const attachment = await stage.attached(file, 'one\n', 'one\n');
      const { uri } = await stage.propose(attachment, 'two');
      assert.deepEqual(await stage.accept(uri, [], () => undefined), [
        `type: ${OUTSIDE} To change it, type its name: a.ts`,
      ]);
      assert.equal(String(await stage.bytes(file)), 'one\n');
    });

    it('asks for the name when the file or one of its folders is a link that leads outside', async () => {
      await mkdir(join(stage.inside), { recursive: true });
      await writeFile(join(stage.outside, 'a.ts'), 'one\n');
      await symlink(join(stage.outside, 'a.ts'), join(stage.inside, 'a.ts'));
      await symlink(stage.outside, join(stage.inside, 'folder'));
      for (const path of ['a.ts', 'folder/a.ts']) {
        const attachment = await stage.attached(path, 'one\n', 'one\n');
        const { uri } = await stage.propose(attachment, 'two');
        assert.deepEqual(await stage.accept(uri, [], () => undefined), [
          `type: ${OUTSIDE} To change it, type its name: a.ts`,
        ]);
      }
      assert.equal(String(await stage.bytes(join(stage.outside, 'a.ts'))), 'one\n');
    });

    it('is refused when a link replaces the file while its name is typed', async () => {
      const attachment = await stage.attached('.env', 'A=1\n', 'A=1\n');
      const { uri } = await stage.propose(attachment, 'A=2');
      const secret = join(stage.outside, 'secret');
      await writeFile(secret, 'A=1\n');
      const said = await stage.accept(uri, [LEAVE], async () => {
        await rm(join(stage.inside, '.env'));
        await symlink(secret, join(stage.inside, '.env'));
        return '.env';
      });
      assert.equal(said[1], 'warning: “.env” changed after the answer was made; nothing was applied. [Compare]');
      assert.equal(String(await stage.bytes(secret)), 'A=1\n');
    });
  });
});

async function edit(uri = '', at: vscode.Position, text: string): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  change.insert(vscode.Uri.parse(uri), at, text);
  assert.ok(await vscode.workspace.applyEdit(change));
}
