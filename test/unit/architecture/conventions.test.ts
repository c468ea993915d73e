import assert from 'node:assert/strict';
import {
  defaultExports,
  isBarrel,
  lineCount,
  mentions,
  prefixedInterfaces,
  unknownHosts,
  wrongName,
} from './conventions.ts';
import type { SourceFile } from './sourceFiles.ts';

function source(text: string, path = 'src/core/sample.ts'): SourceFile {
  return { path, text };
}

describe('the check of conventions', () => {
  it('finds default exports in all their forms', () => {
    const forms = ['export default 1;', 'export default class A {}', 'export default function () {}'];
    for (const text of [...forms, 'const a = 1; export { a as default };', "export { default } from './b.ts';"]) {
      assert.notEqual(defaultExports(source(text)).length, 0, text);
    }
    for (const text of ['export const a = 1;', 'switch (a) { default: }', "import fs from 'node:fs';"]) {
      assert.deepEqual(defaultExports(source(text)), []);
    }
  });

  it('refuses meaningless file names, and names that are not in camelCase', () => {
    for (const name of ['utils', 'types', 'helpers', 'chatManager', 'tokenService', 'Composer', 'status-bar']) {
      assert.notEqual(wrongName(source('', `src/core/${name}.ts`)), undefined, name);
    }
    for (const path of ['src/core/chat.ts', 'src/core/qianfan/serviceError.ts', 'test/unit/core/chat.test.ts']) {
      assert.equal(wrongName(source('', path)), undefined);
    }
  });

  it('finds interfaces with a prefix, and no words that begin with I', () => {
    assert.deepEqual(prefixedInterfaces(source('interface IClock {} interface Item {} type IData = 1; type IO = 2;')), [
      'IClock',
      'IData',
    ]);
  });

  it('distinguishes a barrel from a file with code of its own', () => {
    assert.equal(isBarrel(source("export * from './a.ts';\nexport { b } from './b.ts';")), true);
    assert.equal(isBarrel(source("export * from './a.ts';\nexport const b = 1;")), false);
  });

  it('finds hosts other than Baidu’s, in every kind of text', () => {
    const texts = ["'https://evil.example/v2'", '`http://${user}.evil.example`', '`https://evil.example/${path}`'];
    for (const text of [...texts, "'wss://evil.example'", "'https://qianfan.baidubce.com@evil.example'"]) {
      assert.equal(unknownHosts(source(`fetch(${text});`)).length, 1, text);
    }
    const known = ["'https://qianfan.baidubce.com/v2'", '`https://${host}`', "'http://127.0.0.1:8080'"];
    for (const text of known) assert.deepEqual(unknownHosts(source(`fetch(${text}); // see https://example.org`)), []);
  });

  it('finds files that read settings, in code and not in comments', () => {
    assert.equal(mentions(source('vscode.workspace.getConfiguration("wenxin")'), 'getConfiguration'), true);
    assert.equal(mentions(source('// getConfiguration() is called elsewhere'), 'getConfiguration'), false);
  });

  it('counts lines', () => {
    assert.equal(lineCount(source('a\nb\nc\n')), 3);
  });
});
