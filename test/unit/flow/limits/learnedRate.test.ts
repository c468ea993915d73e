import assert from 'node:assert/strict';
import { LearnedRate } from '../../../../src/core/flow/limits/learnedRate.ts';

const T = 1_700_000_000_000;

/** Sends `perSecond` requests a second, answered at once, for `seconds`. Returns the end time. */
function bear(rate: LearnedRate, perSecond: number, seconds: number, fromMs: number): number {
  for (let call = 0; call < perSecond * seconds; call++) {
    const nowMs = fromMs + (1_000 * call) / perSecond;
    rate.sent(0, nowMs);
    rate.answered(rate.cuts, nowMs);
  }
  return fromMs + 1_000 * seconds;
}

/** Returns a rate learned from one refusal after two seconds of 100 answered requests a second. */
function cutAt(nowMs: number): LearnedRate {
  const rate = new LearnedRate();
  bear(rate, 100, 2, nowMs - 2_000);
  rate.refused(nowMs);
  return rate;
}

const tried = (rate: LearnedRate): number => rate.toJSON().rate ?? Infinity;
const isAbout = (actual: number, expected: number, share = 0.001): void =>
  assert.ok(Math.abs(actual / expected - 1) <= share, `${actual} is not about ${expected}`);

describe('LearnedRate', () => {
  it('does not limit a new lane', () => {
    const rate = new LearnedRate();
    for (let call = 0; call < 1_000; call++) rate.sent(0, T);
    assert.ok(rate.dueMs(0, false, T) <= T);
    assert.equal(rate.perMinute(0), undefined);
  });

  it('learns no rate from a refused burst', () => {
    const rate = new LearnedRate();
    bear(rate, 20, 0.3, T);
    assert.deepEqual(rate.refused(T + 300), { pauseMs: 100, isBurst: true });
    assert.equal(rate.perMinute(0), undefined);
  });

  it('begins with 85 % of what was answered in the last second', () => {
    const rate = cutAt(T);
    isAbout(tried(rate), 85, 0.1);
    assert.equal(rate.perMinute(0), Math.round(60 * tried(rate)));
  });

  it('divides a history of half a second by its own length', () => {
    const rate = new LearnedRate();
    rate.refused(bear(rate, 100, 0.5, T));
    isAbout(tried(rate), 85);
  });

  it('pauses for the time of two requests after a cut, at most a second', () => {
    const rate = new LearnedRate();
    isAbout(rate.refused(bear(rate, 100, 2, T)).pauseMs, 2_000 / tried(rate));
    const slow = new LearnedRate();
    assert.equal(slow.refused(bear(slow, 1, 60, T)).pauseMs, 1_000);
  });

  it('is cut by 12 % twice, and then by 4 %', () => {
    const rate = cutAt(T);
    const shares = [1, 2, 3, 4].map(second => {
      const before = tried(rate);
      rate.answered(rate.cuts, T + 1_000 * second);
      rate.refused(T + 1_000 * second);
      return tried(rate) / before;
    });
    for (const [index, share] of [0.88, 0.88, 0.96, 0.96].entries()) isAbout(shares[index] ?? 0, share);
  });

  it('is cut to 98 % of what was answered for more than 2 s, if that is higher', () => {
    const rate = cutAt(T);
    const borne = tried(rate) - 5;
    rate.refused(bear(rate, borne, 3, T));
    isAbout(tried(rate), 0.98 * borne, 0.01);
  });

  it('holds longer while cuts are rare, and shorter after an early cut', () => {
    const rate = cutAt(T);
    let nowMs = T;
    const holds = [9_000, 9_000, 9_000, 9_000, 9_000, 9_000, 100, 100].map(sinceMs => {
      nowMs += sinceMs;
      rate.answered(rate.cuts, nowMs);
      rate.refused(nowMs);
      return rate.toJSON().holdMs;
    });
    assert.deepEqual(holds, [500, 1_000, 2_000, 4_000, 8_000, 8_000, 4_000, 2_000]);
  });

  it('holds a low rate long enough for many answers between two refusals', () => {
    const rate = new LearnedRate();
    let nowMs = bear(rate, 4, 60, T);
    rate.refused(nowMs);
    for (let cut = 0; cut < 10; cut++) {
      nowMs = bear(rate, 4, 90, nowMs);
      rate.refused(nowMs);
    }
    const { holdMs } = rate.toJSON();
    assert.ok(holdMs > 40_000 && holdMs <= 60_000, `${holdMs}`);
  });

  it('grows after the hold, slowly and then faster and faster', () => {
    const rate = cutAt(T);
    const start = tried(rate);
    const at = (ms: number): number => {
      rate.grow(T + ms);
      return tried(rate) / start;
    };
    for (let ms = 0; ms < 1_000; ms += 10) rate.sent(0, T + ms);
    assert.equal(at(250), 1);
    isAbout(at(500), 1.08);
    isAbout(at(750), 1 + 0.03 * 2 + 0.05 * 8);
  });

  it('does not grow far beyond what is really sent', () => {
    const rate = cutAt(T);
    bear(rate, 20, 20, T);
    rate.grow(T + 1_500);
    for (let ms = 2_000; ms <= 20_000; ms += 500) rate.grow(T + ms);
    isAbout(tried(rate), cutAt(T).toJSON().rate ?? 0);
  });

  it('does not jump after hours without requests', () => {
    const rate = cutAt(T);
    const before = tried(rate);
    const morningMs = T + 10 * 3_600_000;
    for (let cut = 1; cut <= 6; cut++) {
      rate.answered(rate.cuts, T + 9_000 * cut);
      rate.refused(T + 9_000 * cut);
    }
    const night = tried(rate);
    for (let call = 0; call < 100; call++) rate.sent(0, morningMs + call);
    rate.grow(morningMs + 100);
    assert.ok(night < before);
    isAbout(tried(rate), night);
  });

  it('distinguishes a drought from single refusals, and pauses longer and longer in it', () => {
    const rate = cutAt(T);
    const pauses = [1, 2, 3, 4, 5].map(second => rate.refused(T + 10 * second).pauseMs);
    assert.deepEqual(pauses, [500, 1_000, 2_000, 4_000, 8_000]);
    rate.answered(rate.cuts, T + 20_000);
    rate.refused(T + 20_000);
    assert.equal(rate.toJSON().drought, 0);
  });

  it('detects a drought despite slow answers to earlier requests', () => {
    const rate = cutAt(T);
    const old = rate.cuts - 1;
    const pauses = [1, 2, 3, 4].map(round => {
      rate.answered(old, T + 10 * round - 5);
      return rate.refused(T + 10 * round).pauseMs;
    });
    assert.ok((pauses[0] ?? 0) < 500);
    assert.deepEqual(pauses.slice(1), [500, 1_000, 2_000]);
  });

  it('takes a drought as the end of an allowance per minute', () => {
    const rate = new LearnedRate();
    const nowMs = bear(rate, 100, 3, T);
    for (let cut = 0; cut <= 3; cut++) rate.refused(nowMs + 10 * cut);
    isAbout(tried(rate), 300 / 60);
    assert.equal(rate.toJSON().holdMs, 60_000);
  });

  it('does not derive an allowance per minute from a person’s few questions', () => {
    const rate = cutAt(T);
    for (let call = 0; call < 5; call++) rate.answered(rate.cuts, T + 120_000);
    for (let cut = 0; cut < 8; cut++) rate.refused(T + 120_000 + 10 * cut);
    assert.ok(tried(rate) > 20, `${tried(rate)}`);
  });

  it('takes a drought without any answers as an outage, and keeps the rate', () => {
    const rate = cutAt(T);
    for (let cut = 0; cut < 8; cut++) rate.refused(T + 120_000 + 10_000 * cut);
    assert.ok(tried(rate) > 20, `${tried(rate)}`);
  });

  it('never falls below one request a minute', () => {
    const rate = cutAt(T);
    for (let cut = 0; cut < 1_000; cut++) {
      rate.answered(rate.cuts, T + 1_000 * cut);
      rate.refused(T + 1_000 * cut);
    }
    assert.equal(tried(rate), 1 / 60);
    assert.equal(rate.perMinute(0), 1);
  });

  describe('when the service states its limit', () => {
    it('uses 98 % of it at once', () => {
      const rate = new LearnedRate();
      rate.told(600);
      isAbout(tried(rate), 9.8);
      assert.equal(rate.perMinute(0), 600);
      assert.equal(rate.perMinute(60), 60);
      assert.equal(rate.perMinute(6_000), 600);
    });

    it('follows a limit that is lowered or raised', () => {
      const rate = new LearnedRate();
      for (const limit of [600, 300, 1_200]) {
        rate.told(limit);
        isAbout(tried(rate), (0.98 * limit) / 60);
      }
    });

    it('keeps a lower learned rate', () => {
      const rate = cutAt(T);
      const learned = tried(rate);
      rate.told(60_000);
      assert.equal(tried(rate), learned);
      rate.told(600);
      isAbout(tried(rate), 9.8);
    });

    it('only pauses at the first refusal or at a rare one', () => {
      const rate = new LearnedRate();
      rate.told(600);
      isAbout(rate.refused(T).pauseMs, 2_000 / 9.8);
      rate.answered(rate.cuts, T);
      rate.refused(T + 6_000);
      isAbout(tried(rate), 9.8);
      rate.answered(rate.cuts, T + 6_000);
      rate.refused(T + 7_000);
      isAbout(tried(rate), 0.88 * 9.8);
    });

    it('ignores an invalid limit', () => {
      const rate = new LearnedRate();
      for (const limit of [0, -1, NaN, Infinity, 0.5]) rate.told(limit);
      assert.equal(rate.perMinute(0), undefined);
    });
  });
});
