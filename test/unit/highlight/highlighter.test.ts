import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CodeRun } from '../../../src/core/highlight/codeRun.ts';
import { Highlighter } from '../../../src/core/highlight/highlighter.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { CODE_LANGUAGES } from '../../../src/protocol/codeLanguages.ts';
import { builtHighlighter } from '../../support/builtHighlighter.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

/** Returns the highlighted runs as `kind:text`, without plain text. */
function kinds(text: string, runs: readonly CodeRun[] | undefined): string[] {
  let end = 0;
  return (runs ?? []).flatMap(([kind, length]) => {
    const piece = text.slice(end, (end += length));
    return kind === null ? [] : [`${kind}:${piece.trim()}`];
  });
}

/** Creates a highlighter whose worker runs this script. */
async function withScript(script: string) {
  const workerFile = join(temporaryFolder(), 'worker.cjs');
  await writeFile(workerFile, `const { parentPort } = require('node:worker_threads');\n${script}`);
  const clock = new VirtualClock();
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (line: string) => warnings.push(line) };
  return { highlighter: new Highlighter({ workerFile, clock, logger }), clock, warnings };
}

const ECHO = `parentPort.postMessage({ runs: [['keyword', question.text.length]] });`;

describe('The highlighter', () => {
  let highlighter: Highlighter;

  before(async () => {
    highlighter = new Highlighter({
      workerFile: await builtHighlighter(),
      clock: new VirtualClock(),
      logger: silentLogger,
    });
  });

  after(() => highlighter.close());

  for (const [language, text, ...expected] of [
    [
      'typescript',
      'const a: Map = f("x"); // y',
      'keyword:const',
      'type:Map',
      'function:f',
      'string:"x"',
      'comment:// y',
    ],
    ['python', 'def f(x): return 1', 'keyword:def', 'function:f', 'keyword:return', 'number:1'],
    ['json', '{"a": [1, true]}', 'property:"a"', 'number:1', 'constant:true'],
    ['diff', '-old\n+new', 'deleted:-old', 'inserted:+new'],
    ['yaml', 'a: "b"', 'property:a', 'string:"b"'],
    ['shellscript', 'echo "$HOME" # x', 'function:echo', 'variable:$HOME', 'comment:# x'],
    ['vue', '<a :b="c">', 'tag:a'],
  ] as const) {
    it(`tells what is what in ${language}`, async () => {
      const found = kinds(text, await highlighter.runs(language, text));
      for (const kind of expected) assert.ok(found.includes(kind), `${kind} in ${found.join(', ')}`);
    });
  }

  it('covers the whole text in every language', async () => {
    const text = '\tx = "中文 \u{1f600}" \r\n\n/* <a b=1> */ # c\n  ${d}';
    for (const { id } of CODE_LANGUAGES.filter(({ id }) => id !== 'cpp')) {
      const runs = await highlighter.runs(id, text);
      assert.equal(
        runs?.reduce((sum, [, length]) => sum + length, 0),
        text.length,
        id,
      );
    }
  });

  it('leaves code plain that has no grammar, is empty or is too long', async () => {
    assert.equal(await highlighter.runs('klingon', 'a'), undefined);
    assert.equal(await highlighter.runs('__proto__', 'a'), undefined);
    assert.equal(await highlighter.runs('typescript', ''), undefined);
    assert.equal(await highlighter.runs('typescript', 'let a;\n'.repeat(20_000)), undefined);
  });

  it('leaves a line plain that is too long', async () => {
    const runs = await highlighter.runs('typescript', `let a = 1;\n${'let b;'.repeat(1000)}\nlet c;`);
    assert.equal(kinds('x'.repeat(6100), runs).filter(kind => kind.startsWith('keyword')).length, 2);
  });

  it('sends the same code to the worker once', async () => {
    const { highlighter: own } = await withScript(
      `let count = 0; parentPort.on('message', () => parentPort.postMessage({ runs: [['keyword', ++count]] }));`,
    );
    const both = await Promise.all([own.runs('a', 'x'), own.runs('a', 'x')]);
    assert.deepEqual([...both, await own.runs('a', 'x')], [[['keyword', 1]], [['keyword', 1]], [['keyword', 1]]]);
    assert.deepEqual(await own.runs('b', 'x'), [['keyword', 2]]);
    await own.close();
  });

  it('terminates a worker that hangs, logs it, and starts another one', async () => {
    const stage = await withScript(
      `parentPort.on('message', question => { if (question.text === 'hang') for (;;); ${ECHO} });`,
    );
    const hanging = stage.highlighter.runs('a', 'hang');
    const next = stage.highlighter.runs('a', 'next');
    await stage.clock.advance(10_000);
    assert.equal(await hanging, undefined);
    assert.deepEqual(await next, [['keyword', 4]]);
    assert.equal(await stage.highlighter.runs('a', 'hang'), undefined, 'it is not tried again');
    assert.deepEqual(stage.warnings, ['4 characters of a stay without colours: it took more than 10000 ms']);
    await stage.highlighter.close();
  });

  it('allows two seconds for a language that is already loaded', async () => {
    const stage = await withScript(
      `parentPort.on('message', question => { if (question.text === 'hang') return; ${ECHO} });`,
    );
    await stage.highlighter.runs('a', 'first');
    const hanging = stage.highlighter.runs('a', 'hang');
    await stage.clock.advance(2000);
    assert.equal(await hanging, undefined);
    assert.match(stage.warnings[0] ?? '', /more than 2000 ms/);
    await stage.highlighter.close();
  });

  it('starts another worker after one that exited or failed to start', async () => {
    const stage = await withScript(
      `parentPort.on('message', question => { if (question.text === 'die') process.exit(3); ${ECHO} });`,
    );
    assert.equal(await stage.highlighter.runs('a', 'die'), undefined);
    assert.deepEqual(await stage.highlighter.runs('a', 'x'), [['keyword', 1]]);
    assert.match(stage.warnings[0] ?? '', /ended with code 3/);
    await stage.highlighter.close();

    const broken = await withScript('throw new Error("broken");');
    assert.equal(await broken.highlighter.runs('a', 'x'), undefined);
    assert.match(broken.warnings[0] ?? '', /broken/);
    await broken.highlighter.close();
  });

  it('leaves code plain, and logs it, when no worker can be created', async () => {
    const warnings: string[] = [];
    const logger = { ...silentLogger, warn: (line: string) => warnings.push(line) };
    // Node throws at once for a path that is not absolute.
    const own = new Highlighter({ workerFile: 'worker.cjs', clock: new VirtualClock(), logger });
    assert.deepEqual(await Promise.all([own.runs('a', 'x'), own.runs('a', 'yy')]), [undefined, undefined]);
    assert.deepEqual(
      warnings.map(line => line.slice(0, line.indexOf(':'))),
      ['1 characters of a stay without colours', '2 characters of a stay without colours'],
    );
    await own.close();
  });

  it('logs a failure reported by the worker', async () => {
    const { highlighter: own, warnings } = await withScript(
      `parentPort.on('message', () => parentPort.postMessage({ failure: 'no' }));`,
    );
    assert.equal(await own.runs('a', 'x'), undefined);
    assert.deepEqual(warnings, ['1 characters of a stay without colours: no']);
    await own.close();
  });

  it('terminates an idle worker', async () => {
    const { highlighter: own, clock } = await withScript(
      `let count = 0; parentPort.on('message', () => parentPort.postMessage({ runs: [['keyword', ++count]] }));`,
    );
    await own.runs('a', 'x');
    await clock.advance(3 * 60_000);
    assert.deepEqual(await own.runs('a', 'y'), [['keyword', 1]], 'another worker, which counts anew');
    await own.close();
    assert.equal(clock.pendingTimers, 0);
    assert.equal(await own.runs('a', 'z'), undefined);
  });
});
