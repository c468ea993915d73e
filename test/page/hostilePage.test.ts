import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HOSTILE_MARKDOWN } from '../support/hostileMarkdown.ts';
import { ask } from '../support/webviewPreview/samplePage.ts';
import { PageStage, type ShownPage } from './pageStage.ts';

/** The number of answers that a page shows at once without a click. */
const AT_A_TIME = 25;

/** The allowed elements of an answer, with their attributes. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    ['strong', 'em', 's', 'br', 'hr', 'blockquote', 'thead', 'tbody', 'tr', 'table', 'code', 'kbd', 'details'].map(
      name => [name, ['class']],
    ),
  ),
  ...Object.fromEntries(
    ['p', 'ul', 'ol', 'li', 'h3', 'h4', 'h5', 'h6', 'td', 'summary'].map(name => [name, ['class']]),
  ),
  ol: ['class', 'start'],
  th: ['class', 'scope'],
  a: ['href', 'title', 'class'],
  div: ['class', 'tabindex', 'role', 'aria-label'],
  pre: ['tabindex', 'role', 'aria-label', 'class'],
  span: [
    'class',
    'title',
    'role',
    'aria-label',
    'aria-live',
    'aria-hidden',
    'translate',
    'lang',
    'hidden',
    'tabindex',
    'style',
  ],
  button: ['type', 'class', 'title', 'aria-label', 'disabled', 'aria-expanded', 'aria-describedby'],
  svg: ['class', 'viewBox', 'aria-hidden', 'focusable'],
  path: ['fill-rule', 'd'],
};

/** Script that returns one line for each element or attribute in the answers that is not allowed. */
const STRANGE = `(allowed => [...document.querySelectorAll('.answer .markdown *')].flatMap(element => {
  const names = allowed[element.localName];
  if (names === undefined) return ['<' + element.localName + '>'];
  return element.getAttributeNames()
    .filter(name => !names.includes(name))
    .map(name => '<' + element.localName + ' ' + name + '>')
}))(${JSON.stringify(ALLOWED)})`;

/** Script that returns each link's address, title and visible text. */
const LINKS = `[...document.querySelectorAll('.answer a')].map(link => ({
  href: link.getAttribute('href'),
  title: link.title,
  read: link.textContent + (link.nextElementSibling?.matches('.linkDestination') ? link.nextElementSibling.textContent : ''),
}))`;

describe('The page under its own content security policy', function () {
  this.timeout(60_000);
  let stage: PageStage;
  let shown: ShownPage;

  before(async () => {
    stage = await PageStage.open();
    shown = await stage.show();
  });

  after(() => stage.close());

  async function showAnswers(sources: readonly string[], state: 'finished' | 'streaming' = 'finished'): Promise<void> {
    const turns = sources.map((text, index) => ask(`q${index}`, { text, state }, `${index}-${text.length}`));
    await shown.load({ turns });
    const count = await shown.page.evaluate<number>(`document.querySelectorAll('.answer').length`);
    assert.equal(count, sources.length);
    assert.deepEqual(await shown.page.evaluate(STRANGE), []);
  }

  function pieces<T>(list: readonly T[]): readonly (readonly T[])[] {
    return Array.from({ length: Math.ceil(list.length / AT_A_TIME) }, (_, index) =>
      list.slice(index * AT_A_TIME, (index + 1) * AT_A_TIME),
    );
  }

  it(`loads, runs and opens nothing of ${HOSTILE_MARKDOWN.length} answers that mean harm`, async () => {
    assert.ok(HOSTILE_MARKDOWN.length >= 60);
    for (const [index, sources] of pieces(HOSTILE_MARKDOWN).entries()) {
      await showAnswers(sources, index % 2 === 0 ? 'finished' : 'streaming');
    }
    await shown.assertHarmless();
  });

  it('shows the destination of every link, and opens it only on a click, through VS Code', async () => {
    const sources = HOSTILE_MARKDOWN.filter(source => /https:|mailto:/.test(source));
    let links = 0;
    for (const part of pieces(sources)) {
      await showAnswers(part);
      const found = await shown.page.evaluate<{ href: string; title: string; read: string }[]>(LINKS);
      await shown.posted();
      for (const { href, title, read } of found) {
        const { protocol, host, pathname } = new URL(href);
        assert.equal(title, href);
        assert.ok(read.toLowerCase().includes(protocol === 'mailto:' ? pathname : host), `${read} hides ${href}`);
      }
      await shown.page.evaluate(`document.querySelectorAll('.answer a').forEach(link => link.click())`);
      assert.deepEqual(
        (await shown.posted()).filter(({ type }) => type !== 'readAt'),
        found.map(({ href }) => ({ type: 'openLink', url: href })),
      );
      links += found.length;
    }
    assert.ok(links > 30, `only ${links} links`);
    await shown.assertHarmless();
  });

  it('loads and runs nothing of randomly combined answers, also while they grow', async () => {
    const part = fc.oneof(fc.constantFrom(...HOSTILE_MARKDOWN), fc.string({ unit: 'binary', maxLength: 30 }));
    const sources = fc.sample(
      fc.array(part, { maxLength: 6 }).map(parts => parts.join('\n')),
      { numRuns: 250, seed: 8 },
    );
    for (const some of pieces(sources)) await showAnswers(some);
    await shown.load({ turns: [ask('q', { text: '', state: 'streaming' }, 'grows')] });
    for (const source of sources.slice(0, 30)) {
      await shown.tell({ type: 'delta', turnId: 'grows', reasoning: source, text: `\n\n${source}` });
      assert.deepEqual(await shown.page.evaluate(STRANGE), []);
    }
    await shown.assertHarmless();
  });

  it('makes hidden characters visible in names, notices and questions', async () => {
    const evil = 'safe\u202etxt.exe';
    const receipt = { model: evil, tokens: '1', amount: '¥1', duration: '1 s', description: 'd' };
    const failure = { severity: 'error', message: evil, actions: [] } as const;
    const turn = ask(evil, { text: 'a', reasoning: evil, notice: evil, failure, receipt }, 'turn');
    const chip = { id: 'c', icon: 'code' as const, label: `${evil}:1`, description: evil };
    await shown.load({ turns: [{ ...turn, attachments: [chip] }], attachments: [chip], model: evil });
    const text = await shown.page.evaluate<string>(
      `document.querySelectorAll('details').forEach(each => (each.open = true)), document.body.innerText`,
    );
    assert.doesNotMatch(text, /\u202e/);
    assert.equal(text.split('U+202E').length - 1 >= 8, true, text);
    assert.doesNotMatch(await shown.page.content(), /\u202e/);
    await shown.assertHarmless();
  });

  it('ignores malformed messages and messages of another origin', async () => {
    await shown.load();
    const before = await shown.page.content();
    for (const message of [
      null,
      'snapshot',
      { type: 'snapshot' },
      { type: 'snapshot', view: null, texts: {} },
      { type: 'turn', turn: 'x' },
      { type: 'changed' },
      { type: 'suggestions', trigger: '/', query: '', items: 'x' },
      { type: 'constructor' },
    ]) {
      await shown.page.evaluate(`tell(${JSON.stringify(message)})`);
    }
    const forged = { type: 'changed', change: { model: 'forged' } };
    await shown.page.evaluate(
      `window.dispatchEvent(new MessageEvent('message', { origin: 'https://evil.example', data: ${JSON.stringify(forged)} }))`,
    );
    await shown.frame();
    assert.equal(await shown.page.content(), before);
    await shown.assertHarmless();
  });
});
