import assert from 'node:assert/strict';
import type { BillRow } from '../../../../src/core/spend/bill/billRow.ts';
import { compareBill, type Comparison, type ComparisonInput } from '../../../../src/core/spend/bill/comparison.ts';
import type { MeterRow } from '../../../../src/core/spend/bill/meterRows.ts';

const YUAN = 1_000_000_000;
const TODAY = 20261126;

const meter = (change: Partial<MeterRow> = {}): MeterRow => ({
  billDay: 20261122,
  model: 'ernie-5.1',
  amountNanoYuan: 2 * YUAN,
  estimatedNanoYuan: 0,
  lostNanoYuan: 0,
  unknownPrice: 0,
  ...change,
});

const line = (change: Partial<BillRow> = {}): BillRow => ({
  period: 20261122,
  product: '千帆大模型平台',
  item: 'ERNIE-5.1 输入',
  isPrepaid: false,
  listNanoYuan: YUAN,
  ...change,
});

const OUTPUT = line({ item: 'ERNIE-5.1 输出' });
/** A line of yesterday, so that yesterday counts as billed. */
const YESTERDAY = line({ period: 20261125, item: 'ernie-x1.1', listNanoYuan: 1 });

function compare(
  meterRows: readonly MeterRow[],
  bill: readonly BillRow[],
  change: Partial<ComparisonInput> = {},
): Comparison {
  return compareBill({
    meter: meterRows,
    bill: { rows: bill, isComplete: true, unreadable: 0 },
    models: ['ernie-x1.1', 'deepseek-v3.2'],
    today: TODAY,
    ...change,
  });
}

const table = ({ rows }: Comparison) =>
  rows.map(({ period, model, oursNanoYuan, billNanoYuan, differenceNanoYuan }) => [
    period,
    model,
    oursNanoYuan,
    billNanoYuan,
    differenceNanoYuan,
  ]);
const kinds = ({ reasons }: Comparison) => reasons.map(({ is }) => is);

