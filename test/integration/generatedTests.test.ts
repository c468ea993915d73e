import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/host/ids.ts';
import { askedCode, CodeEditStage, fenced } from './codeEditStage.ts';
import { LEAVE } from './person.ts';

const TEST = "it('is written', () => {});";

describe('Tests generated for real packages', () => {
  let stage: CodeEditStage;

  before(() => {
    stage = new CodeEditStage('generated-tests');
    stage.answer = () => fenced(TEST);
  });

  after(() => stage.close());

  const asked = () => stage.questions.at(-1) ?? assert.fail('nothing was asked');

  /** Generates tests and accepts them; returns the path that the prompt names. */
  async function written(): Promise<string> {
    assert.deepEqual(await stage.run(COMMANDS.testSelection), []);
    assert.equal(asked().feature, 'test');
    assert.deepEqual(await stage.accept(), []);
    return /`([^`]+)`/.exec(asked().prompt)?.[1] ?? '';
  }

  it('are placed beside the source, as usual with Vitest, when the package has no tests', async () => {
    await stage.copyPackage('eventsource-parser');
    await stage.select('eventsource-parser/src/parse.ts', 'function isDataPrefix', '\n}\n');
    assert.equal(await written(), 'generated-tests/eventsource-parser/src/parse.test.ts');
    assert.equal(await stage.bytes('eventsource-parser/src/parse.test.ts'), `${TEST}\n`);
    const { prompt, attachments } = asked();
    assert.match(prompt, /Test framework: Vitest, as in/);
    assert.match(prompt, /imported from `\.\/parse\.ts`/);
    assert.match(prompt, /ES module/);
    assert.match(askedCode(asked()), /^function isDataPrefix[^]*\n}\n$/);
    assert.deepEqual(
      attachments.map(({ name, startLine }) => [name, startLine]),
      [
        ['context', 1],
        [undefined, 537],
      ],
    );
  });

  it('are placed in the test folder of a Mocha package, with one of its tests as an example', async () => {
    await stage.copyPackage('bottleneck');
    await stage.select('bottleneck/lib/Queues.js', 'Queues = class Queues', '\n  };');
    assert.equal(await written(), 'generated-tests/bottleneck/test/Queues.js');
    assert.equal(await stage.bytes('bottleneck/test/Queues.js'), `${TEST}\n`);
    const { prompt, attachments } = asked();
    assert.match(prompt, /Test framework: Mocha, as in/);
    assert.match(prompt, /imported from `\.\.\/lib\/Queues`/);
    assert.match(prompt, /CommonJS module/);
    const [example] = attachments;
    assert.match(example?.path ?? '', /^generated-tests\/bottleneck\/test\/\w+\.js$/);
    assert.match(example?.text ?? '', /require\('\.\.\/lib|describe\(/);
  });

  it('are appended to existing tests without changing them', async () => {
    const before = await stage.bytes('bottleneck/test/DLList.js');
    await stage.select('bottleneck/lib/DLList.js', 'DLList = class DLList', '\n  };');
    assert.equal(await written(), 'generated-tests/bottleneck/test/DLList.js');
    assert.equal(await stage.bytes('bottleneck/test/DLList.js'), `${before}\n${TEST}\n`);
    const { prompt, attachments } = asked();
    assert.match(prompt, /only the new tests/);
    assert.equal(attachments[0]?.path, 'generated-tests/bottleneck/test/DLList.js');
    assert.ok(before.startsWith(attachments[0].text));
  });

  it('are placed in __tests__ when a Jest package keeps its tests there', async () => {
    await stage.copyPackage('@baiducloud/qianfan', 'qianfan');
    await stage.select('qianfan/src/Fetch/helper.ts', 'export', '\n}');
    assert.equal(await written(), 'generated-tests/qianfan/src/Fetch/__tests__/helper.test.ts');
    assert.match(asked().prompt, /Test framework: Jest, as in/);
    assert.match(asked().prompt, /imported from `\.\.\/helper`/);

    const path = 'qianfan/src/Images/__tests__/index.test.ts';
    const before = await stage.bytes(path);
    await stage.select('qianfan/src/Images/index.ts', 'export', '\n}');
    assert.equal(await written(), `generated-tests/${path}`);
    assert.equal(await stage.bytes(path), `${before}\n\n${TEST}`, 'also the last line has no end as before');
  });
});

describe('Generated tests', () => {
  let stage: CodeEditStage;

  before(() => {
    stage = new CodeEditStage('written tests 测试');
    stage.answer = () => fenced('    @Test\n    void adds() {\n    }', 'java');
  });

  after(() => stage.close());

  it('are inserted into an existing test class', async () => {
    const source = 'package shop;\n\nclass Cart {\n    int sum() {\n        return 0;\n    }\n}\n';
    const tests = 'package shop;\n\nclass CartTest {\n    @Test\n    void sums() {\n    }\n}\n';
    await stage.write('java/pom.xml', '<project><artifactId>junit-jupiter</artifactId></project>');
    await stage.write('java/src/main/java/shop/Cart.java', source);
    await stage.write('java/src/test/java/shop/CartTest.java', tests);
    await stage.select('java/src/main/java/shop/Cart.java', 'int sum', '    }\n');
    assert.deepEqual(await stage.run(COMMANDS.testSelection), []);
    assert.match(stage.questions.at(-1)?.prompt ?? '', /JUnit 5.*only members of that class/);
    await stage.accept();
    assert.equal(
      await stage.bytes('java/src/test/java/shop/CartTest.java'),
      tests.replace('    }\n}\n', '    }\n\n    @Test\n    void adds() {\n    }\n}\n'),
    );
  });

  it('use the indentation of the class, whatever the model returns', async () => {
    const tests = 'class ATest {\n  @Test\n  void a() {\n  }\n}\n';
    await stage.write('java/A.java', 'class A {\n}\n');
    await stage.write('java/ATest.java', tests);
    await stage.select('java/A.java', 'class A {\n}');
    stage.answer = () => fenced('@Test\nvoid adds() {\n}', 'java');
    await stage.run(COMMANDS.testSelection);
    await stage.accept();
    assert.equal(await stage.bytes('java/ATest.java'), tests.replace(/}\n$/, '\n  @Test\n  void adds() {\n  }\n}\n'));
  });

  it('are not written before they are accepted', async () => {
    await stage.write('new/a.ts', 'export const a = 1;\n');
    await stage.select('new/a.ts', 'export const a');
    stage.answer = () => fenced('test();');
    await stage.run(COMMANDS.testSelection);
    await assert.rejects(stage.bytes('new/a.test.ts'));
    await stage.run(COMMANDS.rejectEdit);
    await assert.rejects(stage.bytes('new/a.test.ts'));
  });

  it('are requested without an ignored test as an example', async () => {
    await stage.write('quiet/.gitignore', 'b.test.ts\n');
    await stage.write('quiet/b.test.ts', 'b();\n');
    await stage.write('quiet/b.ts', 'b();\n');
    await stage.write('quiet/a.ts', 'export const a = 1;\n');
    await stage.select('quiet/a.ts', 'export const a');
    await stage.run(COMMANDS.testSelection);
    assert.deepEqual(
      stage.questions.at(-1)?.attachments.map(({ path }) => path.replace(/^.*\//, '')),
      ['a.ts'],
    );
    await stage.run(COMMANDS.rejectEdit);
  });

  it('are requested with another test as an example, but not with one that may hold secrets', async () => {
    for (const [name, sent] of [
      ['b', ['b.test.ts', 'a.ts']],
      ['id_rsa', ['a.ts']],
    ] as const) {
      const folder = `example of ${name}`;
      await stage.write(`${folder}/${name}.test.ts`, 'b();\n');
      await stage.write(`${folder}/${name}.ts`, 'b();\n');
      await stage.write(`${folder}/a.ts`, 'export const a = 1;\n');
      await stage.select(`${folder}/a.ts`, 'export const a');
      await stage.run(COMMANDS.testSelection);
      const { attachments } = stage.questions.at(-1) ?? assert.fail('nothing was asked');
      assert.deepEqual(
        attachments.map(({ path }) => path.replace(/^.*\//, '')),
        sent,
      );
      await stage.run(COMMANDS.rejectEdit);
    }
  });

  it('are requested only after a confirmation when their file may hold secrets', async () => {
    await stage.write('keys/id_rsa.test.ts', 'b();\n');
    await stage.write('keys/id_rsa.ts', 'export const a = 1;\n');
    await stage.select('keys/id_rsa.ts', 'export const a');
    const count = stage.questions.length;
    const about = (name: string): string =>
      `modal: ${name} looks like it holds secrets. Ask about it anyway? What you ask about leaves this computer. [Ask]`;
    const both = [about('id_rsa.ts'), about('id_rsa.test.ts')];
    assert.deepEqual(await stage.run(COMMANDS.testSelection, [], ['Ask', LEAVE]), both);
    assert.equal(stage.questions.length, count);
    assert.deepEqual(await stage.run(COMMANDS.testSelection, [], ['Ask', 'Ask']), both);
    assert.equal(stage.questions.length, count + 1);
    await stage.run(COMMANDS.rejectEdit);
  });

  it('are requested in the chat when the code belongs to no folder', async () => {
    const document = await vscode.workspace.openTextDocument({ content: 'let a = 1;\n', language: 'typescript' });
    const editor = await vscode.window.showTextDocument(document);
    const count = stage.questions.length;
    await stage.run(COMMANDS.testSelection, [new vscode.Range(0, 0, 0, 10)]);
    assert.equal(editor.document, document);
    assert.equal(stage.questions.length, count);
    assert.deepEqual(
      stage.chat.map(({ feature, attachments: [code] }) => [feature, code?.text]),
      [['test', 'let a = 1;']],
    );
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
