import assert from 'node:assert/strict';
import { NO_SUMS } from '../../../../src/core/spend/report/sums.ts';
import { exampleUsage, EXAMPLE_TODAY, emptyUsage } from '../../../support/exampleUsage.ts';
import { inBothLanguages, loadUsageWords } from '../../../support/usageWords.ts';
import { speak } from '../../../support/vscodeStandIn.ts';
import { wordingProblems } from '../../l10n/wording.ts';

const YUAN = 1_000_000_000;
const NO_FACTS = { budgets: [], lanes: [], warnAtPercent: [80, 100], pausedConsumers: [] };

describe('The texts of the usage page', () => {
  let words: Awaited<ReturnType<typeof loadUsageWords>>;

  before(async () => {
    words = await loadUsageWords();
    speak('en');
  });

  const picture = (change: object = {}) => {
    const report = exampleUsage({ hasUnknownPrice: true });
    return words.usagePicture({
      choice: { range: '30days' },
      query: report.query,
      today: EXAMPLE_TODAY,
      isLoading: false,
      hasFailed: false,
      report,
      live: NO_FACTS,
      ...change,
    });
  };

  it('never show 0 for an unknown price', () => {
    const unknown = { amountNanoYuan: 0, estimatedNanoYuan: 0, unknownPrice: 3 };
    assert.deepEqual(
      inBothLanguages(() => words.spendText(unknown)),
      ['unknown', '未知'],
    );
    assert.equal(words.spendText({ ...unknown, amountNanoYuan: 1.5 * YUAN }), '¥1.50+');
    assert.equal(words.spendText({ ...unknown, unknownPrice: 0 }), '¥0.0000');
  });

  it('mark estimated amounts', () => {
    assert.equal(words.spendText({ amountNanoYuan: YUAN, estimatedNanoYuan: 1, unknownPrice: 2 }), '≈¥1.00+');
    const { marks } = words.usageReportView(
      { ...exampleUsage(), totals: { ...NO_SUMS, estimatedNanoYuan: 1, unknownPrice: 1234 } },
      NO_FACTS,
    );
    assert.match(marks.join('\n'), /^≈ .*\n\+ .*1,234$/);
  });

  it('round shares, but never up to 100%', () => {
    assert.deepEqual([words.percentText(3, 7), words.percentText(1, 7)], ['42.9%', '14.3%']);
    assert.equal(words.percentText(9999, 10_000), '99.9%');
    assert.equal(words.percentText(10_000, 10_000), '100%');
    assert.equal(words.percentText(0, 10), '0.0%');
    assert.equal(words.percentText(0, 0), '–');
  });

  it('shorten large counts, with the next unit from a thousand on', () => {
    assert.deepEqual([9999, 10_000, 999_949, 999_950, 1_500_000, 2_000_000_000].map(words.shortCount), [
      '9,999',
      '10.0K',
      '999.9K',
      '1.0M',
      '1.5M',
      '2.0B',
    ]);
  });

  it('format the range as the language does', () => {
    const [english, chinese] = inBothLanguages(() => picture().range.text);
    assert.match(english, /^Oct 28\s–\sNov 26, 2026$/u);
    assert.equal(chinese, '2026年10月28日至2026年11月26日');
  });

  it('state the success rates of questions and of requests separately', () => {
    const report = exampleUsage();
    const tiles = new Map(words.usageReportView(report, NO_FACTS).tiles.map(tile => [tile.id, tile]));
    const { answered, failed } = report.questions;
    assert.equal(tiles.get('questions')?.value, words.percentText(answered, answered + failed));
    assert.equal(
      tiles.get('requests')?.value,
      words.percentText(report.totals.ok, report.totals.ok + report.totals.failed),
    );
    const [, chinese] = inBothLanguages(() => words.usageReportView(report, NO_FACTS).tiles.map(({ label }) => label));
    assert.ok(chinese.includes('提问成功率') && chinese.includes('请求成功率'), chinese.join());
  });

  it('show a forecast with its range, and none in the first days of a month', () => {
    const monthOf = (report: ReturnType<typeof exampleUsage>) =>
      words.usageReportView(report, NO_FACTS).tiles.find(({ id }) => id === 'month');
    const report = exampleUsage();
    assert.deepEqual(monthOf(report), {
      id: 'month',
      label: 'Month forecast',
      value: '≈¥36.50',
      detail: '¥33.90 to ¥40.20; ¥31.64 so far',
    });
    const early = monthOf({ ...report, month: { amountNanoYuan: YUAN, forecast: undefined } });
    assert.equal(early?.value, '¥1.00');
    assert.equal(early.detail, 'too early for a forecast');
  });

  it('distinguish an empty ledger from an empty range', () => {
    assert.equal(words.usageReportView(emptyUsage(), NO_FACTS).empty, 'never');
    assert.equal(words.usageReportView(emptyUsage(['ernie-5.1']), NO_FACTS).empty, 'here');
    assert.equal(words.usageReportView(exampleUsage(), NO_FACTS).empty, null);
    const cachedOnly = { ...emptyUsage(), questions: { answered: 1, failed: 0, cancelled: 0 } };
    assert.equal(words.usageReportView(cachedOnly, NO_FACTS).empty, null);
  });

  it('offer filters with a choice, and one that is set although its name is gone', () => {
    const dimensions = (change: object) => picture(change).filters.map(({ dimension, chosen }) => [dimension, chosen]);
    const one = exampleUsage({ names: { endpoint: ['only'], consumer: ['only'] } });
    assert.deepEqual(dimensions({ report: one }), [
      ['model', null],
      ['feature', null],
      ['workspace', null],
    ]);
    assert.deepEqual(dimensions({ report: undefined, query: { ...one.query, filter: { workspace: '' } } }), [
      ['workspace', ''],
    ]);
  });

  it('keep the report beside a failure', () => {
    const { failure, report } = picture({ hasFailed: true });
    assert.match(failure?.message ?? '', /The log says why/);
    assert.notEqual(report, null);
  });

  it('follow the wording rules in Chinese, whatever they are composed of', () => {
    const live = {
      budgets: [
        { budget: budget('all', '', 'day'), spentNanoYuan: 0, reservedNanoYuan: 1 },
        { budget: budget('workspace', 'notes', 'month'), spentNanoYuan: YUAN, reservedNanoYuan: 0 },
        { budget: budget('batch', 'docs', 'whole'), spentNanoYuan: 0, reservedNanoYuan: 0 },
      ],
      lanes: [
        {
          endpoint: 'qianfan',
          model: 'ernie',
          state: 'open',
          openUntilMs: 0,
          requestsPerMinute: 3,
          inFlight: 1,
          concurrency: 2,
        },
        { endpoint: 'qianfan', model: 'ernie', state: 'probing', inFlight: 1, concurrency: 2 },
      ],
      warnAtPercent: [80, 100],
      pausedConsumers: ['ask-wenxin'],
    };
    const [english, chinese] = inBothLanguages(() => textsIn(picture({ live, hasFailed: true })));
    assert.equal(english.length, chinese.length);
    // VS Code's own date format has no spaces between Han characters and digits.
    const written = chinese.map(text => text.replace(/(\d+年)?\d+月\d+日(周.)?/gu, '某日'));
    const wrong = written.flatMap(text => wordingProblems(text).map(problem => `${text}: ${problem}`));
    assert.deepEqual([...new Set(wrong)], []);
    const untranslated = english.filter((text, place) => /[a-z]{4,} [a-z]{3,}/.test(text) && chinese[place] === text);
    assert.deepEqual([...new Set(untranslated)], []);
  });
});

function budget(scope: string, name: string, period: string) {
  return { scope, name, period, limitNanoYuan: YUAN };
}

/** Returns all texts in a value, at any depth, except ids. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => (name === 'id' ? [] : textsIn(part)));
}
