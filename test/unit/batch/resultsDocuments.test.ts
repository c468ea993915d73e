import assert from 'node:assert/strict';
import type { Item } from '../../../src/core/batch/item.ts';
import type { Job } from '../../../src/core/batch/job.ts';
import { RESULT_COLUMNS, resultsCsvHead, resultsCsvRow } from '../../../src/core/batch/results/resultsCsv.ts';
import { itemMarkdown, resultsMarkdownHead } from '../../../src/core/batch/results/resultsMarkdown.ts';
import { answered } from './resultsStage.ts';

const item: Item = {
  number: 7,
  customId: 'src/a.ts#f:3',
  inputHash: 'h',
  byteOffset: 0,
  byteLength: 1,
  state: 'done',
  tries: 2,
  amountNanoYuan: 1_500_000,
  source: { uri: 'file:///w/src/a.ts', sha256: 's', languageId: 'typescript', lines: { startLine: 2, endLine: 5 } },
};

const words = {
  totals: 'All done.',
  more: 'There are more.',
  cut: 'It was cut.',
  empty: 'It is empty.',
  failed: ({ state }: Item) => `Not answered: ${state}`,
  fileOf: (uri: string) => uri.slice(uri.lastIndexOf('/w/') + 3),
};

const csvWords = {
  headers: Object.fromEntries(RESULT_COLUMNS.map(column => [column, column.toUpperCase()])) as Record<
    (typeof RESULT_COLUMNS)[number],
    string
  >,
  states: { waiting: 'Waiting', running: 'Running', done: 'Done', failed: 'Failed', cancelled: 'Cancelled' },
  fileOf: words.fileOf,
};

function job(total: number): Job {
  return {
    id: 'j',
    model: 'm',
    createdAtMs: 0,
    state: 'done',
    plan: {
      title: 'Two\nlines',
      origin: 'files',
      workspace: '',
      way: 'requests',
      folder: '/f',
      maxOutputTokens: 1,
    },
    counts: { total, waiting: 0, running: 0, done: total, failed: 0, cancelled: 0 },
    amountNanoYuan: 0,
    runners: 0,
  } as unknown as Job;
}

describe('A results document', () => {
  it('starts with the title and state of the job, and says when it is incomplete', () => {
    assert.equal(resultsMarkdownHead(job(2_000), words), '# Two lines\n\nAll done.\n');
    assert.equal(resultsMarkdownHead(job(2_001), words), '# Two lines\n\nAll done.\n\nThere are more.\n');
  });

  it('shows a heading, the location and the answer of an item', () => {
    const text = itemMarkdown({ ...item, outcome: answered('It adds.') }, words);
    assert.equal(text, '\n## 7. `src/a.ts#f:3`\n\n`src/a.ts:3–5`\n\nIt adds.\n');
  });

  it('says why an item has no answer, and whether an answer is empty or cut off', () => {
    const { source: _, ...other } = item;
    assert.equal(
      itemMarkdown({ ...other, state: 'failed' }, words),
      '\n## 7. `src/a.ts#f:3`\n\n> Not answered: failed\n',
    );
    assert.match(itemMarkdown({ ...item, outcome: answered(' ') }, words), /\n\n> It is empty\.\n$/);
    const outcome = {
      state: 'done',
      model: 'm',
      answer: { text: 'Half', reasoning: '', toolCalls: [], finish: 'length' },
    } as const;
    assert.match(itemMarkdown({ ...item, outcome }, words), /\n\nHalf\n\n> It was cut\.\n$/);
  });

  it('closes what an answer leaves open before the next item', () => {
    const ends = (text: string): string => itemMarkdown({ ...item, outcome: answered(text) }, words);
    assert.match(ends('````md\n```\nx'), /\nx\n````\n$/);
    assert.match(ends('<!-- x'), /<!-- x\n\n-->\n$/);
    assert.match(ends('<script>\nx'), /x\n\n<\/script>\n$/);
    assert.match(ends('<!-- x -->'), /<!-- x -->\n$/);
  });

  it('escapes Markdown and line breaks in ids', () => {
    const text = itemMarkdown({ ...item, customId: '`a`\n# [x](http://x) ``b', outcome: answered('x') }, words);
    assert.match(text, /^\n## 7\. ``` `a` # \[x\]\(http:\/\/x\) ``b ```\n/);
  });
});

describe('A results table', () => {
  it('has one row for each item, with exact amounts', () => {
    assert.equal(resultsCsvHead(csvWords).slice(0, 21), '\uFEFFCUSTOMID,STATE,MODEL');
    assert.equal(
      resultsCsvRow({ ...item, outcome: answered('a, "b"\nc') }, csvWords),
      'src/a.ts#f:3,Done,ernie-5.1,"a, ""b""\nc",,10,2,0.0015,2,as-1,src/a.ts\r\n',
    );
  });

  it('shows why an item failed, and leaves unknown values empty', () => {
    const { amountNanoYuan: _, ...other } = item;
    const outcome = {
      state: 'failed',
      failure: { kind: 'refused', code: 'rpm_rate_limit_exceeded', requestId: 'as-9' },
    } as const;
    assert.equal(
      resultsCsvRow({ ...other, state: 'failed', outcome }, csvWords),
      'src/a.ts#f:3,Failed,,,refused rpm_rate_limit_exceeded,,,,2,as-9,src/a.ts\r\n',
    );
  });

  it('never turns the text of a model or a file into a formula', () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1']) {
      const row = resultsCsvRow({ ...item, customId: text, outcome: answered(text) }, csvWords);
      assert.ok(row.startsWith(`'${text},`) || row.startsWith(`"'${text}`), row);
      assert.ok(row.includes(`ernie-5.1,'${text},`) || row.includes(`ernie-5.1,"'${text}`), row);
    }
  });
});
