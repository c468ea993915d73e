import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  comparedName,
  isPromptName,
  MAX_PROMPT_LENGTH,
  parsePromptFile,
} from '../../../src/core/conversation/promptFile.ts';

function file(...lines: readonly string[]): string {
  return lines.join('\n');
}

describe('A prompt file', () => {
  it('is named after its file, and its whole text is the prompt', () => {
    assert.deepEqual(parsePromptFile('changelog.md', 'Write the entry.\n\nFor {selection}\n'), {
      name: 'changelog',
      description: '',
      body: 'Write the entry.\n\nFor {selection}',
    });
    assert.deepEqual(parsePromptFile('更新日志.MD', '写一条更新日志。'), {
      name: '更新日志',
      description: '',
      body: '写一条更新日志。',
    });
  });

  it('may have a header with a description and another name', () => {
    const text = file('---', 'description: "Writes: the entry"', 'name: /日志', '---', '', 'Write it.');
    assert.deepEqual(parsePromptFile('changelog.md', text), {
      name: '日志',
      description: 'Writes: the entry',
      body: 'Write it.',
    });
  });

  it('is parsed alike with a byte order mark and with any line endings', () => {
    for (const end of ['\r\n', '\r']) {
      const text = `\ufeff${file('---', 'description: 说明', '---', 'One.', 'Two.').replaceAll('\n', end)}`;
      assert.deepEqual(parsePromptFile('a.md', text), { name: 'a', description: '说明', body: 'One.\nTwo.' });
    }
  });

  it('ignores header fields of other programs', () => {
    const text = file('---', '# a comment', '', 'mode: agent', 'tools:', '  - search', '- more', '---', 'Body');
    assert.deepEqual(parsePromptFile('a.md', text), { name: 'a', description: '', body: 'Body' });
  });

  it('keeps a horizontal rule that is not a header', () => {
    const parsed = parsePromptFile('a.md', 'Body\n---\nname: b\n---');
    assert.deepEqual(parsed, { name: 'a', description: '', body: 'Body\n---\nname: b\n---' });
  });

  it('reports why it is invalid, and on which line', () => {
    const cases: readonly (readonly [string, string, string, number])[] = [
      ['a.md', '', 'empty', 1],
      ['a.md', file('---', 'description: x', '---', '  ', ''), 'empty', 4],
      ['a.md', file('---', 'description: x', '---'), 'empty', 3],
      ['a.md', file('---', 'description: x', 'Body'), 'openHeader', 1],
      ['a.md', file('---', 'description: x', 'no key', '---', 'Body'), 'badHeaderLine', 3],
      ['a.md', file('---', 'description: x', 'name: two words', '---', 'Body'), 'badName', 3],
      ['two words.md', 'Body', 'badName', 1],
      ['.md', 'Body', 'badName', 1],
      ['a.md', 'Body\nmore\0', 'notText', 2],
      ['a.md', 'x'.repeat(MAX_PROMPT_LENGTH + 1), 'tooLong', 1],
    ];
    for (const [name, text, fault, line] of cases) assert.deepEqual(parsePromptFile(name, text), { fault, line });
  });

  it('never makes the parser throw, whatever it contains', () => {
    const line = fc.constantFrom('---', 'name: a', 'name:', ': x', 'description: "', '\0', '', 'text', '\ufeff', '\r');
    fc.assert(
      fc.property(fc.string(), fc.array(line), (name, lines) => {
        const parsed = parsePromptFile(name, lines.join('\n'));
        if ('fault' in parsed) assert.ok(parsed.line >= 1 && parsed.line <= lines.join('\n').split(/\r|\n/).length);
        else assert.ok(isPromptName(parsed.name) && parsed.body !== '');
      }),
    );
  });
});

describe('The name of a prompt', () => {
  it('is one word in any script', () => {
    for (const name of ['a', 'fix-it', '解释', 'v2.1', 'é', '1', 'a'.repeat(50)])
      assert.equal(isPromptName(name), true);
    for (const name of ['', 'a b', '/a', 'a/b', '..', '.a', '-a', 'a\u202e', 'a\u200b', 'a'.repeat(51)]) {
      assert.equal(isPromptName(name), false, name);
    }
  });

  it('is compared regardless of case, width and composition', () => {
    assert.equal(comparedName('ＦＩＸ'), 'fix');
    assert.equal(comparedName('E\u0301'), comparedName('é'));
  });
});
