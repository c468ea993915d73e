import assert from 'node:assert/strict';
import { RouteHealth } from '../../../src/core/flow/routeHealth.ts';
import type { Route } from '../../../src/core/flow/route.ts';
import { exampleEndpoint } from '../../support/exampleRequest.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

describe('RouteHealth', () => {
  let clock: VirtualClock;
  let health: RouteHealth;

  beforeEach(() => {
    clock = new VirtualClock();
    health = new RouteHealth(clock, () => 60_000);
  });

  const route = (name = 'first', model = 'ernie-test'): Route => ({ endpoint: { ...exampleEndpoint, name }, model });

  /** Sends a question over the route. Each has its own route object. */
  const take = (): Route => {
    const taken = route();
    health.taken(taken);
    return taken;
  };
  const fail = (retryAfterMs?: number): void => health.failed(take(), retryAfterMs);
  const isSick = (): boolean => health.isSick(route());

  it('considers an unused route healthy', () => {
    assert.equal(isSick(), false);
    take();
    assert.equal(isSick(), false);
  });

  it('avoids a failed route for the recovery time', async () => {
    fail();
    await clock.advance(59_999);
    assert.equal(isSick(), true);
    await clock.advance(1);
    assert.equal(isSick(), false);
  });

  it('is separate for each endpoint, account and model', () => {
    fail();
    const { endpoint } = route();
    assert.equal(health.isSick({ endpoint: { ...endpoint, account: 'other' }, model: 'ernie-test' }), false);
    assert.equal(health.isSick(route('second')), false);
    assert.equal(health.isSick(route('first', 'ernie-lite')), false);
  });

  it('avoids a route for as long as the service asked, up to ten minutes', async () => {
    fail(5_000);
    await clock.advance(4_999);
    assert.equal(isSick(), true);
    await clock.advance(1);
    assert.equal(isSick(), false);
    health.succeeded(take());
    fail(36_000_000);
    await clock.advance(599_999);
    assert.equal(isSick(), true);
    await clock.advance(1);
    assert.equal(isSick(), false);
  });

  it('doubles the time with each failure, up to ten minutes, until the route answers', async () => {
    for (const waitMs of [60_000, 120_000, 240_000, 480_000, 600_000, 600_000]) {
      fail();
      await clock.advance(waitMs - 1);
      assert.equal(isSick(), true, `${waitMs}`);
      await clock.advance(1);
      assert.equal(isSick(), false);
    }
    health.succeeded(take());
    assert.equal(isSick(), false);
    fail();
    await clock.advance(60_000);
    assert.equal(isSick(), false);
  });

  it('lets a single question probe a route when its time has passed', async () => {
    fail();
    await clock.advance(60_000);
    const trying = take();
    assert.equal(isSick(), true);
    await clock.advance(3_600_000);
    assert.equal(isSick(), true);
    health.succeeded(trying);
    assert.equal(isSick(), false);
  });

  it('lets the next question probe at once when the first was undecided', async () => {
    fail();
    await clock.advance(60_000);
    health.undecided(take());
    assert.equal(isSick(), false);
  });

  it('ignores failures of questions that were in flight when the route failed', async () => {
    const others = [take(), take(), take()];
    fail();
    await clock.advance(30_000);
    for (const other of others) health.failed(other, undefined);
    await clock.advance(30_000);
    assert.equal(isSick(), false);
    fail();
    await clock.advance(119_999);
    assert.equal(isSick(), true);
    await clock.advance(1);
    assert.equal(isSick(), false);
  });

  it('ignores them after the recovery time has passed too', async () => {
    const other = take();
    fail();
    await clock.advance(60_000);
    health.failed(other, undefined);
    assert.equal(isSick(), false);
  });

  for (const end of ['failed', 'undecided'] as const) {
    it(`lets nobody else try because a question that went that way before it failed is ${end}`, async () => {
      const other = take();
      fail();
      await clock.advance(60_000);
      const trying = take();
      if (end === 'failed') health.failed(other, undefined);
      else health.undecided(other);
      assert.equal(isSick(), true);
      health.undecided(trying);
      assert.equal(isSick(), false);
    });
  }

  it('keeps the probe slot taken when a question without another route was undecided', async () => {
    fail();
    await clock.advance(60_000);
    take();
    health.undecided(take());
    assert.equal(isSick(), true);
  });

  it('allows another probe after one failed and its time has passed', async () => {
    fail();
    await clock.advance(60_000);
    const trying = take();
    health.failed(trying, undefined);
    await clock.advance(120_000);
    assert.equal(isSick(), false);
  });

  it('does not extend the time for failures of questions without another route', async () => {
    fail();
    await clock.advance(30_000);
    fail();
    await clock.advance(30_000);
    assert.equal(isSick(), false);
  });
});
