import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { userMessage } from '../../src/core/conversation/prompts.ts';
import { attachStage, type AttachStage, CANARY, shownDuring } from './attachStage.ts';

describe('Attaching files and folders', () => {
  let stage: AttachStage;

  before(async () => {
    stage = await attachStage();
  });

  beforeEach(() => stage.composer.asked(stage.composer.question));

  after(() => stage.end());

  describe('A file', () => {
    it('is attached whole, with its path and lines', async () => {
      assert.deepEqual(await shownDuring(() => stage.context.attachFiles(stage.file('src/订单.ts'), undefined)), []);
      const { kind, path, startLine, endLine, text: content, uri } = stage.only();
      assert.deepEqual(
        { kind, path, startLine, endLine, content },
        { kind: 'file', path: 'context/src/订单.ts', startLine: 1, endLine: 1, content: 'export const 订单 = 2;\n' },
      );
      assert.equal(uri, stage.file('src/订单.ts').toString());
    });

    it('is read in its own encoding, whatever the settings say', async () => {
      await stage.context.attachFiles(stage.file('src/gbk.ts'), undefined);
      assert.equal(stage.only().text, '// 中文注释\n');
    });

    it('is attached with its unsaved changes', async () => {
      const document = await vscode.workspace.openTextDocument(stage.file('src/a.ts'));
      const editor = await vscode.window.showTextDocument(document);
      await editor.edit(edit => edit.insert(new vscode.Position(0, 0), '// new\n'));
      await stage.context.attachFiles(stage.file('src/a.ts'), undefined);
      assert.equal(stage.only().text, '// new\nexport const a = 1;\n');
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });

    it('is attached together with others selected in the explorer', async () => {
      await stage.context.attachFiles(stage.file('src/a.ts'), [stage.file('src/a.ts'), stage.file('src/[id].ts')]);
      assert.deepEqual(
        stage.attached().map(({ path }) => path),
        ['context/src/a.ts', 'context/src/[id].ts'],
      );
    });

    for (const [path, message] of [
      ['src/program.bin', '“program.bin” is not text, so it cannot be attached.'],
      ['src/empty.ts', '“empty.ts” is empty, so there is nothing to attach.'],
      ['src/missing.ts', '“missing.ts” cannot be read.'],
    ] as const) {
      it(`is refused in a sentence: ${path}`, async () => {
        assert.deepEqual(await shownDuring(() => stage.context.attachFiles(stage.file(path), undefined), 'Ask'), [
          message,
        ]);
        assert.deepEqual(stage.attached(), []);
      });
    }

    it('is refused when it is longer than any model accepts', async () => {
      await stage.write('huge.txt', 'x'.repeat(4_000_001));
      assert.deepEqual(await shownDuring(() => stage.context.attachFiles(stage.file('huge.txt'), undefined)), [
        '“huge.txt” has 4.0 MB, more than a model takes. Select the part to ask about.',
      ]);
      await vscode.workspace.fs.delete(stage.file('huge.txt'));
    });

    for (const [path, message] of [
      ['src/.env', '.env looks like it holds secrets. Ask about it anyway?'],
      ['src/mine.local.ts', 'mine.local.ts is ignored by Git. Ask about it anyway?'],
      ['src/build/out.js', 'out.js is ignored by Git. Ask about it anyway?'],
      ['src/customers.csv', 'customers.csv is named in .wenxinignore. Ask about it anyway?'],
    ] as const) {
      it(`is taken from ${path} only when the person says so`, async () => {
        assert.deepEqual(await shownDuring(() => stage.context.attachFiles(stage.file(path), undefined)), [message]);
        assert.deepEqual(stage.attached(), []);
        assert.deepEqual(await shownDuring(() => stage.context.attachFiles(stage.file(path), undefined), 'Ask'), [
          message,
        ]);
        assert.ok(stage.only().text.includes(CANARY));
      });
    }

    it('needs a confirmation if the setting files.exclude hides it, and only then', async () => {
      const files = vscode.workspace.getConfiguration('files');
      await files.update('exclude', { '**/a.ts': true }, vscode.ConfigurationTarget.Workspace);
      try {
        const message = 'a.ts is hidden by the setting files.exclude. Ask about it anyway?';
        assert.deepEqual(await shownDuring(() => stage.context.attachFiles(stage.file('src/a.ts'), undefined)), [
          message,
        ]);
        assert.deepEqual(await shownDuring(() => stage.context.attachFiles(stage.file('src/[id].ts'), undefined)), []);
        assert.equal(stage.only().path, 'context/src/[id].ts');
      } finally {
        await files.update('exclude', undefined, vscode.ConfigurationTarget.Workspace);
      }
    });
  });

  describe('A folder', () => {
    it('is attached as its allowed text files, with their number and that of all files', async () => {
      assert.deepEqual(await shownDuring(() => stage.context.attachFiles(stage.file('src'), undefined), 'Ask'), []);
      const { kind, path, parts, text: content } = stage.only();
      assert.deepEqual({ kind, path, parts }, { kind: 'folder', path: 'context/src', parts: { taken: 4, found: 11 } });
      const paths = [...content.matchAll(/^<file path="([^"]+)">$/gm)].map(([, name]) => name);
      assert.deepEqual(
        paths.sort(),
        ['[id].ts', 'a.ts', 'gbk.ts', '订单.ts'].map(name => `context/src/${name}`).sort(),
      );
      assert.ok(content.includes('中文注释'));
      assert.ok(!userMessage('q', stage.attached()).includes(CANARY));
    });

    it('is attached with at most 100 files', async () => {
      for (let index = 0; index < 120; index++) await stage.write(`many/${index}.txt`, `file ${index}`);
      await stage.context.attachFiles(stage.file('many'), undefined);
      assert.deepEqual(stage.only().parts, { taken: 100, found: 120 });
    });

    it('is refused when none of its files may be attached', async () => {
      assert.deepEqual(await shownDuring(() => stage.context.attachFiles(stage.file('src/build'), undefined)), [
        '“context/src/build” contains no text files that may be attached.',
      ]);
    });
  });
});
