import assert from 'node:assert/strict';
import { LearnedLimits } from '../../../../src/core/flow/limits/learnedLimits.ts';
import { ModelCallers, oracle, type Outcome } from '../../../support/modelCallers.ts';
import type { ModelService } from '../../../support/modelServer.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

type Service = Partial<ModelService>;
type Until = Parameters<ModelCallers['run']>[1];

/** Allows 120 requests per second, and answers about 100 of them. */
const CAPACITY_BOUND: Service = {};
/** Allows 50 requests per second. */
const RATE_BOUND: Service = { perSecond: 50, burst: 5 };
const SEEDS = [1, 2, 3];

const learned = (seed: number): LearnedLimits => LearnedLimits.from(undefined, seededRandom(seed + 100));
const oracleOf = (service: Service) => oracle(20, service === RATE_BOUND ? 49.5 : 119);

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

/** Returns the mean of runs with several seeds. */
function meanOf(run: (seed: number) => Outcome): Outcome {
  const outcomes = SEEDS.map(run);
  return {
    perSecond: mean(outcomes.map(each => each.perSecond)),
    refusedPer100: mean(outcomes.map(each => each.refusedPer100)),
    p99Ms: mean(outcomes.map(each => each.p99Ms)),
    mostRefusals: Math.max(...outcomes.map(each => each.mostRefusals)),
  };
}

/** Measures 25 s after 5 s of learning. */
function steady(callers: number, service: Service, limits: typeof learned | typeof oracleOf) {
  return meanOf(seed => {
    // Varies the seed with the number of callers.
    const run = new ModelCallers(limits === oracleOf ? oracleOf(service) : learned(seed), service, seed + callers);
    run.run(callers, { seconds: 5 });
    return run.run(callers, { seconds: 25 });
  });
}

const cold = (callers: number, service: Service, until: Until) =>
  meanOf(seed => new ModelCallers(learned(seed), service, seed).run(callers, until));
const coldOracle = (callers: number, service: Service, until: Until) =>
  meanOf(seed => new ModelCallers(oracleOf(service), service, seed).run(callers, until));

/** Measures an hour after half a minute of learning, from the stored limits. */
const remembered = (callers: number, service: Service, until: Until) =>
  meanOf(seed => {
    const before = learned(seed);
    const yesterday = new ModelCallers(before, service, seed + 50);
    yesterday.run(200, { seconds: 30 });
    const limits = LearnedLimits.from(JSON.parse(JSON.stringify(before)), seededRandom(seed));
    return new ModelCallers(limits, service, seed, {}, yesterday.time.nowMs + 3_600_000).run(callers, until);
  });

function isAtLeast(share: number, { perSecond }: { perSecond: number }, of: { perSecond: number }): void {
  const actual = perSecond / of.perSecond;
  assert.ok(
    actual >= share,
    `${perSecond.toFixed(1)}/s are ${(100 * actual).toFixed(1)} % of ${of.perSecond.toFixed(1)}/s`,
  );
}

function refusesAtMost(per100: number, { refusedPer100 }: { refusedPer100: number }): void {
  assert.ok(refusedPer100 <= per100, `${refusedPer100.toFixed(2)} refused for each 100 answers`);
}

