import assert from 'node:assert/strict';
import fc from 'fast-check';
import { smallestEdit } from '../../../src/core/code/smallestEdit.ts';

function edited(before: string, edit: ReturnType<typeof smallestEdit>): string {
  return edit === undefined ? before : before.slice(0, edit.start) + edit.text + before.slice(edit.end);
}

describe('The smallest edit', () => {
  it('only covers what differs', () => {
    assert.deepEqual(smallestEdit('let a = 1;\nlet b = 2;\n', 'let a = 1;\nlet c = 2;\n'), {
      start: 15,
      end: 16,
      text: 'c',
    });
    assert.deepEqual(smallestEdit('ab', 'aXb'), { start: 1, end: 1, text: 'X' });
    assert.deepEqual(smallestEdit('aXb', 'ab'), { start: 1, end: 2, text: '' });
    assert.equal(smallestEdit('a', 'a'), undefined);
  });

  it('never cuts a line ending or a character in two', () => {
    assert.deepEqual(smallestEdit('a\r\nb', 'a\rb'), { start: 1, end: 3, text: '\r' });
    assert.deepEqual(smallestEdit('😀', '😁'), { start: 0, end: 2, text: '😁' });
  });

  it('turns any text into any other without cutting a line ending or a character in the old one', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', '\n', '\r\n', '\r', '中', '😀', '😁', '\ud83d', '\ude00'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, text, text, text, (head, one, other, tail) => {
        const before = head + one + tail;
        const edit = smallestEdit(before, head + other + tail);
        assert.equal(edited(before, edit), head + other + tail);
        if (edit === undefined) return;
        for (const [whole, at] of [
          [before, edit.start],
          [before, edit.end],
        ] as const) {
          assert.doesNotMatch(whole.slice(at - 1, at + 1), /^(?:\r\n|[\ud800-\udbff][\udc00-\udfff])$/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
