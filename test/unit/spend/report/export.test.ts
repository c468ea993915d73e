import assert from 'node:assert/strict';
import type { Database } from '../../../../src/core/database/database.ts';
import { CSV_COLUMNS, csvHead, csvLine, type CsvHeaders } from '../../../../src/core/spend/report/exportCsv.ts';
import { exportedAttempt, type ExportedAttempt } from '../../../../src/core/spend/report/exportedAttempt.ts';
import { exportPiece, type ExportQuery } from '../../../../src/core/spend/report/exportPiece.ts';
import type { ExportPlace } from '../../../../src/core/spend/report/exportRows.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';
import { writeHistory } from '../../../support/usageHistory/yearOfHistory.ts';
import { openLedgerFile } from '../ledgerFile.ts';
import { attemptRows, countedUsage } from './countedUsage.ts';
import { insertOpenAttempt, plainLedger } from './plainLedger.ts';

const HEADERS = Object.fromEntries(CSV_COLUMNS.map(column => [column, column])) as CsvHeaders;
const ALL = { firstDay: 0, lastDay: 99999999, filter: {} };
const CSV: ExportQuery = { ...ALL, format: { name: 'csv', headers: HEADERS } };
const JSON_FILE: ExportQuery = { ...ALL, format: { name: 'json' } };

function whole(database: Database, query: ExportQuery): string {
  let text = '';
  let after: ExportPlace | undefined;
  do {
    const piece = exportPiece(database, query, after);
    text += piece.text;
    after = piece.next;
  } while (after !== undefined);
  return text;
}

/** Parses strict RFC 4180 CSV, character by character. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let [row, cell, isQuoted] = [[] as string[], '', false];
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') cell += text.charAt(++at);
      else isQuoted = false;
    } else if (character === '"') {
      assert.equal(cell, '', 'a quote within a plain cell');
      isQuoted = true;
    } else if (character === ',') {
      row.push(cell);
      cell = '';
    } else if (character === '\r') {
      assert.equal(text[++at], '\n');
      rows.push([...row, cell]);
      [row, cell] = [[], ''];
    } else {
      assert.notEqual(character, '\n', 'a line that ends with LF alone');
      cell += character;
    }
  }
  assert.deepEqual([row, cell, isQuoted], [[], '', false], 'a line without an end');
  return rows;
}

/** Returns the rows of a CSV file as objects. */
function csvRows(text: string): Record<string, string>[] {
  assert.equal(text[0], '\uFEFF');
  const [header = [], ...rows] = parseCsv(text.slice(1));
  assert.deepEqual(header, [...CSV_COLUMNS]);
  return rows.map(row => {
    assert.equal(row.length, header.length);
    return Object.fromEntries(header.map((column, index) => [column, row[index] ?? '']));
  });
}

const attemptsIn = (text: string): ExportedAttempt[] => (JSON.parse(text) as { attempts: ExportedAttempt[] }).attempts;

/** Exports one attempt with this change, and returns its row. */
function oneLine(change: Partial<ExportedAttempt>): Record<string, string> {
  const attempt = exportedAttempt({
    questionId: 'q',
    attempt: 1,
    account: '',
    endpoint: 'e',
    model: 'm',
    workspace: 'w',
    feature: 'chat',
    consumer: 'self',
    cause: 'user',
    sentAtMs: 0,
    localDay: 20261122,
    billDay: 20261122,
    utcOffsetMinutes: 480,
    reservedNanoYuan: 0,
    usage: { inputTokens: 1, cachedInputTokens: 0, outputTokens: 2, reasoningTokens: 0 },
    source: 'usage',
    outcome: 'ok',
  });
  const [row = {}] = csvRows(csvHead(HEADERS) + csvLine({ ...attempt, ...change }));
  return row;
}