describe('Comparing the ledger with the bill', () => {
  it('sums all directions of a model in one row, and gives no reasons where both agree', () => {
    const comparison = compare([meter()], [line(), OUTPUT]);
    assert.deepEqual(table(comparison), [[20261122, 'ernie-5.1', 2 * YUAN, 2 * YUAN, 0]]);
    assert.deepEqual(comparison.reasons, []);
    assert.deepEqual(comparison.totals, {
      oursNanoYuan: 2 * YUAN,
      billNanoYuan: 2 * YUAN,
      estimatedNanoYuan: 0,
      lostNanoYuan: 0,
      unknownPrice: 0,
      differenceNanoYuan: 0,
    });
  });

  it('keeps days and models apart, sorted by day and then by amount', () => {
    const rows = [meter({ billDay: 20261123 }), meter(), meter({ model: 'deepseek-v3.2', amountNanoYuan: 9 * YUAN })];
    const comparison = compare(rows, [line()]);
    assert.deepEqual(table(comparison), [
      [20261122, 'deepseek-v3.2', 9 * YUAN, undefined, 9 * YUAN],
      [20261122, 'ernie-5.1', 2 * YUAN, YUAN, YUAN],
      [20261123, 'ernie-5.1', 2 * YUAN, undefined, 2 * YUAN],
    ]);
  });

  it('compares whole months where the bill has no days, and other months by day', () => {
    const rows = [meter(), meter({ billDay: 20261101 }), meter({ billDay: 20261031 })];
    const comparison = compare(rows, [line({ period: 202611 }), OUTPUT, line({ period: 20261031 })]);
    assert.deepEqual(table(comparison), [
      [20261031, 'ernie-5.1', 2 * YUAN, YUAN, YUAN],
      [202611, 'ernie-5.1', 4 * YUAN, 2 * YUAN, 2 * YUAN],
    ]);
  });

  it('keeps items that match no model under the bill’s own words, and reports them', () => {
    const comparison = compare([meter()], [line(), OUTPUT, line({ item: '神秘模型 输入' })]);
    assert.deepEqual(
      comparison.rows.map(({ model, isMatched }) => [model, isMatched]),
      [
        ['ernie-5.1', true],
        ['神秘模型 输入', false],
      ],
    );
    assert.deepEqual(comparison.reasons, [
      { is: 'others', nanoYuan: YUAN },
      { is: 'unmatched', items: ['神秘模型 输入'] },
    ]);
  });

  it('leaves out other products and prepaid items, and names them', () => {
    const bill = [
      ...[line(), OUTPUT],
      ...[line({ product: '云服务器 BCC', item: 'CPU' }), line({ product: '云服务器 BCC', item: '内存' })],
      line({ isPrepaid: true, item: 'Tokens 量包', listNanoYuan: 7 * YUAN }),
    ];
    const comparison = compare([meter()], bill);
    assert.equal(comparison.totals.billNanoYuan, 2 * YUAN);
    assert.deepEqual(comparison.leftOut, [
      { name: '千帆大模型平台', isPrepaid: true, listNanoYuan: 7 * YUAN },
      { name: '云服务器 BCC', isPrepaid: false, listNanoYuan: 2 * YUAN },
    ]);
    assert.deepEqual(comparison.reasons, [
      { is: 'tokenPackages', isOnBill: true },
      { is: 'otherProducts', names: ['云服务器 BCC'] },
    ]);
  });

  it('suggests other people and devices where the bill has more, and names models not used here', () => {
    const comparison = compare(
      [meter({ amountNanoYuan: YUAN })],
      [line(), OUTPUT, line({ item: 'DeepSeek-V3.2 输入' })],
    );
    assert.deepEqual(comparison.reasons, [
      { is: 'others', nanoYuan: 2 * YUAN },
      { is: 'otherModels', models: ['deepseek-v3.2'] },
    ]);
  });

  it('does not call a model foreign that was used here on another day', () => {
    const bill = [line(), OUTPUT, line({ period: 20261123 })];
    assert.deepEqual(compare([meter()], bill).reasons, [{ is: 'others', nanoYuan: YUAN }]);
  });

  it('suggests the free quota and token packages where the ledger has more on a billed day', () => {
    assert.deepEqual(compare([meter()], [line(), YESTERDAY]).reasons, [
      { is: 'freeQuota', nanoYuan: YUAN },
      { is: 'tokenPackages', isOnBill: false },
    ]);
  });

  it('lists the larger reason first when some rows have more and others less', () => {
    const rows = [meter({ amountNanoYuan: 10 * YUAN }), meter({ billDay: 20261123, amountNanoYuan: 0 })];
    const bill = [line(), line({ period: 20261123, listNanoYuan: 3 * YUAN })];
    assert.deepEqual(kinds(compare(rows, bill)), ['freeQuota', 'tokenPackages', 'others']);
  });

  it('takes into account that bills lag by a day', () => {
    const rows = [meter(), meter({ billDay: 20261125 }), meter({ billDay: TODAY })];
    assert.deepEqual(compare(rows, [line(), OUTPUT]).reasons, [
      { is: 'notBilledYet', nanoYuan: 4 * YUAN, sinceDay: 20261125 },
    ]);
    const billed = compare(rows, [line(), OUTPUT, line({ period: 20261125, listNanoYuan: 2 * YUAN })]);
    assert.deepEqual(billed.reasons, [{ is: 'notBilledYet', nanoYuan: 2 * YUAN, sinceDay: TODAY }]);
  });

  it('reports how much is estimated and how many requests have no known price', () => {
    const rows = [meter({ estimatedNanoYuan: 5, lostNanoYuan: 7, unknownPrice: 3 })];
    const comparison = compare(rows, [line(), OUTPUT]);
    assert.deepEqual(comparison.reasons, [
      { is: 'unknownPrice', requests: 3 },
      { is: 'estimates', estimatedNanoYuan: 5, lostNanoYuan: 7 },
    ]);
    const { estimatedNanoYuan, lostNanoYuan, unknownPrice } = comparison.totals;
    assert.deepEqual([estimatedNanoYuan, lostNanoYuan, unknownPrice], [5, 7, 3]);
  });

  it('treats less than half a fen as rounding', () => {
    assert.deepEqual(compare([meter({ amountNanoYuan: 2 * YUAN + 4_000_000 })], [line(), OUTPUT]).reasons, []);
  });

  it('reports an incomplete bill', () => {
    const bill = { rows: [line(), OUTPUT], isComplete: false, unreadable: 2 };
    const comparison = compare([meter()], [], { bill });
    assert.deepEqual(comparison.reasons, [{ is: 'partOfBill', isComplete: false, unreadable: 2 }]);
    assert.deepEqual([comparison.isComplete, comparison.unreadable], [false, 2]);
  });

  it('gives no rows and no reasons for two empty sides', () => {
    assert.deepEqual([table(compare([], [])), kinds(compare([], []))], [[], []]);
  });
});
