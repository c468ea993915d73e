import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LearnedTokens } from '../../../../src/core/flow/limits/learnedTokens.ts';

const T = 1_700_000_000_000;

describe('LearnedTokens', () => {
  it('does not limit tokens while no limit is known', () => {
    const tokens = new LearnedTokens();
    for (let call = 0; call < 100; call++) tokens.sent(0, 1_000_000, T);
    assert.ok(tokens.dueMs(0, 1_000_000, false, T) <= T);
  });

  it('spreads 95 % of the user’s limit over the minute', () => {
    const tokens = new LearnedTokens();
    tokens.sent(60_000, 1_900, T);
    // 950 tokens a second; half the time of the next request may be missing.
    assert.equal(Math.round(tokens.dueMs(60_000, 950, false, T) - T), 1_500);
    assert.equal(Math.round(tokens.dueMs(60_000, 950, true, T) - T), 1_000);
  });

  it('uses the lower of the user’s limit and the service’s', () => {
    const dueMs = (told: number, own: number): number => {
      const tokens = new LearnedTokens();
      tokens.told({ tokens: told });
      tokens.sent(own, 9_500, T);
      return Math.round(tokens.dueMs(own, 0, false, T) - T + 20);
    };
    assert.equal(dueMs(60_000, 0), 10_000);
    assert.equal(dueMs(60_000, 30_000), 20_000);
    assert.equal(dueMs(30_000, 60_000), 20_000);
  });

  it('uses the sum where the service limits input and output separately', () => {
    const tokens = new LearnedTokens();
    tokens.told({ inputTokens: 40_000 });
    assert.equal(tokens.toJSON().told, undefined);
    tokens.told({ inputTokens: 40_000, outputTokens: 20_000 });
    assert.equal(tokens.toJSON().told, 60_000);
  });

  it('refunds unused tokens, and charges those beyond the estimate', () => {
    const dueMs = (used: number): number => {
      const tokens = new LearnedTokens();
      tokens.sent(60_000, 9_500, T);
      tokens.ended(9_500, used, T);
      return Math.round(tokens.dueMs(60_000, 0, false, T) - T + 20);
    };
    assert.equal(dueMs(9_500), 10_000);
    assert.equal(dueMs(950), 1_000);
    assert.equal(dueMs(19_000), 20_000);
    assert.ok(dueMs(0) <= 20);
  });

  it('admits a question larger than the limit after a minute without requests', () => {
    const tokens = new LearnedTokens();
    assert.ok(tokens.dueMs(1_000, 50_000, false, T) <= T);
    tokens.sent(1_000, 50_000, T);
    const dueMs = tokens.dueMs(1_000, 50_000, true, T);
    assert.ok(dueMs > T + 59_000 && dueMs <= T + 61_300);
  });

  it('never exceeds the user’s limit in any sliding minute', () => {
    const asked = fc.record({ waitMs: fc.nat(3_000), tokens: fc.nat(4_000), isInteractive: fc.boolean() });
    fc.assert(
      fc.property(fc.array(asked, { minLength: 30, maxLength: 60 }), each => {
        const tokens = new LearnedTokens();
        const sent: { atMs: number; tokens: number }[] = [];
        let nowMs = T;
        for (const { waitMs, tokens: wanted, isInteractive } of each) {
          nowMs = Math.max(nowMs + waitMs, Math.ceil(tokens.dueMs(10_000, wanted, isInteractive, nowMs + waitMs)));
          tokens.sent(10_000, wanted, nowMs);
          sent.push({ atMs: nowMs, tokens: wanted });
          const minute = sent.filter(({ atMs }) => atMs > nowMs - 60_000).reduce((sum, { tokens }) => sum + tokens, 0);
          assert.ok(minute <= 10_000, `${minute} in a minute`);
        }
      }),
    );
  });
});