describe('An export of the usage', () => {
  let database: Database;
  before(async () => {
    database = await openLedgerFile(temporaryFolder());
    writeHistory(database, { attempts: 3_000, days: 60, endMs: Date.parse('2026-11-22T15:20:00+08:00') });
    insertOpenAttempt(database);
  });
  after(() => database.close());

  it('has each settled attempt once, sorted by day, in both formats', () => {
    const rows = attemptRows(database).filter(({ state }) => state !== 0);
    const keys = rows.map(row => `${String(row['question'])} ${String(row['number'])}`);
    const json = attemptsIn(whole(database, JSON_FILE));
    assert.deepEqual(
      json.map(({ question, attempt }) => `${question} ${attempt}`),
      keys,
    );
    const csv = csvRows(whole(database, CSV));
    assert.deepEqual(
      csv.map(row => `${row['question']} ${row['attempt']}`),
      keys,
    );
    assert.ok(json.every(({ localDay }, index) => index === 0 || localDay >= (json[index - 1]?.localDay ?? '')));
  });

  it('adds up to the report, for ranges and filters', () => {
    const rows = attemptRows(database);
    for (const filter of [{}, { model: 'ernie-5.1' }, { feature: 'chat', workspace: '' }]) {
      const range = { firstDay: 20261015, lastDay: 20261115, filter };
      const { totals } = countedUsage(rows, range.firstDay, range.lastDay, filter);
      const json = attemptsIn(whole(database, { ...JSON_FILE, ...range }));
      const sum = (of: (attempt: ExportedAttempt) => number): number => json.reduce((all, each) => all + of(each), 0);
      assert.ok(totals.requests > 50);
      assert.equal(json.length, totals.requests);
      assert.equal(
        sum(each => each.amountNanoYuan ?? 0),
        totals.amountNanoYuan,
      );
      assert.equal(
        sum(each => each.inputTokens),
        totals.inputTokens,
      );
      const csv = csvRows(whole(database, { ...CSV, ...range }));
      const nano = csv.map(row =>
        BigInt(
          (row['amountYuan'] ?? '').replace(
            /^(\d+)\.?(\d*)$/,
            (_, yuan: string, part: string) => yuan + part.padEnd(9, '0'),
          ) || 0,
        ),
      );
      assert.equal(
        nano.reduce((all, each) => all + each, 0n),
        BigInt(totals.amountNanoYuan),
      );
      assert.equal(csv.filter(row => row['amountYuan'] === '').length, totals.unknownPrice);
    }
  });

  it('is a valid file even without attempts', async () => {
    const empty = await openLedgerFile(temporaryFolder());
    assert.deepEqual(csvRows(whole(empty, CSV)), []);
    assert.deepEqual(JSON.parse(whole(empty, { ...JSON_FILE, firstDay: 20261101, lastDay: 20261130 })), {
      format: 'ask-wenxin-usage',
      version: 1,
      amounts: 'nano-yuan, 1e-9 CNY',
      firstDay: 20261101,
      lastDay: 20261130,
      attempts: [],
    });
    empty.close();
  });

  it('is complete when a piece ends exactly with the last attempt', async () => {
    const times = Array.from({ length: 2_000 }, () => ({ at: '2026-11-22T10:00:00+08:00' }));
    const full = await plainLedger(times);
    assert.equal(attemptsIn(whole(full, JSON_FILE)).length, 2_000);
    assert.equal(csvRows(whole(full, CSV)).length, 2_000);
    full.close();
  });

  it('has times with the offset of their moment, and days in ISO format', async () => {
    const place = await plainLedger(
      [{ at: '2026-03-07T23:30:00.125-05:00' }, { at: '2026-03-08T23:30:00-04:00' }],
      'America/New_York',
    );
    const attempts = attemptsIn(whole(place, JSON_FILE));
    assert.deepEqual(
      attempts.map(({ sentAt, localDay }) => [sentAt, localDay]),
      [
        ['2026-03-07T23:30:00.125-05:00', '2026-03-07'],
        ['2026-03-08T23:30:00.000-04:00', '2026-03-08'],
      ],
    );
    place.close();
  });

  it('has the price each attempt was booked at, and null for what is unknown', () => {
    const attempts = attemptsIn(whole(database, JSON_FILE));
    const known = attempts.find(({ model }) => model === 'ernie-5.1');
    assert.equal(known?.price?.tiers[0]?.inputNanoYuan, 4_000);
    const unknown = attempts.find(({ price }) => price === null);
    assert.equal(unknown?.amountNanoYuan, null);
    assert.equal(unknown.requestId, null);
  });

  const evil = [
    '=1+1',
    '=HYPERLINK("http://evil.example","click")',
    '+1',
    '-1+2',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1+1',
    '＠x',
  ];
  for (const text of evil) {
    it(`makes no formula of ${JSON.stringify(text)}`, () => {
      assert.equal(oneLine({ workspace: text })['workspace'], `'${text}`);
    });
  }

  it('keeps other texts unchanged, whatever they contain', () => {
    for (const text of ['a,b', 'say "hi"', '"', ',', 'two\r\nlines', "'quoted'", '文心 🙂', ' = 1', 'a=b', '']) {
      assert.equal(oneLine({ workspace: text })['workspace'], text);
    }
  });

  it('escapes formulas in a whole CSV file from a ledger too, but not in JSON', async () => {
    const odd = await plainLedger(evil.map(workspace => ({ at: '2026-11-22T10:00:00+08:00', workspace })));
    assert.deepEqual(
      csvRows(whole(odd, CSV)).map(row => row['workspace']),
      evil.map(text => `'${text}`),
    );
    assert.deepEqual(
      attemptsIn(whole(odd, JSON_FILE)).map(({ workspace }) => workspace),
      evil,
    );
    odd.close();
  });

  it('escapes formulas in a header too', () => {
    assert.ok(csvHead({ ...HEADERS, model: '=a,"b"' }).includes(`,"'=a,""b""",`));
  });

  it('has exact amounts in yuan', () => {
    const amounts: readonly (readonly [nano: number | null, text: string])[] = [
      [0, '0'],
      [1, '0.000000001'],
      [1_000_000_000, '1'],
      [1_230_000_000, '1.23'],
      [10_000_000_001, '10.000000001'],
      [9_007_199_254_740_991, '9007199.254740991'],
      [-1_500_000_000, '-1.5'],
      [null, ''],
    ];
    for (const [amountNanoYuan, text] of amounts) assert.equal(oneLine({ amountNanoYuan })['amountYuan'], text);
  });
});
