import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HOSTILE_MARKDOWN } from '../../support/hostileMarkdown.ts';
import { markdownBlocks } from '../../../src/webview/chat/markdown/markdownBlocks.ts';

/** The fields of each node kind that the page renders, and their allowed values. */
const ALLOWED: Readonly<Record<string, Readonly<Record<string, (value: unknown) => boolean>>>> = {
  paragraph: { children: Array.isArray },
  line: { children: Array.isArray },
  heading: { level: value => [1, 2, 3, 4, 5, 6].includes(Number(value)), children: Array.isArray },
  quote: { children: Array.isArray },
  list: { start: value => value === undefined || Number.isSafeInteger(value), items: Array.isArray },
  codeBlock: { language: isString, text: isString, closed: value => typeof value === 'boolean' },
  table: { head: Array.isArray, rows: Array.isArray },
  rule: {},
  text: { text: isString },
  code: { text: isString },
  break: {},
  strong: { children: Array.isArray },
  emphasis: { children: Array.isArray },
  strike: { children: Array.isArray },
  link: {
    url: value => /^(?:https?:\/\/[^@/]+(?:\/|$)|mailto:)/.test(String(value)),
    destination: value => value === undefined || isString(value),
    children: Array.isArray,
  },
  math: {
    tex: isString,
    display: value => typeof value === 'boolean',
    mark: value => ['$', '$$', '\\(', '\\['].includes(String(value)),
    closed: value => typeof value === 'boolean',
  },
  image: { alt: isString, host: value => /^[^/@\s]*$/.test(String(value)) },
};

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

/** Checks all nodes that a page would show, and returns the URLs of its links. */
function assertAllowed(node: unknown, source: string): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(child => assertAllowed(child, source));
  if (typeof node !== 'object' || node === null) return [];
  const fields: Readonly<Record<string, unknown>> = { ...node };
  const kind = fields['kind'];
  if (kind !== undefined) {
    assert.equal(typeof kind, 'string');
    const allowed = ALLOWED[kind as string];
    assert.ok(allowed, `${kind as string} from ${source}`);
    assert.deepEqual(Object.keys(fields).sort(), ['kind', ...Object.keys(allowed)].sort(), source);
    for (const [name, isAllowed] of Object.entries(allowed))
      assert.ok(isAllowed(fields[name]), `${name} from ${source}`);
  }
  const own = kind === 'link' ? [String(fields['url'])] : [];
  return [...own, ...Object.values(fields).flatMap(child => assertAllowed(child, source))];
}

function linksIn(source: string): readonly string[] {
  return assertAllowed(
    markdownBlocks(source).blocks.flatMap(({ nodes }) => nodes),
    source,
  );
}

describe('Hostile Markdown', () => {
  for (const payload of HOSTILE_MARKDOWN) {
    it(`becomes allowed nodes only: ${JSON.stringify(payload)}`, () => {
      linksIn(payload);
      linksIn(`- item\n\n  ${payload}`);
      linksIn(`**${payload}** text`);
    });
  }

  it('has no links but those to the web', () => {
    const links = HOSTILE_MARKDOWN.filter(payload => !/https:|mailto:/.test(payload)).flatMap(linksIn);
    assert.deepEqual(links, []);
  });

  it('becomes allowed nodes only, in any combination', () => {
    const parts = fc.constantFrom(
      ...HOSTILE_MARKDOWN,
      ...[
        '[',
        ']',
        '(',
        ')',
        '<',
        '>',
        '!',
        '`',
        '\n',
        '\n\n',
        ' ',
        '*',
        '_',
        '\\',
        '&#58;',
        ':',
        '//',
        '"',
        "'",
        '|',
        '\u202e',
        '\u0000',
      ],
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), pieces => {
        linksIn(pieces.join(''));
      }),
      { numRuns: 500 },
    );
  });

  it('becomes allowed nodes only, in ten thousand random texts, and the same nodes when it streams in', function () {
    this.timeout(180_000);
    const part = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_MARKDOWN) },
      { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
      {
        weight: 2,
        arbitrary: fc.string({
          unit: fc.constantFrom(...Array.from('[]()<>!`*_~#|->1. \n\t\\&;:/"\'$字，。')),
          maxLength: 40,
        }),
      },
    );
    const cuts = fc.array(fc.nat(1000), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), cuts, (parts, places) => {
        const source = parts.join('\n');
        const whole = markdownBlocks(source);
        assertAllowed(whole.blocks, source);
        let grown: ReturnType<typeof markdownBlocks> | undefined;
        const ends = places.map(place => Math.min(place, source.length)).sort((one, other) => one - other);
        for (const end of [...ends, source.length]) grown = markdownBlocks(source.slice(0, end), grown);
        assert.deepEqual(grown?.blocks, whole.blocks);
      }),
      { numRuns: 10_000, seed: 4 },
    );
  });

  it('becomes allowed nodes only, with limited depth, when it is deeply nested', () => {
    for (const mark of ['>', '- ', '1. ', '[', '![', '*', '**', '`', '(', '[a](', '*a **b ', '~~a ', '[a *b ']) {
      const end = mark === '*a **b ' ? 'c** d*' : mark === '~~a ' ? 'c~~' : 'c*](https://a.cn/)';
      const source = `${mark.repeat(300)}text${end.repeat(300)}`;
      linksIn(source);
      assert.ok(depthOf(markdownBlocks(source).blocks) < 400, mark);
    }
  });
});

function depthOf(node: unknown): number {
  let depth = 0;
  for (let level: unknown[] = [node]; level.length > 0; depth++) {
    level = level.flatMap(value =>
      typeof value === 'object' && value !== null ? Object.values<unknown>({ ...value }) : [],
    );
  }
  return depth;
}
