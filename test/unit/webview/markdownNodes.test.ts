import assert from 'node:assert/strict';
import { markdownBlocks } from '../../../src/webview/chat/markdown/markdownBlocks.ts';
import type { BlockNode, InlineNode } from '../../../src/webview/chat/markdown/markdownNode.ts';

function nodes(markdown: string): readonly BlockNode[] {
  return markdownBlocks(markdown).blocks.flatMap(block => block.nodes);
}

function inline(markdown: string): readonly InlineNode[] {
  const [block] = nodes(markdown);
  assert.equal(block?.kind, 'paragraph');
  return block.children;
}

function text(value: string): InlineNode {
  return { kind: 'text', text: value };
}

describe('Inline Markdown', () => {
  it('supports emphasis, code and strikethrough', () => {
    assert.deepEqual(inline('a **b** *c* ~~d~~ `e`'), [
      text('a '),
      { kind: 'strong', children: [text('b')] },
      text(' '),
      { kind: 'emphasis', children: [text('c')] },
      text(' '),
      { kind: 'strike', children: [text('d')] },
      text(' '),
      { kind: 'code', text: 'e' },
    ]);
  });

  it('ends emphasis after Chinese punctuation', () => {
    assert.deepEqual(inline('**中文。**后面'), [{ kind: 'strong', children: [text('中文。')] }, text('后面')]);
  });

  it('keeps the model’s line breaks', () => {
    assert.deepEqual(inline('床前明月光\n疑是地上霜'), [text('床前明月光'), { kind: 'break' }, text('疑是地上霜')]);
  });

  it('shows HTML as plain text', () => {
    assert.deepEqual(inline('<b onclick="x()">a</b>'), [text('<b onclick="x()">a</b>')]);
  });

  it('shows a link’s destination unless its text does', () => {
    assert.deepEqual(inline('[docs](https://example.com/a)'), [
      { kind: 'link', url: 'https://example.com/a', destination: 'example.com', children: [text('docs')] },
    ]);
    assert.deepEqual(inline('https://example.com/a'), [
      { kind: 'link', url: 'https://example.com/a', destination: undefined, children: [text('https://example.com/a')] },
    ]);
    assert.deepEqual(inline('[](https://example.com/a)'), [
      { kind: 'link', url: 'https://example.com/a', destination: undefined, children: [text('example.com')] },
    ]);
  });

  it('ends a URL before Chinese punctuation', () => {
    assert.deepEqual(inline('见https://example.com/a，然后'), [
      text('见'),
      { kind: 'link', url: 'https://example.com/a', destination: undefined, children: [text('https://example.com/a')] },
      text('，然后'),
    ]);
  });

  it('makes no links of file names and mail addresses', () => {
    assert.deepEqual(inline('README.md main.rs run.sh git@github.com:a/b.git'), [
      text('README.md main.rs run.sh git@github.com:a/b.git'),
    ]);
  });

  it('keeps only the text of a link that is not allowed', () => {
    assert.deepEqual(inline('[run *it*](command:x)'), [text('run '), { kind: 'emphasis', children: [text('it')] }]);
    assert.deepEqual(inline('[main.ts](src/main.ts)'), [text('main.ts')]);
  });

  it('makes a chip of an image, with its host', () => {
    assert.deepEqual(inline('![a *b*](https://example.com/p.png?q)'), [
      { kind: 'image', alt: 'a b', host: 'example.com' },
    ]);
    assert.deepEqual(inline('![x](data:image/svg+xml;base64,AAAA)'), [{ kind: 'image', alt: 'x', host: '' }]);
  });
});

describe('Block Markdown', () => {
  it('supports headings, rules and quotes', () => {
    assert.deepEqual(nodes('## T\n\n---\n\n> q'), [
      { kind: 'heading', level: 2, children: [text('T')] },
      { kind: 'rule' },
      { kind: 'quote', children: [{ kind: 'paragraph', children: [text('q')] }] },
    ]);
  });

  it('supports lists, tight and nested', () => {
    assert.deepEqual(nodes('3. a\n   - b\n4. c'), [
      {
        kind: 'list',
        start: 3,
        items: [
          {
            checked: undefined,
            children: [
              { kind: 'line', children: [text('a')] },
              {
                kind: 'list',
                start: undefined,
                items: [{ checked: undefined, children: [{ kind: 'line', children: [text('b')] }] }],
              },
            ],
          },
          { checked: undefined, children: [{ kind: 'line', children: [text('c')] }] },
        ],
      },
    ]);
  });

  it('has paragraphs in loose lists', () => {
    const [list] = nodes('- a\n\n- b');
    assert.equal(list?.kind, 'list');
    assert.deepEqual(
      list.items.map(item => item.children[0]?.kind),
      ['paragraph', 'paragraph'],
    );
  });

  it('supports task lists', () => {
    const [list] = nodes('- [x] done\n- [ ] open\n- [y] other\n- ');
    assert.equal(list?.kind, 'list');
    assert.deepEqual(list.items, [
      { checked: true, children: [{ kind: 'line', children: [text('done')] }] },
      { checked: false, children: [{ kind: 'line', children: [text('open')] }] },
      { checked: undefined, children: [{ kind: 'line', children: [text('[y] other')] }] },
      { checked: undefined, children: [] },
    ]);
  });

  it('supports tables with aligned columns', () => {
    assert.deepEqual(nodes('| a | b |\n|---|--:|\n| 1 | `2` |'), [
      {
        kind: 'table',
        head: [
          { align: undefined, children: [text('a')] },
          { align: 'right', children: [text('b')] },
        ],
        rows: [
          [
            { align: undefined, children: [text('1')] },
            { align: 'right', children: [{ kind: 'code', text: '2' }] },
          ],
        ],
      },
    ]);
  });

  it('keeps code unchanged, with its language', () => {
    assert.deepEqual(nodes('```ts title="x"\n\tif (a) {\n\n  }\n```'), [
      { kind: 'codeBlock', language: 'ts', text: '\tif (a) {\n\n  }', closed: true },
    ]);
    assert.deepEqual(nodes('    indented\n    code\n'), [
      { kind: 'codeBlock', language: '', text: 'indented\ncode', closed: false },
    ]);
  });

  it('detects whether a fence is closed', () => {
    const closed = (markdown: string): boolean | undefined => {
      const [block] = nodes(markdown);
      assert.equal(block?.kind, 'codeBlock');
      return block.closed;
    };
    for (const open of [
      '```',
      '```\n',
      '```\na',
      '```\na\n',
      '```\n\n',
      '```\n\n\n',
      '```\na\n``',
      '````\na\n```',
      '```\na\n~~~',
    ]) {
      assert.equal(closed(open), false, JSON.stringify(open));
    }
    for (const ended of [
      '```\n```',
      '```\na\n```',
      '```\na\n```\n',
      '```\n\n```',
      '```\n\n\n```',
      '````\n```\n````',
      '~~~\na\n~~~~',
    ]) {
      assert.equal(closed(ended), true, JSON.stringify(ended));
    }
  });
});
