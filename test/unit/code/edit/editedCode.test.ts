import assert from 'node:assert/strict';
import { codeSoFar, editedCode } from '../../../../src/core/code/edit/editedCode.ts';

describe('The code in the answer to an edit', () => {
  it('is the only code block', () => {
    assert.deepEqual(editedCode('```ts\na\n  b\n```', ''), { code: 'a\n  b' });
    assert.deepEqual(editedCode('Here it is:\n\n~~~\na\n~~~\nDone.', ''), { code: 'a' });
    assert.deepEqual(editedCode('```ts\r\na\r\nb\r\n```\r\n', ''), { code: 'a\nb' });
  });

  it('may be empty, which deletes the code', () => {
    assert.deepEqual(editedCode('```\n```', 'a'), { code: '' });
  });

  it('may hold fences, as the code that it replaces does', () => {
    const answer = '```markdown\n# Title\n```js\na\n```\nend\n```';
    assert.deepEqual(editedCode(answer, '```js\nb\n```'), { code: '# Title\n```js\na\n```\nend' });
    assert.deepEqual(editedCode(answer, 'plain'), { code: '# Title\n```js\na\n```\nend' }, 'nothing else makes sense');
    assert.deepEqual(editedCode('````markdown\n```js\na\n```\n````', ''), { code: '```js\na\n```' });
  });

  it('is unknown when there is no block, several blocks, or an unclosed block', () => {
    assert.equal(editedCode('I would rather not.', ''), 'none');
    assert.equal(editedCode('```\na\n```\nor\n```\nb\n```', ''), 'several');
    assert.equal(editedCode('```ts\na\nb', ''), 'open');
  });

  it('is not guessed from several blocks with an open fence', () => {
    assert.equal(editedCode('```ts\na\n```\nand\n```js\nb\n```\n\n```', 'plain'), 'open');
    assert.equal(editedCode('```ts\na\n```\nand\n```', 'plain'), 'open');
  });

  it('may hold fences in an indented comment', () => {
    const code = 'def f():\n    """\n    ```\n    f()\n    ```\n    """\n    return 1';
    assert.deepEqual(editedCode(`\`\`\`python\n${code}\n\`\`\``, 'def f():\n    return 1'), { code });
    assert.equal(codeSoFar(`\`\`\`python\n${code}\n`), code);
  });

  it('grows by whole lines', () => {
    const answer = '```ts\na\nbc\n```\nDone.';
    const seen = Array.from(answer, (_, index) => codeSoFar(answer.slice(0, index + 1)));
    assert.deepEqual([...new Set(seen)], ['', 'a', 'a\nbc']);
  });
});
