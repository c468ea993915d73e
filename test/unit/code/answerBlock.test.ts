import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answerBlock } from '../../../src/core/code/answerBlock.ts';
import { markdownBlocks } from '../../../src/webview/chat/markdown/markdownBlocks.ts';
import type { CodeNode } from '../../../src/webview/chat/markdown/markdownNode.ts';

/** Returns the code blocks that the chat page shows. */
function shown(markdown: string): CodeNode[] {
  const found: CodeNode[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('kind' in value && value.kind === 'codeBlock') found.push(value as CodeNode);
    else for (const child of Object.values(value)) walk(child);
  };
  walk(markdownBlocks(markdown).blocks);
  return found;
}

const ANSWERS = [
  'Text\n\n```ts\nconst a = 1;\n\n  const b = 2;\n```\n\nmore',
  '~~~python title="a"\ndef f():\n    pass\n~~~',
  '````md\n```js\nlet a;\n```\n````',
  '- item\n\n  ```go\n  func f() {\n  \treturn\n  }\n  ```\n- next',
  '1. one\n\n   ```sh\n   npm ci\n     indented\n   ```',
  '> ```c\n> int a;\n>\n> int b;\n> ```',
  '> - ```\n>   a\n>   ```',
  '  ```\n  two\n    four\n one\n  ```',
  '```\r\na\r\nb\r\n```\r\n',
  '```ts\nnot closed',
  'Text\n\n    indented\n\n      more\n\nText',
  '```\n```',
  '- ```js\n  a\n  ```',
];

describe('The code block of an answer', () => {
  for (const markdown of ANSWERS) {
    it(`is found for all code that the page shows of ${JSON.stringify(markdown)}`, () => {
      const blocks = shown(markdown);
      assert.notEqual(blocks.length, 0);
      for (const { text, language } of blocks) assert.deepEqual(answerBlock(markdown, text), { text, language });
    });
  }

  it('is not found for text that is not exactly a code block of the answer', () => {
    const [markdown = ''] = ANSWERS;
    for (const text of [
      'const a = 1;',
      'const a = 1;\n\nconst b = 2;',
      'Text',
      'rm -rf /',
      '',
      'const a = 1;\n\n  const b = 2;\n',
    ]) {
      assert.equal(answerBlock(markdown, text), undefined, text);
    }
    assert.equal(answerBlock('`inline code`', 'inline code'), undefined);
    assert.equal(answerBlock('```py\nif a:\n    b()\n```', 'if a:\nb()'), undefined);
  });

  it('has the language of the first block when several have the same text', () => {
    assert.deepEqual(answerBlock('```ts\na\n```\n\n```js\na\n```', 'a'), { language: 'ts', text: 'a' });
  });

  it('only contains lines of the answer', () => {
    const line = fc.constantFrom('```', '```ts', '~~~', 'a', '  b', '    c', '> d', '- e', '', '\tf', '> ```', '  ```');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.array(line, { maxLength: 4 }), (answer, wanted) => {
        const text = wanted.join('\n');
        const block = answerBlock(answer.join('\n'), text);
        if (block === undefined) return;
        for (const each of text.split('\n')) {
          assert.ok(
            answer.some(own => own.replace(/\t/g, '    ').endsWith(each.replace(/\t/g, '    '))),
            JSON.stringify([answer, text]),
          );
        }
      }),
    );
  });
});
