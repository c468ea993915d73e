import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { madeUp } from '../support/madeUpSecret.ts';
import { askedOf, BASKET, BatchInputStage, idsOf, linesOf } from './batchInputStage.ts';
import { LEAVE } from './person.ts';

/** 中文注释 in GBK. */
const GBK = Buffer.from([0x2f, 0x2f, 0x20, 0xd6, 0xd0, 0xce, 0xc4, 0xd7, 0xa2, 0xca, 0xcd, 0x0a]);
const CANARY = madeUp('letters', 30, 'canary');

describe('The input of a batch', () => {
  let stage: BatchInputStage;

  before(async () => {
    stage = new BatchInputStage('batched');
    await stage.write('.gitignore', 'build/\n');
    await stage.write('src/a.ts', 'export const a = 1;\n');
    await stage.write('src/b.py', 'b = 2\r\n');
    await stage.write('src/gbk.ts', GBK);
    await stage.write('src/empty.ts', ' \n');
    await stage.write('src/program.bin', Buffer.from([0x7f, 0x45, 0, 0, 1, 0, 2, 0]));
    await stage.write('src/.env', `KEY=${CANARY}\n`);
    await stage.write('src/build/out.js', `var key = '${CANARY}';\n`);
    await stage.write('basket.ts', BASKET);
    await stage.write('workflow/.github/workflows/ci.yml', 'on: push\n');
  });

  beforeEach(() => (stage.mostInputTokens = undefined));

  after(() => stage.end());

  describe('from files selected in the explorer', () => {
    it('contains one question per file, with the hash of its text', async () => {
      const input = await stage.pick([stage.file('src/b.py'), stage.file('src/a.ts')], ['/explain', 'Each File (2)']);
      assert.deepEqual([input?.title, input?.origin, input?.isEdit], ['/explain · 2 files', 'files', undefined]);
      const [first, second] = await linesOf(input);
      assert.deepEqual([first?.line.customId, second?.line.customId], ['batched/src/a.ts', 'batched/src/b.py']);
      assert.deepEqual(second?.source, {
        uri: stage.file('src/b.py').toString(),
        sha256: createHash('sha256').update('b = 2\r\n').digest('hex'),
        languageId: 'python',
      });
      assert.ok(first !== undefined && askedOf(first).startsWith('<attachment kind="file" path="batched/src/a.ts"'));
      assert.ok(askedOf(first).includes('Explain the attached code'));
      assert.equal(first.line.messages[0]?.role, 'system');
    });

    it('asks for the whole new text and nothing else when the prompt changes files', async () => {
      const input = await stage.pick([stage.file('src/a.ts')], ['/document', 'Each File (1)']);
      assert.equal(input?.isEdit, true);
      const [question] = await linesOf(input);
      assert.ok(question && askedOf(question).includes('TSDoc'));
      assert.ok(askedOf(question).includes('one fenced code block and nothing else'));
    });

    it('lets the user choose between changes and collected answers', async () => {
      await stage.pick([stage.file('src/a.ts')], ['/document', LEAVE]);
      assert.deepEqual(stage.seen.at(-1)?.split('\n').slice(3), [
        'Each File (1) · answers are changes, which you review file by file',
        'Each Function · answers are changes, which you review file by file',
        'Each File (1) · answers are collected; no file is changed',
        'Each Function · answers are collected; no file is changed',
      ]);
    });

    it('leaves out secret, ignored, empty and binary files, and counts them', async () => {
      const input = await stage.pick([stage.file('src')], ['/review', 'Each File (3)']);
      assert.deepEqual(await idsOf(input), ['batched/src/a.ts', 'batched/src/b.py', 'batched/src/gbk.ts']);
      assert.deepEqual(
        input?.leftOut?.map(({ reason, count, examples }) => [reason, count, examples[0]]),
        [
          ['secret-file', 1, 'batched/src/.env'],
          ['ignored', 1, 'batched/src/build/out.js'],
          ['empty', 1, 'batched/src/empty.ts'],
          ['not-text', 1, 'batched/src/program.bin'],
        ],
      );
      assert.ok(!JSON.stringify(await linesOf(input)).includes(CANARY));
    });

    it('leaves out secret and ignored files even if they were selected themselves', async () => {
      const chosen = ['src/.env', 'src/build/out.js', 'src/missing.ts'].map(path => stage.file(path));
      assert.equal(await stage.pick(chosen, []), undefined);
      assert.equal(
        stage.seen.at(-1),
        'info: There is nothing to ask about. Nothing was sent. May hold secrets: 1 (batched/src/.env). ' +
          'Ignored by .gitignore or .wenxinignore: 1 (batched/src/build/out.js). ' +
          'Cannot be read: 1 (batched/src/missing.ts).',
      );
    });

    it('reads a file in its own encoding', async () => {
      const [question] = await linesOf(await stage.pick([stage.file('src/gbk.ts')], ['/explain', 'Each File (1)']));
      assert.ok(question && askedOf(question).includes('// 中文注释\n'));
    });

    it('uses the unsaved text of an open editor', async () => {
      const editor = await vscode.window.showTextDocument(stage.file('src/a.ts'));
      await editor.edit(edit => edit.insert(new vscode.Position(0, 0), '// new\n'));
      const [question] = await linesOf(await stage.pick([stage.file('src/a.ts')], ['/explain', 'Each File (1)']));
      await vscode.commands.executeCommand('workbench.action.files.revert');
      assert.ok(question && askedOf(question).includes('// new\n'));
      assert.equal(question.source?.sha256, createHash('sha256').update('// new\nexport const a = 1;\n').digest('hex'));
    });

    for (const [what, content] of [
      ['a byte order mark', '\ufefflet a = 1;\n'],
      ['line ends of Windows', 'let a = 1;\r\nlet b = 2;\r\n'],
      ['mixed line ends, most of Windows', 'let a = 1;\r\nlet b = 2;\r\nlet c = 3;\n'],
      ['mixed line ends, most of Unix', 'let a = 1;\r\nlet b = 2;\nlet c = 3;\n\n'],
      ['line ends of old Macs', 'let a = 1;\rlet b = 2;\r'],
      ['no line end', 'let a = 1;'],
    ] as const) {
      it(`knows a file by the text that its document has: with ${what}`, async () => {
        const uri = await stage.write(`${what.replaceAll(/\W/g, '-')}.ts`, content);
        const [question] = await linesOf(await stage.pick([uri], ['/explain', 'Each File (1)']));
        const text = (await vscode.workspace.openTextDocument(uri)).getText();
        assert.equal(question?.source?.sha256, createHash('sha256').update(text).digest('hex'));
      });
    }

    it('plans no change to a protected file', async () => {
      const chosen = [stage.file('workflow/.github/workflows/ci.yml'), stage.file('src/a.ts')];
      const input = await stage.pick(chosen, ['/fix', 'Each File (2)']);
      assert.deepEqual(await idsOf(input), ['batched/src/a.ts']);
      assert.deepEqual(
        input?.leftOut?.map(({ reason }) => reason),
        ['protected'],
      );
    });

    it('leaves out files that are longer than the model accepts', async () => {
      stage.mostInputTokens = 400;
      const long = await stage.write('long.txt', 'word '.repeat(1_000));
      const input = await stage.pick([stage.file('src/a.ts'), long], ['/explain', 'Each File (2)']);
      assert.deepEqual(await idsOf(input), ['batched/src/a.ts']);
      assert.deepEqual(
        input?.leftOut?.map(({ reason, examples }) => [reason, ...examples]),
        [['too-large', 'batched/long.txt']],
      );
    });
  });

  describe('from functions', () => {
    it('contains one question per outermost function', async () => {
      const input = await stage.pick([stage.file('basket.ts')], ['/document', 'Each Function']);
      assert.equal(input?.origin, 'functions');
      const lines = await linesOf(input);
      assert.deepEqual(
        lines.map(({ line }) => line.customId),
        [
          'batched/basket.ts#Basket.constructor:7',
          'batched/basket.ts#Basket.total:11',
          'batched/basket.ts#price:17',
          'batched/basket.ts#half:24',
        ],
      );
      assert.deepEqual(
        lines.map(({ source }) => source?.lines),
        [
          { startLine: 6, endLine: 9 },
          { startLine: 10, endLine: 14 },
          { startLine: 16, endLine: 22 },
          { startLine: 23, endLine: 24 },
        ],
      );
      const [, total] = lines;
      assert.ok(total && askedOf(total).includes("import { tax } from './tax';"));
      assert.ok(askedOf(total).includes('  total(): number {\n    const plus'));
      assert.ok(!askedOf(total).includes('Math.round'));
      assert.ok(askedOf(total).includes('the last attachment'));
    });

    it('names the files without known functions', async () => {
      const notes = await stage.write('notes.txt', 'Nothing to call.\n');
      const input = await stage.pick([stage.file('basket.ts'), notes], ['/explain', 'Each Function']);
      assert.deepEqual(
        input?.leftOut?.map(({ reason, examples }) => [reason, ...examples]),
        [['no-functions', 'batched/notes.txt']],
      );
    });
  });

  describe('with a prompt', () => {
    it('remembers a typed prompt', async () => {
      const input = await stage.pick([stage.file('src/a.ts')], ['Type a Prompt...', 'Each File (1)'], 'Is it good?');
      assert.equal(input?.title, 'Is it good? · batched/src/a.ts');
      const [question] = await linesOf(input);
      assert.ok(question && askedOf(question).endsWith('\n\nIs it good?'));
      await stage.pick([stage.file('src/a.ts')], ['Type a Prompt...'], undefined);
      assert.equal(stage.box.value, 'Is it good?');
    });

    it('fills in the variables of a custom prompt', async () => {
      await stage.writePrompt('haiku', 'Write a haiku about {selection} in {language}. {input}');
      const input = await stage.pick([stage.file('src/b.py')], ['/haiku', 'Each File (1)'], 'Be sad.');
      const [question] = await linesOf(input);
      assert.ok(question && askedOf(question).endsWith('Write a haiku about the attached code in python. Be sad.'));
    });
  });

  describe('without a selection', () => {
    it('can be the files that match a pattern', async () => {
      const input = await stage.pick(
        undefined,
        ['Files by Pattern...', '/explain', 'Each File (1)'],
        'batched/**/*.py',
      );
      assert.deepEqual(await idsOf(input), ['batched/src/b.py']);
    });

    it('can be the file in the active editor', async () => {
      await vscode.window.showTextDocument(stage.file('src/a.ts'));
      const input = await stage.pick(undefined, ['File in the Active Editor', '/explain', 'Each File (1)']);
      assert.deepEqual(await idsOf(input), ['batched/src/a.ts']);
    });
  });

  describe('from a JSONL file', () => {
    const line = (id: string, content = 'Why?'): string =>
      JSON.stringify({ custom_id: id, body: { messages: [{ role: 'user', content }] } });

    it('contains one question per line', async () => {
      const uri = await stage.write('jobs.jsonl', `${line('a')}\n${line('b')}\n`);
      const input = await stage.pick([uri], []);
      assert.deepEqual([input?.title, input?.origin], ['jobs.jsonl', 'jsonl']);
      assert.deepEqual(await idsOf(input), ['a', 'b']);
      assert.deepEqual(await idsOf(input), ['a', 'b']);
    });

    it('is refused with its invalid lines', async () => {
      const uri = await stage.write('wrong.jsonl', `${line('a')}\n${line('a')}\n{"custom_id":"c","body":{"n":2}}\n`);
      assert.equal(await stage.pick([uri], []), undefined);
      assert.equal(
        stage.seen.at(-1),
        'error: “wrong.jsonl” cannot be run as a batch. Nothing was sent. ' +
          'Line 2: custom_id “a” is that of line 1. Line 3: “body.messages” is missing.',
      );
    });

    it('is refused with a list when many lines are invalid', async () => {
      const uri = await stage.write('worse.jsonl', '{}\n'.repeat(120));
      assert.equal(await stage.pick([uri], ['Show All']), undefined);
      const shown = stage.document;
      assert.ok(shown.startsWith('Errors in worse.jsonl\nLine 1: '), shown);
      assert.ok(shown.includes('Line 100: “custom_id” is missing.'), shown);
      assert.ok(shown.includes('and 20 more'), shown);
    });
  });

  describe('from a table', () => {
    it('contains one question per row, even in GBK as Excel writes it in China', async () => {
      // 词,语 and 猫,英 in GBK.
      const table = Buffer.from([0xb4, 0xca, 0x2c, 0xd3, 0xef, 0x0a, 0xc3, 0xa8, 0x2c, 0xd3, 0xa2, 0x0a]);
      const uri = await stage.write('words.csv', table);
      const input = await stage.pick([uri], [], '{{词}}\\n{{语}}');
      assert.equal(input?.origin, 'csv');
      assert.deepEqual((await linesOf(input)).map(askedOf), ['猫\n英']);
    });

    it('checks the columns of the template while it is typed', async () => {
      const uri = await stage.write('columns.csv', 'a,b\n1,2\n');
      await stage.pick([uri], [], undefined);
      assert.equal(stage.box.validateInput?.('{{c}}'), 'There is no column “c”. You can use {{a}}, {{b}}.');
      assert.equal(stage.box.validateInput('hello'), 'Name a column: {{a}}, {{b}}');
      assert.equal(stage.box.validateInput('{{a}} {{b}}'), undefined);
    });

    it('is refused with its invalid rows', async () => {
      const uri = await stage.write('short.csv', 'a,b\n1\n');
      assert.equal(await stage.pick([uri], [], '{{a}} {{b}}'), undefined);
      assert.ok(stage.seen.at(-1)?.endsWith('Row 2: there is no column “b”.'), stage.seen.at(-1));
    });
  });

  it('is refused in an untrusted workspace', async () => {
    stage.mayRun = false;
    assert.equal(await stage.pick([stage.file('src/a.ts')], []), undefined);
    stage.mayRun = true;
    assert.deepEqual(stage.seen, ['info: Batches run only in a folder that you trust.']);
  });
});
