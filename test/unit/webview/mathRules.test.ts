import assert from 'node:assert/strict';
import fc from 'fast-check';
import { markdownBlocks, type MarkdownBlocks } from '../../../src/webview/chat/markdown/markdownBlocks.ts';
import type { MathNode } from '../../../src/webview/chat/markdown/markdownNode.ts';
import { mathSource } from '../../../src/webview/chat/markdown/mathNode.ts';

/** Returns all formulas of an answer, in order. */
function formulas(markdown: string): MathNode[] {
  const found: MathNode[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('kind' in value && value.kind === 'math') found.push(value as MathNode);
    else for (const child of Object.values(value)) walk(child);
  };
  walk(markdownBlocks(markdown).blocks);
  return found;
}

function sources(markdown: string): string[] {
  return formulas(markdown).map(mathSource);
}

const NO_FORMULAS = [
  'It costs $5 and $6.',
  'Between $5 and 6$ it is cheap.',
  'It costs $5 per item (= 10 for 2$).',
  'Between $5-10, and 20-30$ for the large one.',
  'From $1,000, up to $2,000.',
  'Costs $5-$6, or US$7, or 8$ each.',
  'I paid $20 on Monday and 30$ on Tuesday.',
  '价格为$5，另一个为$6。',
  '单价$5、总价10$。',
  '一共$5元或者6$元。',
  'echo $HOME and $PATH',
  'cd $HOME/$USER/bin',
  '`$x$` and ``$y$``',
  '```sh\necho $a $b\n```',
  'A single $ sign, and another $ sign.',
  '$ npm install\n$ npm test',
  'Escaped \\$x\\$ signs',
  'jQuery $(a).on($.b)',
  'The variables $name and $value are set.',
  '$$ is the process id of the shell.',
  '$$\n\nis the process id of the shell',
  'empty $$ and \\(\\) and \\[\\]',
  'not a link: \\[a\\](https://example.com)',
  '100$x$',
  '$x$2 and $y$z',
];

describe('Formulas in Markdown', () => {
  for (const text of NO_FORMULAS) {
    it(`are not seen in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(sources(text), []);
    });
  }

  for (const [text, ...expected] of [
    ['The area is $\\pi r^2$.', '$\\pi r^2$'],
    ['$x$, $n-1$ and $f(x)$', '$x$', '$n-1$', '$f(x)$'],
    ['变量$x$是$y$的函数', '$x$', '$y$'],
    ['时间复杂度为 $O(n \\log n)$。', '$O(n \\log n)$'],
    ['其中 $\\text{总价} = 单$ 不是，$\\text{总价} = p$ 是', '$\\text{总价} = p$'],
    ['$2n + 1$ is odd, $5$ is too', '$2n + 1$', '$5$'],
    ['inline \\(a_1 + b\\) too', '\\(a_1 + b\\)'],
    ['in a line $$x^2$$ and \\[y^2\\]', '$$x^2$$', '\\[y^2\\]'],
    ['| a |\n|---|\n| $x_1$ |', '$x_1$'],
    ['- item $a^2$\n- **bold $b^2$**', '$a^2$', '$b^2$'],
    ['$a_1 * b_2 * c$', '$a_1 * b_2 * c$'],
    ['costs $5, and $x^2$ is a square', '$x^2$'],
  ] as const) {
    it(`are seen in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(sources(text), expected);
    });
  }

  it('can stand on lines of their own', () => {
    const [first, second, third] = formulas(
      'Text:\n$$\na = b\n\\\\ c\n$$\nmore\n\n\\[ x \\]\n\n1. item\n\n   $$\n   y\n   $$',
    );
    assert.deepEqual(first, { kind: 'math', tex: 'a = b\n\\\\ c', display: true, mark: '$$', closed: true });
    assert.deepEqual(second, { kind: 'math', tex: 'x', display: true, mark: '\\[', closed: true });
    assert.equal(third?.tex, 'y');
  });

  it('are open while they are written, and text when they cannot be closed', () => {
    assert.deepEqual(formulas('$$\na = b\n- c'), [
      { kind: 'math', tex: 'a = b\n- c', display: true, mark: '$$', closed: false },
    ]);
    assert.deepEqual(formulas('$$\na = b\n\nText'), []);
  });

  it('keep the text around them', () => {
    const [block] = markdownBlocks('a $x$ b').blocks.flatMap(({ nodes }) => nodes);
    assert.ok(block?.kind === 'paragraph');
    assert.deepEqual(
      block.children.map(node => (node.kind === 'text' ? node.text : node.kind)),
      ['a ', 'math', ' b'],
    );
  });

  it('are the same at every character of a growing text', () => {
    const LINES = [
      '$$',
      '\\[',
      '\\]',
      '$$x$$',
      '\\[x\\]',
      'a $b$ c',
      '$$ a = b',
      '= c $$',
      '',
      'text',
      '- a',
      '> q',
      '> $$',
      '```',
      '# H',
      '  $$',
      '[a]: http://x.cn',
      '| a |',
      '|---|',
    ];
    const document = fc.array(fc.constantFrom(...LINES), { maxLength: 12 }).map(lines => lines.join('\n'));
    fc.assert(
      fc.property(document, source => {
        let grown: MarkdownBlocks | undefined;
        for (let end = 0; end <= source.length; end++) {
          grown = markdownBlocks(source.slice(0, end), grown);
          assert.deepEqual(
            grown.blocks.map(({ nodes }) => nodes),
            markdownBlocks(source.slice(0, end)).blocks.map(({ nodes }) => nodes),
            JSON.stringify(source.slice(0, end)),
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});
