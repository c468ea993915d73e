import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Permit } from '../../../src/core/admission.ts';
import type { Booking, Usage } from '../../../src/core/booking.ts';
import type { ChatEvent } from '../../../src/core/chat.ts';
import type { ModelPrice } from '../../../src/core/money.ts';
import { FLAT_PLAN_PRICE } from '../../../src/core/qianfan/flatPlan.ts';
import type { LedgerEntry } from '../../../src/core/spend/attemptRows.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { amountOf, worstCaseOf } from '../../../src/core/spend/prices.ts';
import { estimateMessagesTokens, estimateTokens, inputBound } from '../../../src/core/tokens.ts';
import { enterLedger } from '../../support/exampleAdmission.ts';
import { exampleLedger, examplePrice } from '../../support/exampleLedger.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const nothing: Usage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
const usage: Usage = { inputTokens: 120, cachedInputTokens: 20, outputTokens: 50, reasoningTokens: 30 };
const content = (type: 'text' | 'reasoning', text: string): ChatEvent => ({ type, text });

describe('LedgerRegister', () => {
  let clock: VirtualClock;
  let ledger: Ledger;

  beforeEach(() => {
    clock = new VirtualClock();
    ledger = exampleLedger({ clock });
  });

  afterEach(() => ledger.close());

  const enter = (request = exampleAttempt(), price: ModelPrice = examplePrice): Promise<Permit> =>
    enterLedger({ ledger, clock, request, price });

  const newest = (): LedgerEntry => ledger.bookings(1)[0] ?? assert.fail('no booking');

  it('commits an open row with the estimate and the worst case before it admits an attempt', async () => {
    const request = exampleAttempt();
    await enter(request);
    const { outcome, usage: known, reservedNanoYuan, amountNanoYuan } = newest();
    assert.equal(outcome, undefined);
    assert.equal(amountNanoYuan, undefined);
    assert.equal(known.inputTokens, estimateMessagesTokens(request.messages));
    assert.equal(reservedNanoYuan, worstCaseOf(examplePrice, inputBound(request.messages), request.maxOutputTokens));
  });

  it('stores who asked, for what, and when', async () => {
    await enter(
      exampleAttempt({ feature: 'explain', workspace: '项目', consumer: 'other.ext', cause: 'batch', attempt: 2 }),
    );
    const entry = newest();
    assert.deepEqual(
      [entry.questionId, entry.attempt, entry.endpoint, entry.model],
      ['question-1', 2, 'example', 'ernie-test'],
    );
    assert.deepEqual(
      [entry.feature, entry.workspace, entry.consumer, entry.cause],
      ['explain', '项目', 'other.ext', 'batch'],
    );
    assert.deepEqual(
      [entry.sentAtMs, entry.localDay, entry.billDay, entry.utcOffsetMinutes],
      [clock.now(), 20261122, 20261122, 480],
    );
  });

  it('stores how long the question waited before it was sent', async () => {
    await clock.advance(1_500);
    await enter(exampleAttempt({ arrivedAtMs: 250 }));
    assert.equal(newest().waitMs, 1_250);
  });

  it('books zero under a flat plan, and says so', async () => {
    const permit = await enter(exampleAttempt(), FLAT_PLAN_PRICE);
    permit.observe({ type: 'done', finish: 'stop', usage });
    const { amountNanoYuan, isFlat, rate } = permit.settle('ok');
    assert.deepEqual([amountNanoYuan, isFlat, rate], [0, true, undefined]);
    assert.equal(newest().amountNanoYuan, 0);
  });

  it('books exactly the usage that the service counted', async () => {
    const permit = await enter();
    permit.answerStarted('as-1');
    await clock.advance(250);
    permit.observe(content('text', 'not counted'));
    await clock.advance(1_000);
    permit.observe(content('text', 'nor this'));
    permit.observe({ type: 'done', finish: 'stop', usage });
    const booking = permit.settle('ok');
    assert.deepEqual(booking, {
      questionId: 'question-1',
      model: 'ernie-test',
      endpoint: 'example',
      usage,
      source: 'usage',
      amountNanoYuan: 100 * 800 + 20 * 200 + 50 * 3_200,
      rate: { inputNanoYuan: 800, cachedInputNanoYuan: 200, outputNanoYuan: 3_200 },
      outcome: 'ok',
      firstContentMs: 250,
      totalMs: 1_250,
    } satisfies Booking);
    const { firstContentMs, totalMs, requestId, amountNanoYuan, usage: booked, source, outcome } = newest();
    assert.deepEqual(
      { firstContentMs, totalMs, requestId, amountNanoYuan, usage: booked, source, outcome },
      {
        firstContentMs: 250,
        totalMs: 1_250,
        requestId: 'as-1',
        amountNanoYuan: booking.amountNanoYuan,
        usage,
        source: 'usage',
        outcome: 'ok',
      },
    );
  });

  it('estimates a complete answer without usage', async () => {
    const request = exampleAttempt();
    const permit = await enter(request);
    for (const event of [content('reasoning', '嗯，'), content('text', '你好'), content('text', '！')])
      permit.observe(event);
    permit.observe({ type: 'done', finish: 'stop' });
    const booking = permit.settle('ok');
    const reasoningTokens = estimateTokens('嗯，');
    const estimate = {
      inputTokens: estimateMessagesTokens(request.messages),
      cachedInputTokens: 0,
      outputTokens: reasoningTokens + estimateTokens('你好！'),
      reasoningTokens,
    };
    assert.deepEqual(booking.usage, estimate);
    assert.equal(booking.source, 'estimate');
    assert.equal(booking.amountNanoYuan, amountOf(examplePrice, estimate));
    assert.deepEqual(newest().usage, estimate);
  });

  for (const outcome of ['failed', 'cancelled'] as const) {
    it(`books nothing for an attempt that ${outcome} before the answer began`, async () => {
      for (const price of [examplePrice, undefined]) {
        const permit = await enter(exampleAttempt(), price);
        const booking = permit.settle(outcome);
        assert.deepEqual(booking.usage, nothing);
        assert.equal(booking.amountNanoYuan, 0);
        assert.equal(newest().amountNanoYuan, 0);
        assert.equal(newest().outcome, outcome);
        assert.equal(newest().firstContentMs, undefined);
      }
    });

    it(`books what was received for an answer that ${outcome} later`, async () => {
      const permit = await enter();
      permit.answerStarted(undefined);
      assert.equal((await started(outcome)).usage.outputTokens, 0);
      permit.observe(content('text', '一半'));
      const booking = permit.settle(outcome);
      assert.equal(booking.usage.outputTokens, estimateTokens('一半'));
      assert.ok(booking.usage.inputTokens > 0);
      assert.equal(booking.source, 'estimate');
      assert.ok((booking.amountNanoYuan ?? 0) > 0);
    });
  }

  /** Settles an attempt whose answer began without any content. */
  async function started(outcome: Booking['outcome']): Promise<Booking> {
    const permit = await enter();
    permit.answerStarted(undefined);
    const booking = permit.settle(outcome);
    assert.ok((booking.amountNanoYuan ?? 0) > 0);
    return booking;
  }

  it('treats content as the beginning of an answer even if that was not reported', async () => {
    const permit = await enter();
    permit.observe({ type: 'safety', verdict: 'warn' });
    assert.ok((permit.settle('failed').amountNanoYuan ?? 0) > 0);
  });

  it('estimates tool calls as part of the answer', async () => {
    const permit = await enter();
    permit.answerStarted('as-1');
    permit.observe({ type: 'toolCall', index: 0, id: 'call-1', name: 'read', arguments: '{"path":' });
    permit.observe({ type: 'toolCall', index: 0, arguments: '"src/a.ts"}' });
    permit.observe({ type: 'done', finish: 'tools' });
    assert.equal(permit.settle('ok').usage.outputTokens, estimateTokens('read{"path":"src/a.ts"}'));
  });

  it('books no amount, rather than 0, when the price is unknown', async () => {
    const permit = await enterLedger({ ledger, clock, price: 'unknown' });
    assert.equal(newest().reservedNanoYuan, 0);
    permit.observe({ type: 'done', finish: 'stop', usage });
    assert.equal(permit.settle('ok').amountNanoYuan, undefined);
    assert.equal(newest().amountNanoYuan, undefined);
    assert.deepEqual(ledger.todaySpend(), {
      amountNanoYuan: 0,
      estimated: false,
      unknownPrice: 1,
      requests: 1,
      answered: 1,
      failed: 0,
      savedNanoYuan: 0,
    });
  });

  it('books an amount of 0 for a free model', async () => {
    const free = { ...examplePrice, tiers: [{ upToInputTokens: null, inputNanoYuan: 0, outputNanoYuan: 0 }] };
    const permit = await enter(exampleAttempt(), free);
    permit.observe({ type: 'done', finish: 'stop', usage });
    assert.equal(permit.settle('ok').amountNanoYuan, 0);
    assert.deepEqual(ledger.todaySpend(), {
      amountNanoYuan: 0,
      estimated: false,
      unknownPrice: 0,
      requests: 1,
      answered: 1,
      failed: 0,
      savedNanoYuan: 0,
    });
  });

  it('estimates when the reported usage is impossible', async () => {
    for (const wrong of [-1, 0.5, NaN, Infinity, 1e12]) {
      const permit = await enter();
      permit.observe(content('text', '你好'));
      permit.observe({ type: 'done', finish: 'stop', usage: { ...usage, outputTokens: wrong } });
      const booking = permit.settle('ok');
      assert.equal(booking.source, 'estimate');
      assert.equal(booking.usage.outputTokens, estimateTokens('你好'));
      assert.equal(newest().outcome, 'ok');
    }
  });

  it('books in full what the service bills beyond the reservation', async () => {
    const permit = await enter(exampleAttempt({ maxOutputTokens: 10 }));
    permit.observe({ type: 'done', finish: 'stop', usage: { ...usage, outputTokens: 100_000 } });
    assert.equal(permit.settle('ok').usage.outputTokens, 100_000);
  });

  it('settles once: later calls return the first booking and write nothing', async () => {
    const outcomes = fc.array(fc.constantFrom('ok', 'failed', 'cancelled'), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(outcomes, async calls => {
        const permit = await enter();
        const first = permit.settle(calls[0] ?? 'ok');
        for (const outcome of calls.slice(1)) {
          permit.observe({ type: 'done', finish: 'stop', usage });
          assert.equal(permit.settle(outcome), first);
        }
        assert.equal(newest().outcome, calls[0]);
        assert.equal(newest().amountNanoYuan, first.amountNanoYuan);
      }),
      { numRuns: 30 },
    );
  });

  it('never estimates more than it reserved', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.array(text, { maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        async (asked, got, max) => {
          const permit = await enter(
            exampleAttempt({ messages: [{ role: 'user', content: asked }], maxOutputTokens: max }),
          );
          got.forEach((part, index) => permit.observe(content(index % 2 === 0 ? 'reasoning' : 'text', part)));
          const { amountNanoYuan, usage: booked } = permit.settle('cancelled');
          assert.ok((amountNanoYuan ?? 0) <= newest().reservedNanoYuan);
          assert.ok(booked.reasoningTokens <= booked.outputTokens);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('measures time from sending, not from the request for admission', async () => {
    await ledger.ready();
    const admit = ledger.admit.bind(ledger);
    ledger.admit = async (...args) => {
      await clock.advance(4_000);
      return admit(...args);
    };
    const permit = await enter();
    await clock.advance(10);
    assert.equal(permit.settle('cancelled').totalMs, 10);
  });
});
