import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AttemptRequest } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { affordable } from '../../../src/core/spend/dailyBudget.ts';
import { amountOf } from '../../../src/core/spend/prices.ts';
import { inputBound } from '../../../src/core/tokens.ts';
import { examplePrice } from '../../support/exampleLedger.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';

const request = exampleAttempt({ messages: [{ role: 'user', content: 'why?' }], maxOutputTokens: 1_000 });
const INPUT = inputBound(request.messages) * 800;
/** The most that `request` can cost. */
const WHOLE = INPUT + 1_000 * 3_200;

const fit = (budget: number, spent: number, reserved: number, change: Partial<AttemptRequest> = {}) =>
  affordable(
    { ...request, ...change },
    examplePrice,
    { spentNanoYuan: spent, reservedNanoYuan: reserved },
    { dailyNanoYuan: budget },
  );

const isKind = (kind: string) => (error: unknown) => error instanceof WenxinError && error.kind === kind;

describe('affordable', () => {
  it('lets everything through without a budget, and reserves the most it can cost', () => {
    const whole = { maxOutputTokens: 1_000, reservedNanoYuan: WHOLE };
    const spent = { spentNanoYuan: 1e12, reservedNanoYuan: 1e12 };
    assert.deepEqual(affordable(request, examplePrice, spent, undefined), whole);
    assert.deepEqual(affordable(request, undefined, spent, undefined), { ...whole, reservedNanoYuan: 0 });
  });

  it('fits to the last nano-yuan, and not one less', () => {
    assert.equal(fit(WHOLE + 5, 5, 0)?.maxOutputTokens, 1_000);
    assert.equal(fit(WHOLE + 4, 5, 0)?.maxOutputTokens, 999);
  });

  it('shortens the answer to what is left, and says how much that was', () => {
    assert.deepEqual(fit(INPUT + 600 * 3_200 + 1, 0, 0), {
      maxOutputTokens: 600,
      reservedNanoYuan: INPUT + 600 * 3_200,
      leftNanoYuan: INPUT + 600 * 3_200 + 1,
    });
  });

  it('refuses when what is left pays less than 256 tokens, and says what it would take', () => {
    const least = INPUT + 256 * 3_200;
    assert.equal(fit(least, 0, 0)?.maxOutputTokens, 256);
    assert.throws(
      () => fit(least + 7, 8, 0),
      (error: unknown) => {
        assert.ok(error instanceof WenxinError && error.kind === 'budget');
        const { budgetNanoYuan, spentNanoYuan, worstNanoYuan } = error.details;
        assert.deepEqual([budgetNanoYuan, spentNanoYuan, worstNanoYuan], [least + 7, 8, WHOLE]);
        return true;
      },
    );
  });

  it('reserves for the tools of a question too', () => {
    const options = { tools: [{ name: 'read', description: 'x'.repeat(1_000) }] };
    const whole = affordable(request, examplePrice, { spentNanoYuan: 0, reservedNanoYuan: 0 }, undefined);
    const more = affordable(
      { ...request, options },
      examplePrice,
      { spentNanoYuan: 0, reservedNanoYuan: 0 },
      undefined,
    );
    assert.ok((more?.reservedNanoYuan ?? 0) >= (whole?.reservedNanoYuan ?? Infinity) + 1_000 * 800);
  });

  it('does not ask for more than the request itself wanted', () => {
    assert.equal(fit(INPUT + 16 * 3_200, 0, 0, { maxOutputTokens: 16 })?.maxOutputTokens, 16);
  });

  it('waits when only what is reserved stands in the way', () => {
    assert.equal(fit(2 * WHOLE - 1, 0, WHOLE), undefined);
    assert.equal(fit(2 * WHOLE, 0, WHOLE)?.reservedNanoYuan, WHOLE);
  });

  it('lets through what was allowed once, up to the amount that was named', () => {
    assert.equal(fit(0, 5, 0, { consent: { allowance: { upToNanoYuan: WHOLE } } })?.maxOutputTokens, 1_000);
    assert.throws(() => fit(0, 5, 0, { consent: { allowance: { upToNanoYuan: WHOLE - 1 } } }), isKind('budget'));
    assert.throws(() => fit(0, 5, 0, { consent: { allowance: 'unpriced' } }), isKind('budget'));
  });

  it('lets a free model through, whatever is spent', () => {
    const free = { ...examplePrice, tiers: [{ upToInputTokens: null, inputNanoYuan: 0, outputNanoYuan: 0 }] };
    const spent = { spentNanoYuan: 10, reservedNanoYuan: 0 };
    assert.equal(affordable(request, free, spent, { dailyNanoYuan: 5 })?.reservedNanoYuan, 0);
  });

  it('refuses an unknown price, unless that was allowed', () => {
    const ask = (change: Partial<AttemptRequest>) =>
      affordable(
        { ...request, ...change },
        undefined,
        { spentNanoYuan: 0, reservedNanoYuan: 0 },
        { dailyNanoYuan: 1e12 },
      );
    assert.throws(() => ask({}), isKind('price-unknown'));
    assert.throws(() => ask({ consent: { allowance: { upToNanoYuan: 1e12 } } }), isKind('price-unknown'));
    assert.equal(ask({ consent: { allowance: 'unpriced' } })?.reservedNanoYuan, 0);
  });

  it('never reserves less than any answer within its limits can be booked as', () => {
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
