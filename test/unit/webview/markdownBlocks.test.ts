import assert from 'node:assert/strict';
import fc from 'fast-check';
import { markdownBlocks, type MarkdownBlocks } from '../../../src/webview/chat/markdown/markdownBlocks.ts';

/** Lines that open, continue or interrupt a block, and lines that only look as if they did. */
const LINES = [
  ...[
    '',
    ' ',
    'text',
    'more text  ',
    '    indented',
    '\ttab',
    '  two',
    '- a',
    '  - b',
    '-',
    '- ',
    '+ c',
    '* * *',
    '1. x',
    '2) y',
  ],
  ...[
    '10000000000. z',
    '```',
    '```ts',
    '``` a`b',
    '````',
    '~~~',
    '~~~ x',
    '   ```',
    '# H',
    '#',
    '####### no',
    '---',
    '===',
    '=',
    '--',
  ],
  ...[
    '> q',
    '>',
    '> - n',
    '> ```',
    '>> d',
    'lazy',
    '| a | b |',
    '|---|---|',
    '|:-:|',
    '|-|',
    '| 1 |',
    'a | b',
    '[a]: http://x.cn',
    '[a]:',
  ],
  ...[
    '[a]: <http://x.cn>',
    '"title',
    'title"',
    "'t'",
    '[a]',
    '[a][]',
    '![i][a]',
    '> [q]: /u',
    '- [l]: /u',
    '**b**',
    '<div>',
    '</div>',
    '<!--',
  ],
  ...[
    '- [ ] t',
    '- [x] t',
    '  ',
    '      deep',
    '\\',
    '`code',
    'http://x.cn',
    '中文**粗。**体',
    '- - -',
    '1.',
    '1. ',
    '   continued',
    '\u0000',
  ],
];

const document = fc
  .array(fc.tuple(fc.constantFrom(...LINES), fc.constantFrom('\n', '\n', '\n', '\r\n', '\n\n')), { maxLength: 14 })
  .map(lines => lines.flat().join(''));

function nodesOf({ blocks }: MarkdownBlocks) {
  return blocks.flatMap(({ nodes }) => nodes);
}

function assertSameAsWhole(grown: MarkdownBlocks, source: string): void {
  const whole = markdownBlocks(source);
  assert.deepEqual(nodesOf(grown), nodesOf(whole), JSON.stringify(source));
  assert.deepEqual(
    grown.blocks.map(({ start }) => start),
    whole.blocks.map(({ start }) => start),
    JSON.stringify(source),
  );
}

describe('markdownBlocks', () => {
  it('gives the same result at every character of a growing text as parsing the whole text', () => {
    fc.assert(
      fc.property(document, source => {
        let grown: MarkdownBlocks | undefined;
        for (let end = 0; end <= source.length; end++) {
          grown = markdownBlocks(source.slice(0, end), grown);
          assertSameAsWhole(grown, source.slice(0, end));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same result when the text grows by pieces of any size', () => {
    fc.assert(
      fc.property(fc.array(document, { maxLength: 4 }), pieces => {
        let source = '';
        let grown: MarkdownBlocks | undefined;
        for (const piece of pieces) {
          source += piece;
          grown = markdownBlocks(source, grown);
        }
        if (grown !== undefined) assertSameAsWhole(grown, source);
      }),
      { numRuns: 1000 },
    );
  });

  it('starts again when the text is a different one', () => {
    const first = markdownBlocks('One.\n\nTwo.\n\nThree.\n\nFour.');
    assertSameAsWhole(markdownBlocks('One.\n\nTWO.\n\nThree.', first), 'One.\n\nTWO.\n\nThree.');
    assertSameAsWhole(markdownBlocks('', first), '');
  });

  it('keeps settled blocks as the same objects', () => {
    const before = markdownBlocks('One.\n\nTwo.\n\n```ts\nconst a');
    const after = markdownBlocks('One.\n\nTwo.\n\n```ts\nconst a = 1;', before);
    assert.equal(after.blocks[0], before.blocks[0]);
    assert.notEqual(after.blocks[2], before.blocks[2]);
    assert.equal(markdownBlocks('One.\n\nTwo.\n\n```ts\nconst a = 1;', after), after);
  });

  it('resolves a reference at the beginning when its definition arrives at the end', () => {
    const before = markdownBlocks('See [docs].\n\nTwo.\n\nThree.\n\nFour.\n');
    const after = markdownBlocks(`${before.source}\n[docs]: https://example.com/`, before);
    assertSameAsWhole(after, after.source);
    assert.equal(JSON.stringify(after.blocks[0]).includes('"url":"https://example.com/"'), true);
  });
});
