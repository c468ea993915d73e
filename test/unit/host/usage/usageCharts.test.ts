import assert from 'node:assert/strict';
import type { UsageReport } from '../../../../src/core/spend/report/usageReport.ts';
import { exampleUsage, EXAMPLE_NOW_MS } from '../../../support/exampleUsage.ts';
import { inBothLanguages, loadUsageWords } from '../../../support/usageWords.ts';
import { speak } from '../../../support/vscodeStandIn.ts';

const YUAN = 1_000_000_000;

/** Sums of a chart lose less than this to rounding, in yuan. */
const ROUNDING = 1e-6;

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

describe('The chart of spend', () => {
  let words: Awaited<ReturnType<typeof loadUsageWords>>;

  before(async () => {
    words = await loadUsageWords();
    speak('en');
  });

  for (const days of [1, 30, 92, 93, 365]) {
    it(`adds up to the spend of ${days} days`, () => {
      const report = exampleUsage({ days });
      const { series, categories, table } = words.spendChart(report);
      assert.ok(
        Math.abs(sum(series.flatMap(({ values }) => values)) * YUAN - report.totals.amountNanoYuan) < ROUNDING * YUAN,
      );
      for (const { values, texts } of series) {
        assert.equal(values.length, categories.length);
        assert.equal(texts.length, categories.length);
      }
      assert.equal(table.rows.length, categories.length);
      for (const { cells } of table.rows) assert.equal(cells.length, table.columns.length);
    });
  }

  it('has a bar for each day of a quarter, and for each week of a year', () => {
    assert.equal(words.spendChart(exampleUsage({ days: 92 })).categories.length, 92);
    const year = words.spendChart(exampleUsage({ days: 365 }));
    assert.equal(year.categories.length, 53);
    assert.equal(year.table.caption, 'Spend per week by model');
    // The year begins on a Thursday; its second week begins on the next Monday.
    assert.deepEqual(year.categories.slice(0, 2), ['Nov 27', 'Dec 1']);
  });

  it('gives five models a colour of their own when there are more than six', () => {
    const names = (count: number) => Array.from({ length: count }, (_, place) => `model-${place}`);
    const six = words.spendChart(exampleUsage({ models: names(6) })).series.map(({ name }) => name);
    assert.equal(six.length, 6);
    assert.ok(!six.includes('Other models'));
    const seven = words.spendChart(exampleUsage({ models: names(7) })).series.map(({ name }) => name);
    assert.equal(seven.length, 6);
    assert.equal(seven.at(-1), 'Other models');
  });

  it('states the highest spend and its day', () => {
    const [english, chinese] = inBothLanguages(() => words.spendChart(exampleUsage()).summary);
    assert.match(english, /^≈?¥[\d.]+ in total; the highest was ≈?¥[\d.]+ \(\w{3} \d+, 2026\)\.$/);
    assert.match(chinese, /^共 ≈?¥[\d.]+，最高 ≈?¥[\d.]+（2026年\d+月\d+日）。$/);
  });

  it('says that no spend is known when every price is unknown', () => {
    const report = exampleUsage({ models: ['only'], hasUnknownPrice: true });
    const { series, summary, table } = words.spendChart(report);
    assert.deepEqual(series, []);
    assert.equal(summary, 'No known spend.');
    assert.equal(table.rows.at(-1)?.cells[1], 'unknown');
  });
});

describe('The chart of tokens', () => {
  let words: Awaited<ReturnType<typeof loadUsageWords>>;

  before(async () => {
    words = await loadUsageWords();
    speak('en');
  });

  it('counts every token once', () => {
    for (const days of [1, 30, 365]) {
      const report = exampleUsage({ days });
      const { series } = words.tokenChart(report);
      const { inputTokens, outputTokens } = report.totals;
      assert.equal(sum(series.flatMap(({ values }) => values)), inputTokens + outputTokens);
    }
  });

  it('states the error of the estimates when it is known', () => {
    const report = exampleUsage();
    assert.match(words.estimateNote({ ...report, estimateError: 0.042 }), /4\.2%/);
    assert.doesNotMatch(words.estimateNote({ ...report, estimateError: undefined }), /%/);
  });
});

describe('The traffic forecast', () => {
  let words: Awaited<ReturnType<typeof loadUsageWords>>;

  before(async () => {
    words = await loadUsageWords();
    speak('en');
  });

  const hours = (...requests: readonly number[]): UsageReport => ({
    ...exampleUsage(),
    hours: requests.map((count, place) => ({
      startMs: EXAMPLE_NOW_MS - (EXAMPLE_NOW_MS % 3_600_000) + place * 3_600_000,
      requests: count,
      tokens: count * 1000,
    })),
  });
  const lane = (limits: object) => ({
    endpoint: 'qianfan',
    model: 'ernie',
    state: 'normal' as const,
    inFlight: 0,
    concurrency: 5,
    ...limits,
  });

  it('marks the hours that come near a limit of requests', () => {
    const { charts, advice } = words.traffic(hours(10, 29, 30, 90), [lane({ requestsPerMinute: 1 })]);
    assert.deepEqual(charts?.requests.marked, [2, 3]);
    assert.deepEqual(
      charts.requests.table.rows.map(({ isMarked }) => isMarked ?? false),
      [false, false, true, true],
    );
    assert.match(advice[0] ?? '', /In 2 of these hours .*, first at 14:00–15:00/);
  });

  it('marks the hours that come near a limit of tokens', () => {
    const { charts } = words.traffic(hours(10, 29, 30, 90), [lane({ tokensPerMinute: 1000 })]);
    assert.deepEqual(charts?.tokens.marked, [2, 3]);
  });

  it('uses the lowest of several limits', () => {
    const lanes = [lane({ requestsPerMinute: 100 }), lane({}), lane({ requestsPerMinute: 1 })];
    assert.deepEqual(words.traffic(hours(1, 40), lanes).charts?.requests.marked, [1]);
  });

  it('marks no hour when no limit is known', () => {
    const { charts, advice } = words.traffic(hours(10, 2, 9000), [lane({})]);
    assert.deepEqual(charts?.requests.marked, []);
    assert.deepEqual(advice, ['No hour comes near a known rate limit.', '13:00–14:00 is a quiet hour for a batch.']);
  });

  it('suggests no quiet hour when all are alike', () => {
    assert.equal(words.traffic(hours(5, 5, 5), []).advice.length, 1);
  });

  it('says why there is none yet', () => {
    const { charts, advice } = words.traffic(hours(), []);
    assert.equal(charts, null);
    assert.match(advice.join(), /once a week has been recorded/);
  });
});
