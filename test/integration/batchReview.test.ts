import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { sourceCheck } from '../../src/host/batch/review/sourceCheck.ts';
import { BatchStage } from './batchStage.ts';
import { LEAVE } from './person.ts';

/** `订单` in GBK. */
const ORDER_GBK = Buffer.from([0xb6, 0xa9, 0xb5, 0xa5]);
const UTF16_MARK = Buffer.from([0xff, 0xfe]);

function block(code: string): string {
  return `\`\`\`ts\n${code}\n\`\`\``;
}

function all(labels: readonly string[]): readonly string[] {
  return labels;
}

function pathsOf(labels: readonly string[]): string[] {
  return labels.map(label => label.slice(0, label.indexOf('#')));
}

describe('Edits of a batch under review', function () {
  // A busy machine needs a while to save seven files.
  this.timeout(60_000);

  let stage: BatchStage;

  beforeEach(() => {
    stage = new BatchStage();
  });

  afterEach(() => stage.close());

  it('are written to the checked files only, with the encoding and line endings of each file', async () => {
    const files: Readonly<Record<string, Buffer>> = {
      'plain.ts': Buffer.from('one\ntwo\n'),
      'crlf.ts': Buffer.from('one\r\ntwo\r\n'),
      'gbk.py': Buffer.concat([Buffer.from('# '), ORDER_GBK, Buffer.from('\r\na = 1\r\n')]),
      'utf16.txt': Buffer.concat([UTF16_MARK, Buffer.from('订单\r\ntwo\r\n', 'utf16le')]),
      '.vscode/tasks.json': Buffer.from('{}\n'),
      'changed.ts': Buffer.from('one\n'),
      'rejected.ts': Buffer.from('one\n'),
    };
    for (const [path, bytes] of Object.entries(files)) await stage.write(path, bytes);
    // Open it as UTF-16, as a user with such files would.
    await vscode.workspace.openTextDocument(stage.uri('utf16.txt'), { encoding: 'utf16le' });
    await stage.answered([
      { path: 'plain.ts', answer: block('one\nTWO') },
      { path: 'crlf.ts', answer: block('one\nTWO') },
      { path: 'gbk.py', answer: block('# 订单\na = "订单"') },
      { path: 'utf16.txt', answer: block('订单\n二') },
      { path: '.vscode/tasks.json', answer: block('{"a":1}') },
      { path: 'changed.ts', answer: block('eins') },
      { path: 'rejected.ts', answer: block('eins') },
    ]);
    await stage.write('changed.ts', 'other\n');
    const seen = await stage.review(
      async labels => {
        assert.ok(!pathsOf(labels).includes('changed.ts'));
        assert.equal(
          vscode.window.tabGroups.activeTabGroup.activeTab?.label.includes('Changes Proposed by Wenxin'),
          true,
        );
        assert.deepEqual(await stage.bytes('plain.ts'), files['plain.ts'], 'nothing is changed before');
        return labels.filter(label => !label.startsWith('rejected.ts'));
      },
      [LEAVE],
      () => 'tasks.json',
    );
    assert.deepEqual(pathsOf(seen.filter(text => text.startsWith('list')).flatMap(text => text.split('\n').slice(1))), [
      'plain.ts',
      'crlf.ts',
      'gbk.py',
      'utf16.txt',
      '.vscode/tasks.json',
      'rejected.ts',
    ]);
    assert.ok(seen.includes('info: Left out: 1 whose file changed since.'), seen.join('\n'));
    assert.ok(seen.some(text => text.startsWith('type: “tasks.json” can decide what is run')));
    assert.equal(seen.at(-1), 'info: Changes made: 5. Files: 5. [Undo All] [Reject the Rest]');
    assert.equal(String(await stage.bytes('plain.ts')), 'one\nTWO\n');
    assert.equal(String(await stage.bytes('crlf.ts')), 'one\r\nTWO\r\n');
    assert.deepEqual(
      await stage.bytes('gbk.py'),
      Buffer.concat([Buffer.from('# '), ORDER_GBK, Buffer.from('\r\na = "'), ORDER_GBK, Buffer.from('"\r\n')]),
    );
    assert.deepEqual(
      await stage.bytes('utf16.txt'),
      Buffer.concat([UTF16_MARK, Buffer.from('订单\r\n二\r\n', 'utf16le')]),
    );
    assert.equal(String(await stage.bytes('.vscode/tasks.json')), '{"a":1}\n');
    assert.equal(String(await stage.bytes('changed.ts')), 'other\n');
    assert.equal(String(await stage.bytes('rejected.ts')), 'one\n');
    assert.deepEqual(stage.decided(), [[1, 2, 3, 4, 5], []]);
  });

  it('are all undone by one button, and can be reviewed again', async () => {
    const files = ['a.ts', 'b.ts', 'c.ts'];
    for (const path of files) await stage.write(path, 'one\r\n');
    await stage.answered(files.map(path => ({ path, answer: block('eins') })));
    const before = await Promise.all(files.map(path => stage.bytes(path)));
    const seen = await stage.review(all, ['Undo All']);
    assert.equal(seen.at(-1), 'info: Changes made: 3. Files: 3. [Undo All]');
    assert.deepEqual(await Promise.all(files.map(path => stage.bytes(path))), before);
    assert.deepEqual(stage.decided(), [[], []]);
    await stage.review(labels => {
      assert.equal(labels.length, 3);
      return undefined;
    });
  });

  it('are not shown again after they were applied', async () => {
    for (const path of ['a.ts', 'b.ts']) await stage.write(path, 'one\n');
    await stage.answered(['a.ts', 'b.ts'].map(path => ({ path, answer: block('eins') })));
    await stage.review(all, [LEAVE]);
    assert.equal(String(await stage.bytes('a.ts')), 'eins\n');
    assert.deepEqual(stage.decided(), [[1, 2], []]);
    const seen = await stage.review(() => assert.fail('nothing is left'));
    assert.deepEqual(seen, ['info: There are no changes to review.']);
  });

  it('of one file are combined, each at its own lines', async () => {
    await stage.write('a.ts', 'f() {\n}\n\ng() {\n}\n\nh() {\n}\n');
    await stage.answered([
      { path: 'a.ts', answer: block('/** G. */\ng() {\n}'), lines: { startLine: 3, endLine: 5 } },
      { path: 'a.ts', answer: block('/** F. */\nf() {\n}'), lines: { startLine: 0, endLine: 2 } },
      { path: 'a.ts', answer: block('/** H. */\nh() {\n}'), lines: { startLine: 6, endLine: 8 } },
    ]);
    const seen = await stage.review(labels => labels.slice(0, 2), [LEAVE]);
    assert.equal(seen.at(-1), 'info: Changes made: 2. Files: 1. [Undo All] [Reject the Rest]');
    assert.equal(String(await stage.bytes('a.ts')), '/** F. */\nf() {\n}\n\n/** G. */\ng() {\n}\n\nh() {\n}\n');
    // The file has changed: the third edit is located by the code that it replaces.
    await stage.review(
      labels => {
        assert.deepEqual(labels, ['a.ts#3']);
        return labels;
      },
      [LEAVE],
    );
    assert.match(String(await stage.bytes('a.ts')), /\/\*\* H\. \*\/\nh\(\) \{\n\}\n$/);
    assert.deepEqual(stage.decided(), [[1, 2, 3], []]);
  });

  it('are left out with a reason when they cannot be applied', async () => {
    for (const path of ['cut.ts', 'prose.ts', 'two.ts', 'same.ts', 'gone.ts', 'open.ts'])
      await stage.write(path, 'one\n');
    await stage.answered([
      { path: 'cut.ts', answer: block('eins'), finish: 'length' },
      { path: 'prose.ts', answer: 'Nothing to do.' },
      { path: 'two.ts', answer: `${block('a')}\n${block('b')}` },
      { path: 'same.ts', answer: block('one') },
      { path: 'gone.ts', answer: block('eins') },
      { path: 'open.ts', answer: '```ts\neins' },
    ]);
    await rm(stage.uri('gone.ts').fsPath);
    const seen = await stage.review(() => assert.fail('there is nothing to choose'));
    assert.deepEqual(seen, [
      'info: There are no changes to review. Left out: 2 cut off, 2 without exactly one block of code, 1 whose file cannot be changed, 1 with nothing to change. “gone.ts” does not exist any more.',
    ]);
    assert.deepEqual(stage.decided(), [[], []]);
  });

  it('are rejected when the user checks none and chooses Reject All', async () => {
    await stage.write('a.ts', 'one\n');
    await stage.answered([{ path: 'a.ts', answer: block('eins') }]);
    await stage.review(() => [], ['Later']);
    assert.deepEqual(stage.decided(), [[], []]);
    await stage.review(() => [], ['Reject All']);
    assert.deepEqual(stage.decided(), [[], [1]]);
    assert.equal(String(await stage.bytes('a.ts')), 'one\n');
  });

  it('skip a protected file whose name is not typed, and a file that changes during the review', async () => {
    await stage.write('.env', 'A=1\n');
    await stage.write('a.ts', 'one\n');
    await stage.write('b.ts', 'one\n');
    await stage.answered(['.env', 'a.ts', 'b.ts'].map(path => ({ path, answer: block('eins') })));
    const seen = await stage.review(
      async labels => {
        await writeFile(stage.uri('a.ts').fsPath, 'theirs\n');
        return labels;
      },
      [LEAVE],
      () => undefined,
    );
    assert.equal(seen.at(-1), 'warning: Changes made: 1. Files: 1. Left as they are: .env, a.ts. [Undo All]');
    assert.equal(String(await stage.bytes('.env')), 'A=1\n');
    assert.equal(String(await stage.bytes('a.ts')), 'theirs\n');
    assert.equal(String(await stage.bytes('b.ts')), 'eins\n');
    assert.deepEqual(stage.decided(), [[3], []]);
  });

  it('cause one warning about invisible characters before anything is shown', async () => {
    for (const path of ['a.ts', 'b.ts']) await stage.write(path, 'one\n');
    await stage.answered([
      { path: 'a.ts', answer: block('ei\u202ens') },
      { path: 'b.ts', answer: block('ei\u200bns') },
    ]);
    const seen = await stage.review(all, ['Write Without Them', LEAVE]);
    assert.match(seen[0] ?? '', /^modal: This code contains invisible characters: U\+202E, U\+200B\./);
    assert.equal(String(await stage.bytes('a.ts')), 'eins\n');
    assert.equal(String(await stage.bytes('b.ts')), 'eins\n');
  });

  it('leave a file with unsaved changes unsaved', async () => {
    await stage.write('a.ts', 'one\ntwo\n');
    const document = await vscode.workspace.openTextDocument(stage.uri('a.ts'));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'zero\n');
    await vscode.workspace.applyEdit(edit);
    await stage.answered([{ path: 'a.ts', answer: block('zero\none\nTWO') }]);
    await stage.review(all, [LEAVE]);
    assert.equal(document.getText(), 'zero\none\nTWO\n');
    assert.equal(String(await stage.bytes('a.ts')), 'one\ntwo\n');
  });
});

describe('The source file of a batch item', () => {
  let stage: BatchStage;

  beforeEach(() => {
    stage = new BatchStage();
  });

  afterEach(() => stage.close());

  it('counts as changed when it differs on disk or in an editor, or is gone', async () => {
    for (const path of ['a.ts', 'b.ts', 'c.ts']) await stage.write(path, 'one\r\ntwo\r\n');
    await stage.answered(['a.ts', 'b.ts', 'c.ts'].map(path => ({ path, answer: '' })));
    const check = (): Promise<unknown[]> => Promise.all(stage.items().map(sourceCheck));
    assert.deepEqual(await check(), [undefined, undefined, undefined]);
    await stage.write('a.ts', 'one\r\nTWO\r\n');
    const document = await vscode.workspace.openTextDocument(stage.uri('b.ts'));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), ' ');
    await vscode.workspace.applyEdit(edit);
    await rm(stage.uri('c.ts').fsPath);
    assert.deepEqual(await check(), [{ kind: 'input-changed' }, { kind: 'input-changed' }, { kind: 'input-changed' }]);
    const [item] = stage.items();
    assert.ok(item !== undefined);
    const { source: _, ...other } = item;
    assert.equal(await sourceCheck(other), undefined);
  });
});
