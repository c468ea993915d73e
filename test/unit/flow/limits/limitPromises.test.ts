import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LearnedLimits, LimitSettings, Ticket } from '../../../../src/core/flow/limits/learnedLimits.ts';
import { BATCH, SETTINGS, T, ask, fresh, reread, waitMs } from './exampleLane.ts';

describe('Learned limits under any events', () => {
  const happening = fc.record({
    what: fc.constantFrom('send', 'answer', 'refuse', 'retry', 'fail', 'tell', 'exhaust', 'clock'),
    waitMs: fc.nat(5_000),
    value: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  /** Applies these events to a lane, rereading it as another window after each. */
  function happen(each: readonly { what: string; waitMs: number; value: number }[]): [LearnedLimits, number] {
    let limits = fresh(0.7);
    let nowMs = T;
    const tickets: Ticket[] = [];
    for (const { what, waitMs: passedMs, value } of each) {
      nowMs += passedMs;
      if (what === 'clock') nowMs += (value - 0.5) * 10 * 3_600_000;
      if (what === 'tell') limits.told({ requests: Math.ceil(1_000 * value), tokens: 10_000 * value }, nowMs);
      if (what === 'exhaust') limits.told({ remainingRequests: 0 }, nowMs);
      if (what === 'send') tickets.push(limits.sent(SETTINGS, { ...BATCH, tokens: 10_000 * value }, nowMs));
      const ticket = ['answer', 'refuse', 'retry', 'fail'].includes(what) ? tickets.shift() : undefined;
      if (ticket === undefined) continue;
      if (what === 'answer') limits.answered(ticket, nowMs);
      if (what === 'refuse') limits.refused(ticket, nowMs);
      if (what === 'retry') limits.refused(ticket, nowMs, 100_000 * value);
      if (what === 'fail') limits.failed(ticket, nowMs);
      limits.ended(ticket, what === 'answer' ? 10_000 * value : 0, nowMs, true);
      limits = reread(limits);
    }
    return [limits, nowMs];
  }

  it('never wait much longer than a minute, even if the clock is set', () => {
    /** After the clock was set back, a wait may end within a period that counts again: that of the sums, the pacer's. */
    const MOST_WAITS = 3;
    const what = fc.tuple(fc.array(happening, { maxLength: 60 }), fc.double({ min: -1, max: 1, noNaN: true }));
    const allThree: Parameters<typeof happen>[0] = [
      { what: 'tell', waitMs: 0, value: 1 },
      { what: 'send', waitMs: 0, value: 0 },
      { what: 'refuse', waitMs: 0, value: 0 },
      { what: 'send', waitMs: 1_800, value: 1 },
    ];
    const holds = fc.property(what, ([each, jump]) => {
      const [limits, lastMs] = happen(each);
      for (const nowMs of [lastMs, lastMs + jump * 10 * 3_600_000, lastMs + jump * 60_000]) {
        let atMs = nowMs;
        const waits: number[] = [];
        while (waitMs(limits, atMs) > 0) {
          waits.push(waitMs(limits, atMs));
          assert.ok(waits.length <= MOST_WAITS && Math.max(...waits) <= 62_301, waits.join());
          atMs += waits.at(-1) ?? 0;
        }
      }
    });
    fc.assert(holds, { numRuns: 300, examples: [[[allThree as never, -1]]] });
  });
});

describe('A known limit of requests per minute', () => {
  const arrivals = fc.array(fc.record({ waitMs: fc.nat(3_000), isInteractive: fc.boolean() }), {
    minLength: 50,
    maxLength: 150,
  });

  /** Sends each request as early as allowed, and returns the most in any sliding minute. */
  function mostInMinute(
    each: readonly { waitMs: number; isInteractive: boolean }[],
    settings: (nowMs: number) => LimitSettings,
    limits = fresh(),
  ): number {
    const sentAt: number[] = [];
    let nowMs = T;
    let most = 0;
    for (const { waitMs: passedMs, isInteractive } of each) {
      nowMs += passedMs;
      const sending = { ...BATCH, isInteractive };
      nowMs = Math.max(nowMs, Math.ceil(limits.dueMs(settings(nowMs), sending, nowMs)));
      const ticket = limits.sent(settings(nowMs), sending, nowMs);
      limits.answered(ticket, nowMs);
      limits.ended(ticket, BATCH.tokens, nowMs, true);
      sentAt.push(nowMs);
      most = Math.max(most, sentAt.filter(atMs => atMs > nowMs - 60_000).length);
    }
    return most;
  }

  it('is kept in any sliding minute when the user sets it', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 600 }), fc.constantFrom(1, 20), (each, limit, haste) => {
        const hasty = each.map(one => ({ ...one, waitMs: Math.floor(one.waitMs / haste) }));
        const most = mostInMinute(hasty, () => ({ ...SETTINGS, requestsPerMinute: limit }));
        assert.ok(most <= limit, `${most} of ${limit}`);
      }),
    );
  });

  it('is kept in any sliding minute when the service states it', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 100 }), (each, limit) => {
        const limits = fresh();
        limits.told({ requests: limit }, T);
        const most = mostInMinute(each, () => SETTINGS, limits);
        assert.ok(most <= limit, `${most} of ${limit}`);
      }),
    );
  });

  it('applies from the moment it is set or lowered', () => {
    const limits = fresh();
    for (let call = 0; call < 50; call++) ask(limits, T + 100 * call);
    for (const limit of [60, 50, 40, 1]) {
      const settings = { ...SETTINGS, requestsPerMinute: limit };
      const dueMs = T + 5_000 + waitMs(limits, T + 5_000, settings);
      const stillCounted = Array.from({ length: 50 }, (_, call) => T + 100 * call).filter(at => at > dueMs - 60_000);
      assert.ok(stillCounted.length < limit, `${stillCounted.length} of ${limit}`);
    }
  });

  it('is used to more than 96 % by a batch', () => {
    for (const limit of [1, 7, 60, 600]) {
      const settings = { ...SETTINGS, requestsPerMinute: limit };
      const limits = fresh();
      let nowMs = T;
      for (let call = 0; call < 20 * limit; call++) {
        nowMs = Math.max(nowMs, limits.dueMs(settings, BATCH, nowMs));
        limits.sent(settings, BATCH, nowMs);
      }
      const share = (20 * limit - 1) / limit / ((nowMs - T) / 60_000);
      assert.ok(share > 0.96, `${share} of ${limit}`);
    }
  });
});
