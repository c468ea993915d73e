import assert from 'node:assert/strict';
import { continuationMessages } from '../../../src/core/conversation/continuation.ts';
import { openFence } from '../../../src/core/fences.ts';
import { openFenceAtAnyDepth } from '../../../src/core/conversation/openFenceAtAnyDepth.ts';

const instruction = (...args: Parameters<typeof continuationMessages>): string =>
  continuationMessages(...args).at(-1)?.content ?? '';

describe('The request to continue an answer', () => {
  it('is empty when there is no answer yet', () => {
    for (const text of ['', ' \n']) assert.deepEqual(continuationMessages(text, 'auto'), []);
  });

  it('follows the partial answer', () => {
    assert.deepEqual(continuationMessages('half', 'en')[0], { role: 'assistant', content: 'half' });
    assert.equal(continuationMessages('half', 'en').length, 2);
  });

  it('is written in the reply language, or else in the language of the answer', () => {
    assert.match(instruction('half', 'en'), /^Go on/);
    assert.match(instruction('half', 'zh-cn'), /^请紧接/);
    assert.match(instruction('一半', 'auto'), /^请紧接/);
    assert.match(instruction('half', 'auto'), /^Go on/);
    assert.match(instruction('一半', 'en'), /^Go on/);
  });

  it('says how to continue inside a code block, and only there', () => {
    assert.match(instruction('See:\n````ts\nlet a', 'en'), /do not open it with ```` again/);
    assert.match(instruction('看：\n```ts\nlet a', 'auto'), /不要重新写 ```。/);
    assert.doesNotMatch(instruction('```ts\nlet a;\n```\nSo', 'en'), /code block/);
  });
});

describe('openFenceAtAnyDepth', () => {
  for (const [text, fence] of [
    ['plain', undefined],
    ['```ts\nlet a', '```'],
    ['```ts\nlet a;\n```', undefined],
    ['```ts\nlet a;\n```\n\n~~~~\nx', '~~~~'],
    ['````md\n```ts\nx\n```\n', '````'],
    ['```ts\n~~~\n', '```'],
    ['1. first\n   ```js\n   x', '```'],
    ['- ```js\n  x', '```'],
    ['> ```js\n> x', '```'],
    ['a ``` b', undefined],
    ['```not `code`', undefined],
    ['```ts\nx\n``` not the end', '```'],
    ['```ts\nx\n`````', undefined],
  ] as const) {
    it(`finds ${fence ?? 'none'} in ${JSON.stringify(text)}`, () => {
      assert.equal(openFenceAtAnyDepth(text), fence);
    });
  }

  it('also finds fences in lists and quotes, which openFence ignores because the list or quote ends them', () => {
    for (const text of ['- ```js\n  x', '> ```js\n> x']) assert.equal(openFence(text), undefined);
    assert.equal(openFence('```js\nx'), '```');
  });
});
