import assert from 'node:assert/strict';
import { GRAMMARS } from '../../../src/lazy/grammars.ts';
import { CODE_LANGUAGES, codeLanguage, isMeantFor } from '../../../src/protocol/codeLanguages.ts';

describe('The language of code', () => {
  it('is recognized by the names that models write', () => {
    for (const [word, label] of [
      ['ts', 'TypeScript'],
      ['TypeScript', 'TypeScript'],
      ['c++', 'C++'],
      ['C#', 'C#'],
      ['py', 'Python'],
      ['bash', 'Shell'],
      ['sh', 'Shell'],
      ['console', 'Shell'],
      ['yml', 'YAML'],
      ['golang', 'Go'],
      ['Dockerfile', 'Dockerfile'],
      ['ts:src/a.ts', 'TypeScript'],
      ['js{1,3}', 'JavaScript'],
      ['{.python}', 'Python'],
      ['typescriptreact', 'TSX'],
    ] as const) {
      assert.equal(codeLanguage(word)?.label, label, word);
    }
  });

  it('is undefined for other words', () => {
    for (const word of ['', 'text', 'plaintext', 'output', '__proto__', 'constructor']) {
      assert.equal(codeLanguage(word), undefined, word);
    }
  });

  it('decides whether code matches a file', () => {
    for (const [word, languageId] of [
      ['ts', 'typescript'],
      ['', 'typescript'],
      ['bash', 'shellscript'],
      ['c++', 'cpp'],
      ['tsx', 'typescriptreact'],
      ['Klingon', 'klingon'],
      ['docker', 'dockerfile'],
    ] as const) {
      assert.equal(isMeantFor(word, languageId), true, word);
    }
    assert.equal(isMeantFor('sh', 'typescript'), false);
    assert.equal(isMeantFor('klingon', ''), false);
  });

  it('has a grammar, and every grammar has a language', () => {
    assert.deepEqual(CODE_LANGUAGES.map(({ id }) => id).sort(), Object.keys(GRAMMARS).sort());
  });
});
