import assert from 'node:assert/strict';
import type { BudgetName, BudgetState } from '../../../../src/core/budget.ts';
import type { LedgerEntry } from '../../../../src/core/spend/attemptRows.ts';
import type { LaneFacts } from '../../../../src/host/usage/usagePorts.ts';
import { exampleUsage } from '../../../support/exampleUsage.ts';
import { inBothLanguages, loadUsageWords } from '../../../support/usageWords.ts';
import { speak } from '../../../support/vscodeStandIn.ts';

const YUAN = 1_000_000_000;

interface Amounts {
  readonly limit?: number;
  readonly spent?: number;
  readonly reserved?: number;
}

describe('A receipt in the usage panel', () => {
  let words: Awaited<ReturnType<typeof loadUsageWords>>;

  before(async () => {
    words = await loadUsageWords();
    speak('en');
  });

  const ENTRY: LedgerEntry = {
    ...(exampleUsage().recent[1] ?? assert.fail()),
    outcome: 'ok',
    source: 'usage',
    amountNanoYuan: 12_300_000,
    usage: { inputTokens: 1234, cachedInputTokens: 512, outputTokens: 356, reasoningTokens: 20 },
    requestId: 'as-1',
    waitMs: 120,
    firstContentMs: 850,
    totalMs: 3210,
  };
  const receiptOf = (change: object) => {
    const [receipt] = words.receipts({ ...exampleUsage(), recent: [{ ...ENTRY, ...change }] });
    return receipt ?? assert.fail();
  };
  const detailsOf = (change: object) =>
    new Map(receiptOf(change).details.map(({ label, value }): [string, string] => [label, value]));

  it('states the price and its parts', () => {
    assert.equal(receiptOf({}).amount, '¥0.0123');
    assert.equal(receiptOf({}).tokens, '1,234 + 356');
    const details = detailsOf({});
    assert.equal(details.get('Input tokens'), '1,234 (512 cached)');
    assert.equal(details.get('Output tokens'), '356 (20 reasoning)');
    assert.equal(details.get('Waited before sending'), '120 ms');
    assert.equal(details.get('First token after'), '850 ms');
    assert.equal(details.get('Whole answer after'), '3.2 s');
    assert.equal(details.get('Request ID'), 'as-1');
  });

  it('marks an estimate', () => {
    assert.equal(receiptOf({ source: 'estimate' }).amount, '≈¥0.0123');
    assert.equal(receiptOf({ source: 'estimate' }).tokens, '≈1,234 + ≈356');
    assert.equal(detailsOf({ source: 'estimate' }).get('Counted by'), 'an estimate of ours (≈)');
  });

  it('is labelled as a correction, with its sign', () => {
    const correction = {
      ...{ feature: 'correction', consumer: 'person', model: '', outcome: 'cancelled', amountNanoYuan: -2 * YUAN },
      usage: { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 },
    };
    const told = inBothLanguages(() => {
      const { feature, amount, outcome, level } = receiptOf(correction);
      return [
        feature,
        amount,
        outcome,
        level,
        detailsOf(correction).get('Consumer') ?? detailsOf(correction).get('来源'),
      ];
    });
    assert.deepEqual(told, [
      ['Correction', '-¥2.00', 'Corrected', null, 'You'],
      ['更正', '-¥2.00', '已更正', null, '你'],
    ]);
  });

  it('says that a price is unknown', () => {
    assert.deepEqual(
      inBothLanguages(() => receiptOf({ amountNanoYuan: undefined }).amount),
      ['unknown', '未知'],
    );
  });

  it('states the highest possible price of a request in progress', () => {
    const underWay = { outcome: undefined, amountNanoYuan: undefined, reservedNanoYuan: 71_000_000 };
    assert.equal(receiptOf(underWay).amount, '≤¥0.0710');
    assert.equal(receiptOf(underWay).level, null);
    assert.equal(receiptOf({ ...underWay, reservedNanoYuan: 0 }).amount, '–');
  });

  it('omits unknown details', () => {
    const details = detailsOf({ waitMs: undefined, firstContentMs: undefined, requestId: undefined });
    assert.deepEqual(
      ['Waited before sending', 'First token after', 'Request ID'].filter(label => details.has(label)),
      [],
    );
  });

  it('names the price it was booked at, and its source', () => {
    const tiers = [
      { upToInputTokens: 1000, inputNanoYuan: 1000, outputNanoYuan: 2000 },
      { upToInputTokens: null, inputNanoYuan: 4000, cachedInputNanoYuan: 1000, outputNanoYuan: 16_000 },
    ];
    const listed = detailsOf({ price: { tiers, source: 'Baidu price page', asOf: '2026-09-24' } });
    assert.equal(listed.get('Price'), '¥4 in, ¥1 cached, ¥16 out per million tokens');
    assert.equal(listed.get('Price source'), 'list price as of 2026-09-24');
    const served = detailsOf({ price: { tiers, source: 'a.example /models', asOf: '2026-09-24' } });
    assert.equal(served.get('Price source'), 'price from a.example as of 2026-09-24');
    const own = detailsOf({ price: { tiers: tiers.slice(0, 1), source: 'wenxin.prices', asOf: '' } });
    assert.equal(own.get('Price'), '¥1 in, ¥2 out per million tokens');
    assert.equal(own.get('Price source'), 'your own price (wenxin.prices)');
    const flat = detailsOf({ price: { tiers, source: 'flat plan', asOf: '', isFlat: true } });
    assert.equal(flat.get('Price'), 'flat plan: no charge per token');
    assert.equal(detailsOf({ price: undefined }).get('Price'), 'unknown');
  });

  it('states the cause of a failure', () => {
    const details = detailsOf({ outcome: 'failed', failure: 'refused' });
    assert.equal(details.get('Cause of failure'), 'Rate limit');
    assert.equal(detailsOf({ failure: 'of-a-newer-version' }).get('Cause of failure'), 'of-a-newer-version');
  });

  it('exists once for each attempt', () => {
    const twice = words.receipts({ ...exampleUsage(), recent: [ENTRY, { ...ENTRY, attempt: ENTRY.attempt + 1 }] });
    assert.equal(new Set(twice.map(({ id }) => id)).size, 2);
  });
});