describe('Learned limits against a model of the service', () => {
  for (const callers of [5, 20, 50, 200, 1_000]) {
    for (const tells of [true, false]) {
      const how = `for ${callers} callers ${tells ? 'with' : 'without'} headers`;

      it(`bring as many answers as an oracle from a service that is full, ${how}`, () => {
        const service = { ...CAPACITY_BOUND, tells };
        const outcome = steady(callers, service, learned);
        isAtLeast(0.97, outcome, steady(callers, service, oracleOf));
        refusesAtMost(0.2, outcome);
      });

      it(`keep a rate limit and use it, ${how}`, () => {
        const outcome = steady(callers, { ...RATE_BOUND, tells }, learned);
        isAtLeast(0.97, outcome, steady(callers, RATE_BOUND, oracleOf));
        refusesAtMost(tells ? 0.1 : 3, outcome);
      });
    }
  }

  for (const [callers, calls] of [
    [20, 400],
    [50, 600],
    [200, 800],
    [1_000, 1_000],
  ] as const) {
    it(`bring ${calls} answers to ${callers} callers almost as fast as an oracle, new or remembered`, () => {
      const best = coldOracle(callers, CAPACITY_BOUND, { calls });
      isAtLeast(0.95, cold(callers, CAPACITY_BOUND, { calls }), best);
      isAtLeast(0.97, cold(callers, { ...CAPACITY_BOUND, tells: true }, { calls }), best);
      const known = remembered(callers, CAPACITY_BOUND, { calls });
      isAtLeast(0.98, known, best);
      assert.ok(known.p99Ms <= 1.15 * best.p99Ms, `P99 ${known.p99Ms} ms, and ${best.p99Ms} ms for the oracle`);
    });
  }

  for (const [callers, calls] of [
    [10, 150],
    [50, 150],
    [200, 300],
  ] as const) {
    it(`find a rate limit within ${calls} answers to ${callers} callers`, () => {
      const best = coldOracle(callers, RATE_BOUND, { calls });
      const unknown = cold(callers, RATE_BOUND, { calls });
      isAtLeast(0.8, unknown, best);
      refusesAtMost(5, unknown);
      const told = cold(callers, { ...RATE_BOUND, tells: true }, { calls });
      isAtLeast(0.97, told, best);
      refusesAtMost(2, told);
      const known = remembered(callers, RATE_BOUND, { calls });
      isAtLeast(0.95, known, best);
      refusesAtMost(4, known);
    });
  }

  it('do not drift in 20 minutes', () => {
    const limits = learned(3);
    const run = new ModelCallers(limits, CAPACITY_BOUND, 3);
    const settings = { maxConcurrency: 64, requestsPerMinute: 0, tokensPerMinute: 0 };
    run.run(200, { seconds: 60 });
    for (let minute = 1; minute < 20; minute++) {
      const { perSecond } = run.run(200, { seconds: 60 });
      assert.ok(perSecond > 96, `${perSecond}/s in minute ${minute}`);
      const concurrency = limits.concurrency(settings);
      assert.ok(concurrency >= 9 && concurrency <= 24, `${concurrency} in flight after minute ${minute}`);
    }
  });

  it('follow a rate limit from 50 to 20 to 80, within three periods of 20 s each', () => {
    const runs = SEEDS.map(seed => new ModelCallers(learned(seed), { ...RATE_BOUND, capacity: 40 }, seed));
    for (const [perSecond, firstShare] of [
      [50, 0.9],
      [20, 0.9],
      [80, 0.4],
    ] as const) {
      const shares = [1, 2, 3].map(() =>
        mean(
          runs.map(run => {
            run.server.service.perSecond = perSecond;
            return run.run(200, { seconds: 20 }).perSecond / perSecond;
          }),
        ),
      );
      const said = `${perSecond}/s: ${shares.map(share => share.toFixed(3)).join(' ')}`;
      assert.ok((shares[0] ?? 0) > firstShare, said);
      assert.ok((shares[1] ?? 0) > (perSecond === 80 ? 0.8 : 0.95), said);
      assert.ok((shares[2] ?? 0) > 0.95, said);
    }
  });

  for (const tells of [true, false]) {
    it(`use an allowance of 300 for each minute ${tells ? 'with' : 'without'} headers`, () => {
      const outcome = meanOf(seed => {
        const startMs = Date.UTC(2026, 10, 22, 4, 0, 11 * seed);
        const run = new ModelCallers(learned(seed), { perMinute: 300, tells }, seed, {}, startMs);
        run.run(50, { seconds: 60 });
        return run.run(50, { seconds: 600 });
      });
      isAtLeast(0.95, outcome, { perSecond: 5 });
      refusesAtMost(tells ? 0 : 3.2, outcome);
      assert.ok(outcome.mostRefusals <= 12, `one call was refused ${outcome.mostRefusals} times`);
    });
  }

  it('have no call refused more than 12 times when an unknown allowance ends suddenly', () => {
    for (let seed = 0; seed < 12; seed++) {
      const startMs = Date.UTC(2026, 10, 22, 4, 0, 5 * seed);
      const run = new ModelCallers(learned(seed), { perMinute: 300 }, seed, {}, startMs);
      const { mostRefusals } = run.run(50, { seconds: 60 });
      assert.ok(mostRefusals <= 12, `${mostRefusals}`);
    }
  });

  it('keep the user’s own limit with a service that allows more', () => {
    const settings = { requestsPerMinute: 600 };
    const outcome = meanOf(seed =>
      new ModelCallers(learned(seed), CAPACITY_BOUND, seed, settings).run(50, { seconds: 60 }),
    );
    isAtLeast(0.96, outcome, { perSecond: 10 });
    assert.ok(outcome.perSecond <= 10);
  });

  it('follow a service whose capacity changes', () => {
    const run = new ModelCallers(learned(1), { perSecond: 1_000, burst: 1_000 }, 1);
    for (const capacity of [12, 24, 6, 12]) {
      run.server.service.capacity = capacity;
      run.run(200, { seconds: 20 });
      isAtLeast(0.93, run.run(200, { seconds: 40 }), { perSecond: capacity / 0.12 });
    }
  });

  it('recover when answers take twice as long without a queue', () => {
    const after = meanOf(seed => {
      const run = new ModelCallers(learned(seed), { perSecond: 1_000, burst: 1_000, capacity: 50, slowness: 20 }, seed);
      run.run(200, { seconds: 240 });
      run.server.service.slowness = 40;
      run.run(200, { seconds: 600 });
      return run.run(200, { seconds: 240 });
    });
    isAtLeast(0.6, after, { perSecond: 50 / 4.8 });
  });
});
