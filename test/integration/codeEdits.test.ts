import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/host/ids.ts';
import { askedCode, CodeEditStage, fenced } from './codeEditStage.ts';
import { LEAVE } from './person.ts';
import { replaced } from './replaced.ts';

const LINES = Array.from({ length: 200 }, (_, index) => `line ${index + 1}`);

describe('Problems at the cursor', () => {
  const problems = vscode.languages.createDiagnosticCollection('code edits');
  let stage: CodeEditStage;

  before(async () => {
    stage = new CodeEditStage('code-edits');
    await stage.write('long.txt', LINES.join('\n'));
    await stage.write('short.txt', 'one\ntwo\n');
  });

  after(async () => {
    problems.dispose();
    await stage.close();
  });

  afterEach(() => stage.run(COMMANDS.rejectEdit));

  function report(
    path: string,
    ...found: readonly (readonly [line: number, message: string, severity?: vscode.DiagnosticSeverity])[]
  ): void {
    problems.set(
      stage.uri(path),
      found.map(
        ([line, message, severity = vscode.DiagnosticSeverity.Error]) =>
          new vscode.Diagnostic(new vscode.Range(line, 0, line, 4), message, severity),
      ),
    );
  }

  const asked = () => stage.questions.at(-1) ?? assert.fail('nothing was asked');

  it('are sent with whole lines of code around them and the beginning of the file', async () => {
    report('long.txt', [99, 'wrong'], [99, 'odd', vscode.DiagnosticSeverity.Warning], [101, 'far']);
    stage.answer = question => fenced(askedCode(question).replace('line 100\n', 'LINE 100\n'));
    await stage.select('long.txt', '100\n', '');
    assert.deepEqual(await stage.run(COMMANDS.fixProblem), []);
    assert.match(asked().prompt, /<problems>\nline 100: error: wrong\nline 100: warning: odd\n<\/problems>/);
    assert.equal(askedCode(asked()), LINES.slice(84, 115).join('\n'));
    assert.deepEqual([asked().feature, asked().attachments.map(({ name }) => name)], ['fix', ['context', undefined]]);
    await stage.accept();
    assert.equal(await stage.bytes('long.txt'), LINES.join('\n').replace('line 100\n', 'LINE 100\n'));
  });

  it('are taken from the selection or from the place of the light bulb', async () => {
    report('long.txt', [3, 'a'], [5, 'b'], [9, 'c']);
    stage.answer = question => fenced(`${askedCode(question)}!`);
    await stage.select('long.txt', 'line 4\n', 'line 6\n');
    await stage.run(COMMANDS.fixProblem);
    assert.match(asked().prompt, /line 4: error: a\nline 6: error: b\n<\/problems>/);
    await stage.run(COMMANDS.rejectEdit);
    await stage.run(COMMANDS.fixProblem, [new vscode.Position(9, 2), stage.uri('long.txt')]);
    assert.match(asked().prompt, /<problems>\nline 10: error: c\n<\/problems>/);
  });

  it('are fixed in the whole file if it is short or a name is missing', async () => {
    stage.answer = question => fenced(`${askedCode(question)}!`);
    report('short.txt', [1, 'odd']);
    await stage.run(COMMANDS.fixProblem, [new vscode.Position(1, 0), stage.uri('short.txt')]);
    assert.equal(askedCode(asked()), 'one\ntwo\n');
    await stage.run(COMMANDS.rejectEdit);
    report('long.txt', [150, "Cannot find name 'useState'."]);
    await stage.run(COMMANDS.fixProblem, [new vscode.Position(150, 0), stage.uri('long.txt')]);
    assert.equal(askedCode(asked()).split('\n').length, LINES.length);
  });

  it('lead to the chat when VS Code shows none', async () => {
    report('long.txt', [150, 'hint', vscode.DiagnosticSeverity.Hint]);
    const count = stage.questions.length;
    await stage.select('long.txt', 'line 151\n', '');
    const run: string[] = [];
    const execute = (id: string): Promise<void> => {
      run.push(id);
      return Promise.resolve();
    };
    await replaced(
      vscode.commands,
      'executeCommand',
      execute as unknown as typeof vscode.commands.executeCommand,
      async () => {
        assert.deepEqual(await stage.run(COMMANDS.fixProblem, [], ['Fix Selection']), [
          'info: VS Code shows no errors or warnings here. The chat can look for defects in the code itself. [Fix Selection]',
        ]);
      },
    );
    assert.deepEqual(run, [COMMANDS.fixSelection]);
    assert.equal(stage.questions.length, count);
  });
});

describe('Documentation', () => {
  const CODE = 'import { tax } from "./tax";\n\nexport function price(net: number): number {\n  return net * tax;\n}\n';
  const COMMENT = '/** Price with tax. */\n';
  let stage: CodeEditStage;

  before(() => {
    stage = new CodeEditStage('documentation');
  });

  after(() => stage.close());

  async function documented(path: string, answer: (code: string) => string): Promise<readonly string[]> {
    await stage.write(path, CODE);
    await stage.select(path, 'export function', '}\n');
    stage.answer = question => fenced(answer(askedCode(question)));
    return stage.run(COMMANDS.documentSelection);
  }

  it('is written into the code after it was accepted', async () => {
    assert.deepEqual(await documented('a.ts', code => COMMENT + code), []);
    assert.equal(stage.questions.at(-1)?.feature, 'document');
    assert.match(stage.questions.at(-1)?.prompt ?? '', /as TSDoc/);
    assert.equal(await stage.bytes('a.ts'), CODE);
    await stage.accept();
    assert.equal(await stage.bytes('a.ts'), CODE.replace('export', `${COMMENT}export`));
  });

  it('causes a warning when the code would change with it', async () => {
    const shown = await documented('b.ts', code => COMMENT + code.replace('net * tax', 'net + tax'));
    assert.deepEqual(shown, ['warning: Look at each place in “b.ts”: more than comments would change.']);
    await stage.run(COMMANDS.rejectEdit);
    assert.equal(await stage.bytes('b.ts'), CODE);
  });

  it('is not checked in a language whose comment syntax is unknown', async () => {
    assert.deepEqual(await documented('c.txt', code => code.toUpperCase()), []);
    await stage.run(COMMANDS.rejectEdit);
  });
});

describe('Changes of code in an untrusted folder', () => {
  it('are refused before anything is sent', async () => {
    const stage = new CodeEditStage('untrusted');
    stage.trustsFolder = false;
    await stage.write('a.ts', 'export const a = 1;\n');
    await stage.select('a.ts', 'export const a = 1;');
    for (const id of [COMMANDS.fixProblem, COMMANDS.documentSelection, COMMANDS.testSelection] as const) {
      assert.deepEqual(await stage.run(id, [], [LEAVE]), [
        'warning: Code is applied to files only in a folder that you trust. [Manage Workspace Trust]',
      ]);
    }
    assert.deepEqual(stage.questions, []);
    await stage.close();
  });
});