describe('A budget in the usage panel', () => {
  let words: Awaited<ReturnType<typeof loadUsageWords>>;

  before(async () => {
    words = await loadUsageWords();
    speak('en');
  });

  /** Returns a budget's view; amounts are in yuan. */
  const viewOf = (
    { limit = 5, spent = 1, reserved = 0, ...name }: Partial<BudgetName> & Amounts,
    warnAtPercent: readonly number[] = [80, 100],
  ) => {
    const state: BudgetState = {
      budget: { scope: 'all', name: '', period: 'day', ...name, limitNanoYuan: limit * YUAN },
      spentNanoYuan: spent * YUAN,
      reservedNanoYuan: reserved * YUAN,
    };
    const [view] = words.liveView({ budgets: [state], lanes: [], warnAtPercent, pausedConsumers: [] }).budgets;
    return view ?? assert.fail();
  };

  it('states what is spent, left and reserved', () => {
    assert.equal(viewOf({}).amount, '¥1.00 of ¥5.00 (20.0%)');
    assert.equal(viewOf({}).detail, '¥4.00 left');
    assert.equal(viewOf({ reserved: 1 }).detail, '¥3.00 left, ¥1.00 reserved for requests under way');
  });

  it('warns from the lowest configured percentage, and says at its end that nothing more is sent', () => {
    assert.equal(viewOf({ spent: 2.49 }, [90, 50]).level, 'good');
    assert.equal(viewOf({ spent: 2.5 }, [90, 50]).level, 'warning');
    assert.equal(viewOf({ spent: 4.99 }, []).level, 'good');
    assert.equal(viewOf({ spent: 3.99 }).level, 'good');
    assert.equal(viewOf({ spent: 4 }).level, 'warning');
    assert.equal(viewOf({ spent: 5 }).level, 'bad');
    assert.match(viewOf({ spent: 5 }).detail, /nothing more is sent/);
  });

  it('has a bar that is never longer than the whole', () => {
    for (const [spent, reserved] of [
      [4, 3],
      [9, 1],
      [0, 9],
    ] as const) {
      const { spentShare, reservedShare } = viewOf({ spent, reserved });
      assert.ok(spentShare + reservedShare <= 1, `${spent} and ${reserved}`);
    }
  });

  it('is named after its scope and period', () => {
    assert.deepEqual(
      inBothLanguages(() => viewOf({ scope: 'workspace', name: 'notes', period: 'month' }).name),
      ['Monthly budget: notes', '每月预算：notes'],
    );
    assert.equal(viewOf({ scope: 'feature', name: 'explain' }).name, 'Daily budget: Explain');
    assert.equal(viewOf({ scope: 'batch', name: 'docs', period: 'whole' }).name, 'Batch budget: docs');
  });
});

describe('A model at an endpoint in the usage panel', () => {
  let words: Awaited<ReturnType<typeof loadUsageWords>>;

  before(async () => {
    words = await loadUsageWords();
    speak('en');
  });

  const viewOf = (change: Partial<LaneFacts>) => {
    const lane: LaneFacts = {
      endpoint: 'qianfan',
      model: 'ernie-5.1',
      state: 'normal',
      inFlight: 2,
      concurrency: 5,
      ...change,
    };
    const [view] = words.liveView({ budgets: [], lanes: [lane], warnAtPercent: [80, 100], pausedConsumers: [] }).lanes;
    return view ?? assert.fail();
  };

  it('states the circuit breaker’s state, in the words of the glossary', () => {
    const states = () => (['normal', 'open', 'probing'] as const).map(state => viewOf({ state }).state);
    assert.deepEqual(inBothLanguages(states), [
      ['Normal', 'Paused', 'Trying again'],
      ['正常', '已熔断', '试探中'],
    ]);
  });

  it('states the time of the next try', () => {
    assert.match(viewOf({ state: 'open', openUntilMs: Date.now() }).state, /^Paused, next try at \d\d:\d\d:\d\d$/);
  });

  it('states its limits when they are known', () => {
    assert.equal(viewOf({}).details, 'qianfan · 2 of 5 concurrent requests');
    const limited = viewOf({ requestsPerMinute: 3, tokensPerMinute: 150_000 });
    assert.equal(limited.details, 'qianfan · 2 of 5 concurrent requests · 3 RPM · 150.0K TPM');
  });
});
