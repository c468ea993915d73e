import assert from 'node:assert/strict';
import { Breaker, type BreakerVerdict } from '../../../src/core/flow/breaker.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const SETTINGS = { failureThreshold: 5, recoveryMs: 60_000 };

/** A lane's breaker as windows use it: serialized between any two uses. */
class Stage {
  readonly clock = new VirtualClock();
  readonly underWay = new Set<number>();
  #kept = '{}';
  #lastId = 0;

  change(run: (breaker: Breaker) => void): void {
    const breaker = Breaker.from(JSON.parse(this.#kept));
    run(breaker);
    this.#kept = JSON.stringify(breaker);
  }

  verdict(isUrged = false): BreakerVerdict {
    const isUnderWay = (id: number): boolean => this.underWay.has(id);
    return Breaker.from(JSON.parse(this.#kept)).verdict(SETTINGS, this.clock.now(), isUnderWay, isUrged);
  }

  /** Returns the time until the next probe; `undefined` when a request may be sent now. */
  retryInMs(isUrged = false): number | undefined {
    const verdict = this.verdict(isUrged);
    return typeof verdict === 'object' ? verdict.retryAtMs - this.clock.now() : undefined;
  }

  /** Sends an attempt, which must be admitted. */
  send(isUrged = false): number {
    const verdict = this.verdict(isUrged);
    if (typeof verdict === 'object') assert.fail('the circuit is open');
    const id = ++this.#lastId;
    this.underWay.add(id);
    if (verdict === 'probe') this.change(breaker => breaker.probing(id));
    return id;
  }

  fail(id: number): void {
    this.underWay.delete(id);
    this.change(breaker => breaker.failed(id, SETTINGS, this.clock.now()));
  }

  end(id: number): void {
    this.underWay.delete(id);
    this.change(breaker => breaker.ended(id));
  }

  failTimes(count: number): void {
    for (let failure = 0; failure < count; failure++) this.fail(this.send());
  }

  /** Opens the circuit and waits until a probe is due. */
  async waitForProbe(): Promise<void> {
    this.failTimes(5);
    await this.clock.advance(60_000);
  }
}

describe('The circuit breaker', () => {
  let stage: Stage;

  beforeEach(() => {
    stage = new Stage();
  });

  it('opens at the fifth failure in a row, for a minute', async () => {
    stage.failTimes(4);
    assert.equal(stage.verdict(), 'pass');
    stage.failTimes(1);
    assert.deepEqual(stage.verdict(), { retryAtMs: stage.clock.now() + 60_000, failures: 5 });
    await stage.clock.advance(59_999);
    assert.equal(stage.retryInMs(), 1);
    await stage.clock.advance(1);
    assert.equal(stage.verdict(), 'probe');
  });

  it('restarts its count after a first token', () => {
    stage.failTimes(4);
    stage.change(breaker => breaker.succeeded());
    stage.failTimes(4);
    assert.equal(stage.verdict(), 'pass');
    stage.failTimes(1);
    assert.equal(stage.retryInMs(), 60_000);
  });

  it('ignores attempts that ended without a verdict', () => {
    stage.failTimes(4);
    for (let attempt = 0; attempt < 10; attempt++) stage.end(stage.send());
    assert.equal(stage.verdict(), 'pass');
    stage.failTimes(1);
    assert.equal(stage.retryInMs(), 60_000);
  });

  it('admits exactly one probe when it is due', async () => {
    await stage.waitForProbe();
    stage.send();
    assert.equal(stage.retryInMs(), 1_000);
    await stage.clock.advance(1_000);
    assert.equal(stage.retryInMs(), 1_000);
    assert.equal(stage.retryInMs(true), 1_000);
  });

  it('closes with the first token of the probe', async () => {
    await stage.waitForProbe();
    stage.send();
    stage.change(breaker => breaker.succeeded());
    assert.equal(stage.verdict(), 'pass');
    stage.failTimes(4);
    assert.equal(stage.verdict(), 'pass');
  });

  it('reopens when the probe fails, each time for twice as long, up to ten minutes', async () => {
    stage.failTimes(5);
    const waitsMs: (number | undefined)[] = [];
    for (let probe = 0; probe < 6; probe++) {
      const waitMs = stage.retryInMs() ?? assert.fail('it is closed');
      waitsMs.push(waitMs);
      await stage.clock.advance(waitMs - 1);
      assert.equal(stage.retryInMs(), 1);
      await stage.clock.advance(1);
      stage.failTimes(1);
    }
    assert.deepEqual(waitsMs, [60_000, 120_000, 240_000, 480_000, 600_000, 600_000]);
    stage.send(true);
    stage.change(breaker => breaker.succeeded());
    stage.failTimes(5);
    assert.equal(stage.retryInMs(), 60_000);
  });

  it('uses a configured recovery time even if it is longer than ten minutes', () => {
    const breaker = new Breaker();
    const settings = { failureThreshold: 1, recoveryMs: 900_000 };
    breaker.failed(1, settings, 0);
    assert.deepEqual(
      breaker.verdict(settings, 0, () => false, false),
      { retryAtMs: 900_000, failures: 1 },
    );
  });

  it('admits the next probe at once when one was cancelled', async () => {
    await stage.waitForProbe();
    stage.end(stage.send());
    assert.equal(stage.verdict(), 'probe');
  });

  it('frees the probe slot of a window that died', async () => {
    await stage.waitForProbe();
    stage.underWay.delete(stage.send());
    const next = stage.send();
    assert.equal(stage.retryInMs(), 1_000);
    stage.end(next);
    assert.equal(stage.verdict(), 'probe');
  });

  it('keeps the probe slot taken when another attempt ends', async () => {
    const old = stage.send();
    await stage.waitForProbe();
    stage.send();
    stage.end(old);
    assert.equal(stage.retryInMs(), 1_000);
  });

  it('admits one early probe at the user’s request, and only one', () => {
    stage.failTimes(5);
    assert.equal(stage.verdict(true), 'probe');
    stage.send(true);
    assert.equal(stage.retryInMs(true), 60_000);
  });

  it('does not stay open because the clock was set back', () => {
    stage.failTimes(5);
    stage.clock.setWallTime(stage.clock.now() - 3_600_000);
    assert.equal(stage.verdict(), 'probe');
    const probe = stage.send();
    assert.equal(stage.retryInMs(), 1_000);
    stage.fail(probe);
    assert.equal(stage.retryInMs(), 120_000);
  });

  it('stays open for its full time when the clock was corrected slightly', () => {
    stage.failTimes(5);
    stage.clock.setWallTime(stage.clock.now() - 300);
    assert.equal(stage.retryInMs(), 60_300);
  });

  it('ignores late failures of attempts that were sent before it opened', async () => {
    const old = Array.from({ length: 10 }, () => stage.send());
    stage.failTimes(5);
    await stage.clock.advance(30_000);
    for (const id of old.slice(0, 5)) stage.fail(id);
    assert.deepEqual(stage.verdict(), { retryAtMs: stage.clock.now() + 30_000, failures: 5 });
    await stage.clock.advance(30_000);
    stage.send();
    for (const id of old.slice(5)) stage.fail(id);
    assert.equal(stage.retryInMs(), 1_000);
  });

  it('does not reopen for late failures of attempts that were sent before it closed', async () => {
    const old = Array.from({ length: 10 }, () => stage.send());
    await stage.waitForProbe();
    const probe = stage.send();
    for (let answer = 0; answer < 2; answer++) stage.change(breaker => breaker.succeeded());
    for (const id of old) stage.fail(id);
    assert.equal(stage.verdict(), 'pass');
    stage.failTimes(4);
    assert.equal(stage.verdict(), 'pass');
    stage.fail(probe);
    assert.equal(stage.retryInMs(), 60_000);
  });

  it('is suspicious from the first failure to the next first token', async () => {
    const isSuspicious = (): boolean => {
      let is = false;
      stage.change(breaker => (is = breaker.isSuspicious));
      return is;
    };
    assert.equal(isSuspicious(), false);
    stage.failTimes(1);
    assert.equal(isSuspicious(), true);
    stage.failTimes(4);
    await stage.clock.advance(60_000);
    stage.send();
    assert.equal(isSuspicious(), true);
    stage.change(breaker => breaker.succeeded());
    assert.equal(isSuspicious(), false);
  });

  it('is closed when nothing valid was stored', () => {
    const useless = [undefined, null, 'open', [], {}, { failures: 'many', openedAtMs: 'today', probe: 0.5 }];
    for (const kept of [...useless, { failures: -7, openedAtMs: NaN }]) {
      const breaker = Breaker.from(kept);
      assert.equal(
        breaker.verdict(SETTINGS, 0, () => true, false),
        'pass',
      );
      assert.equal(breaker.isSuspicious, false);
      for (let id = 1; id <= 5; id++) breaker.failed(id, SETTINGS, 0);
      assert.equal(typeof breaker.verdict(SETTINGS, 0, () => true, false), 'object');
    }
  });
});
