import assert from 'node:assert/strict';
import type { Ticket } from '../../../../src/core/flow/limits/learnedLimits.ts';
import { BATCH, SETTINGS, T, ask, fresh, reread, waitMs } from './exampleLane.ts';

describe('LearnedLimits', () => {
  it('lets a new lane send at once, 8 requests at a time', () => {
    const limits = fresh();
    assert.equal(waitMs(limits, T), 0);
    assert.equal(limits.concurrency(SETTINGS), 8);
    assert.equal(limits.concurrency({ ...SETTINGS, maxConcurrency: 5 }), 5);
    assert.equal(limits.holdMs, undefined);
    assert.equal(limits.requestsPerMinute(SETTINGS), undefined);
  });

  it('reports the limit that applies, whether set by the user or the service', () => {
    const limits = fresh();
    assert.equal(limits.requestsPerMinute({ ...SETTINGS, requestsPerMinute: 60 }), 60);
    limits.told({ requests: 30 }, T);
    assert.equal(limits.requestsPerMinute({ ...SETTINGS, requestsPerMinute: 60 }), 30);
    assert.equal(limits.requestsPerMinute(SETTINGS), 30);
  });

  it('averages how long attempts hold their slots, without refused ones', () => {
    const limits = fresh();
    ask(limits, T);
    assert.equal(limits.holdMs, 100);
    limits.ended(limits.sent(SETTINGS, BATCH, T), 50, T + 1_100, false);
    assert.equal(limits.holdMs, 200);
    limits.ended(limits.sent(SETTINGS, BATCH, T), 0, T + 5, false);
    limits.ended(limits.sent(SETTINGS, BATCH, T), 50, T - 7_200_000, false);
    assert.equal(limits.holdMs, 200);
  });

  it('charges estimated tokens, and corrects them at the end', () => {
    const settings = { ...SETTINGS, tokensPerMinute: 60_000 };
    const limits = fresh();
    const ticket = limits.sent(settings, { ...BATCH, tokens: 19_000 }, T);
    assert.ok(waitMs(limits, T, settings) > 19_000);
    limits.ended(ticket, undefined, T + 100, false);
    assert.ok(waitMs(limits, T, settings) > 19_000);
    limits.ended(ticket, 1_900, T + 100, false);
    assert.ok(waitMs(limits, T, settings) < 2_000);
  });

  describe('when the service reports what remains', () => {
    it('pauses until the next minute plus up to a second when nothing remains', () => {
      for (const field of [
        'remainingRequests',
        'remainingTokens',
        'remainingInputTokens',
        'remainingOutputTokens',
      ] as const) {
        const limits = fresh(0.5);
        limits.told({ [field]: 0 }, T + 20_000);
        assert.equal(waitMs(limits, T + 20_000), 40_500, field);
      }
    });

    it('does not pause while something remains', () => {
      const limits = fresh();
      limits.told({ requests: 6_000, remainingRequests: 1, remainingTokens: 1 }, T);
      assert.equal(waitMs(limits, T), 0);
    });
  });

  describe('when a request is refused', () => {
    it('pauses and lowers the concurrency after a burst', () => {
      const limits = fresh();
      limits.refused(limits.sent(SETTINGS, BATCH, T), T + 1);
      assert.equal(waitMs(limits, T + 1), 100);
      assert.equal(limits.concurrency(SETTINGS), 4);
    });

    it('learns only from the first of several requests in flight together', () => {
      const limits = fresh();
      const tickets = Array.from({ length: 8 }, () => limits.sent(SETTINGS, BATCH, T));
      for (const ticket of tickets) limits.refused(ticket, T + 1);
      assert.equal(limits.concurrency(SETTINGS), 4);
      assert.equal(waitMs(limits, T + 1), 100);
    });

    it('accepts tickets from another window', () => {
      const limits = fresh();
      const ticket = JSON.parse(JSON.stringify(limits.sent(SETTINGS, BATCH, T))) as Ticket;
      const other = reread(limits);
      other.refused(ticket, T + 1);
      assert.equal(other.concurrency(SETTINGS), 4);
      const third = reread(other);
      third.refused(ticket, T + 2);
      assert.equal(third.concurrency(SETTINGS), 4);
    });

    it('waits at least Retry-After, plus up to a tenth, for at most 61 s', () => {
      for (const [retryAfterMs, random, expectedMs] of [
        [3_000, 0, 3_000],
        [3_000, 0.5, 3_150],
        [0, 0.5, 100],
        [-5, 0.5, 100],
        [50, 0, 100],
        [60_000, 1, 61_000],
        [36_000_000, 0, 60_000],
      ] as const) {
        const limits = fresh(random);
        limits.refused(limits.sent(SETTINGS, BATCH, T), T, retryAfterMs);
        assert.equal(waitMs(limits, T), expectedMs, `${retryAfterMs}`);
      }
    });

    it('respects Retry-After even when there is nothing new to learn', () => {
      const limits = fresh();
      const tickets = [1, 2].map(() => limits.sent(SETTINGS, BATCH, T));
      for (const ticket of tickets) limits.refused(ticket, T, ticket === tickets[1] ? 5_000 : undefined);
      assert.equal(waitMs(limits, T), 5_000);
    });

    it('pauses during a drought at most until shortly after the next minute begins', () => {
      const limits = fresh(0.5);
      for (let call = 0; call < 1_000; call++) ask(limits, T + 40_000 + 10 * call);
      for (let refusal = 0; refusal < 12; refusal++)
        limits.refused(limits.sent(SETTINGS, BATCH, T + 50_000), T + 50_000);
      assert.equal(waitMs(limits, T + 50_000), 10_500);
    });
  });

  it('lowers the concurrency when the service is busy', () => {
    const limits = fresh();
    limits.failed(limits.sent(SETTINGS, BATCH, T), T + 1);
    assert.equal(limits.concurrency(SETTINGS), 5);
    assert.equal(waitMs(limits, T + 1), 0);
  });
});
