import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { BudgetState } from '../../../src/core/budget.ts';
import type { AttemptRequest } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { affordable, leavesRoom } from '../../../src/core/spend/affordable.ts';
import { amountOf } from '../../../src/core/spend/prices.ts';
import { inputBound } from '../../../src/core/tokens.ts';
import { examplePrice } from '../../support/exampleLedger.ts';
import { dailyBudget } from '../../support/exampleAdmission.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';

const request = exampleAttempt({ messages: [{ role: 'user', content: 'why?' }], maxOutputTokens: 1_000 });
const INPUT = inputBound(request.messages) * 800;
/** The most that `request` can cost. */
const WHOLE = INPUT + 1_000 * 3_200;

const fit = (budget: number, spent: number, reserved: number, change: Partial<AttemptRequest> = {}) =>
  affordable({ ...request, ...change }, examplePrice, [state(budget, spent, reserved)]);

const state = (limit: number, spentNanoYuan: number, reservedNanoYuan: number): BudgetState => {
  return { budget: dailyBudget(limit), spentNanoYuan, reservedNanoYuan };
};

const isKind = (kind: string) => (error: unknown) => error instanceof WenxinError && error.kind === kind;

describe('A request under budgets', () => {
  it('has no limit without a budget, and reserves its worst case', () => {
    const whole = { maxOutputTokens: 1_000, reservedNanoYuan: WHOLE };
    assert.deepEqual(affordable(request, examplePrice, []), whole);
    assert.deepEqual(affordable(request, undefined, []), { ...whole, reservedNanoYuan: 0 });
  });

  it('fits exactly at the limit, and not with one nano-yuan less', () => {
    assert.equal(fit(WHOLE + 5, 5, 0)?.maxOutputTokens, 1_000);
    assert.equal(fit(WHOLE + 4, 5, 0)?.maxOutputTokens, 999);
  });

  it('has its answer shortened to what is left, and the tightest budget reported', () => {
    const limit = INPUT + 600 * 3_200 + 1;
    assert.deepEqual(fit(limit + 9, 9, 0), {
      maxOutputTokens: 600,
      reservedNanoYuan: INPUT + 600 * 3_200,
      tightest: state(limit + 9, 9, 0),
    });
  });

  it('is refused when what is left pays for fewer than 256 output tokens, with its worst case reported', () => {
    const least = INPUT + 256 * 3_200;
    assert.equal(fit(least, 0, 0)?.maxOutputTokens, 256);
    assert.throws(
      () => fit(least + 7, 8, 0),
      (error: unknown) => {
        assert.ok(error instanceof WenxinError && error.kind === 'budget');
        const { budget, budgetNanoYuan, spentNanoYuan, worstNanoYuan } = error.details;
        assert.deepEqual(budget, { scope: 'all', name: '', period: 'day' });
        assert.deepEqual([budgetNanoYuan, spentNanoYuan, worstNanoYuan], [least + 7, 8, WHOLE]);
        return true;
      },
    );
  });

  it('reserves for its tool definitions too', () => {
    const options = { tools: [{ name: 'read', description: 'x'.repeat(1_000) }] };
    const whole = affordable(request, examplePrice, []);
    const more = affordable({ ...request, options }, examplePrice, []);
    assert.ok((more?.reservedNanoYuan ?? 0) >= (whole?.reservedNanoYuan ?? Infinity) + 1_000 * 800);
  });

  it('may be shorter than 256 output tokens when it asks for fewer itself', () => {
    assert.equal(fit(INPUT + 16 * 3_200, 0, 0, { maxOutputTokens: 16 })?.maxOutputTokens, 16);
  });

  it('waits when only reservations of others block it', () => {
    assert.equal(fit(2 * WHOLE - 1, 0, WHOLE), undefined);
    assert.equal(fit(2 * WHOLE, 0, WHOLE)?.reservedNanoYuan, WHOLE);
  });

  it('is admitted over budget up to the amount the user consented to', () => {
    assert.equal(fit(0, 5, 0, { consent: { allowance: { upToNanoYuan: WHOLE } } })?.maxOutputTokens, 1_000);
    assert.throws(() => fit(0, 5, 0, { consent: { allowance: { upToNanoYuan: WHOLE - 1 } } }), isKind('budget'));
    assert.throws(() => fit(0, 5, 0, { consent: { allowance: 'unpriced' } }), isKind('budget'));
  });

  it('must fit into each of several budgets, and reports the tightest one', () => {
    const roomy = state(10 * WHOLE, 0, 0);
    const month: BudgetState = {
      budget: { scope: 'workspace', name: 'shop', period: 'month', limitNanoYuan: 3 * WHOLE },
      spentNanoYuan: 2 * WHOLE + 3_200,
      reservedNanoYuan: 0,
    };
    for (const states of [
      [roomy, month],
      [month, roomy],
    ]) {
      assert.equal(affordable(request, examplePrice, states)?.maxOutputTokens, 999);
      assert.equal(affordable(request, examplePrice, states)?.tightest, month);
    }
    const full = { ...month, spentNanoYuan: 3 * WHOLE };
    assert.throws(
      () => affordable(request, examplePrice, [roomy, full]),
      (error: unknown) => error instanceof WenxinError && error.details.budget?.name === 'shop',
    );
    const held = { ...roomy, reservedNanoYuan: 10 * WHOLE };
    assert.equal(affordable(request, examplePrice, [held, month]), undefined, 'waits for what the other budget holds');
  });

  it('may not use the last 5 % of a budget as a batch, nor the last fifth as a refresh', () => {
    const batch = { ...request, cause: 'batch' as const };
    assert.equal(affordable(batch, examplePrice, [state(20 * WHOLE, 18 * WHOLE, 0)])?.maxOutputTokens, 1_000);
    assert.throws(() => affordable(batch, examplePrice, [state(20 * WHOLE, 18 * WHOLE + 1, 0)]), WenxinError);
    assert.equal(affordable(request, examplePrice, [state(20 * WHOLE, 19 * WHOLE, 0)])?.maxOutputTokens, 1_000);
    const refresh = { ...request, cause: 'refresh' as const };
    assert.equal(leavesRoom(refresh, examplePrice, [state(20 * WHOLE, 10 * WHOLE, 5 * WHOLE)]), true);
    assert.equal(leavesRoom(refresh, examplePrice, [state(20 * WHOLE, 10 * WHOLE, 5 * WHOLE + 1)]), false);
    assert.equal(leavesRoom(refresh, undefined, [state(20 * WHOLE, 0, 0)]), false);
    assert.equal(leavesRoom(refresh, undefined, []), true);
  });

  it('may spend a batch budget to its end as a batch, but never with a shortened answer', () => {
    const batch = { ...request, cause: 'batch' as const, batch: 'b1' };
    const ofBatch = (spentNanoYuan: number) => {
      const budget = { scope: 'batch', name: 'b1', period: 'whole', limitNanoYuan: 20 * WHOLE } as const;
      return { budget, spentNanoYuan, reservedNanoYuan: 0 };
    };
    assert.equal(affordable(batch, examplePrice, [ofBatch(19 * WHOLE)])?.maxOutputTokens, 1_000);
    assert.throws(
      () => affordable(batch, examplePrice, [ofBatch(19 * WHOLE + 1)]),
      (error: unknown) =>
        error instanceof WenxinError && error.kind === 'budget' && error.details.budget?.name === 'b1',
    );
    assert.ok((affordable(request, examplePrice, [ofBatch(19 * WHOLE + 1)])?.maxOutputTokens ?? 0) < 1_000);
  });

  it('is admitted for a free model even when the budget is used up', () => {
    const free = { ...examplePrice, tiers: [{ upToInputTokens: null, inputNanoYuan: 0, outputNanoYuan: 0 }] };
    assert.equal(affordable(request, free, [state(5, 10, 0)])?.reservedNanoYuan, 0);
  });

  it('is refused for a model of unknown price unless the user consented to that', () => {
    const ask = (change: Partial<AttemptRequest>) =>
      affordable({ ...request, ...change }, undefined, [state(1e12, 0, 0)]);
    assert.throws(() => ask({}), isKind('price-unknown'));
    assert.throws(() => ask({ consent: { allowance: { upToNanoYuan: 1e12 } } }), isKind('price-unknown'));
    assert.equal(ask({ consent: { allowance: 'unpriced' } })?.reservedNanoYuan, 0);
  });

  it('never reserves less than any answer within its limits can cost', () => {
    const amount = fc.integer({ min: 0, max: 200_000_000 });
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 20_000 }),
        fc.integer({ min: 1, max: 65_536 }),
        amount,
        amount,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (content, maxOutputTokens, budget, spent, inputShare, outputShare) => {
          const messages = [{ role: 'user' as const, content }];
          let fitting: ReturnType<typeof fit>;
          try {
            fitting = fit(budget, spent, 0, { messages, maxOutputTokens });
          } catch (error) {
            assert.ok(isKind('budget')(error));
            return;
          }
          assert.ok(fitting !== undefined);
          assert.ok(spent + fitting.reservedNanoYuan <= budget);
          const usage = {
            inputTokens: Math.floor(inputShare * inputBound(messages)),
            cachedInputTokens: 0,
            outputTokens: Math.floor(outputShare * fitting.maxOutputTokens),
            reasoningTokens: 0,
          };
          assert.ok(amountOf(examplePrice, usage) <= fitting.reservedNanoYuan);
        },
      ),
    );
  });
});
