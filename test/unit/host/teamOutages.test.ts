import assert from 'node:assert/strict';
import { TeamOutages } from '../../../src/host/cache/teamOutages.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const MINUTE_MS = 60_000;

describe('Outages of the team cache', () => {
  let clock: VirtualClock;
  let outages: TeamOutages;
  let told: number;

  beforeEach(() => {
    clock = new VirtualClock();
    told = 0;
    outages = new TeamOutages(clock, () => told++);
  });

  it('are reported once each, however often the server is tried', async () => {
    for (let minute = 0; minute < 60; minute++) {
      outages.down();
      await clock.advance(MINUTE_MS);
    }
    assert.equal(told, 1);
    outages.up();
    await clock.advance(10 * MINUTE_MS);
    outages.down();
    assert.equal(told, 2);
  });

  it('are the same outage when the next try is hours later', async () => {
    outages.down();
    await clock.advance(180 * MINUTE_MS);
    outages.down();
    assert.equal(told, 1);
  });

  it('are the same outage while the server comes and goes', async () => {
    for (let minute = 0; minute < 60; minute++) {
      outages.down();
      await clock.advance(MINUTE_MS);
      outages.up();
      await clock.advance(9 * MINUTE_MS);
    }
    assert.equal(told, 1);
  });

  it('end only after ten minutes without a failure, however often the server answers in between', async () => {
    outages.down();
    outages.up();
    await clock.advance(9 * MINUTE_MS);
    outages.up();
    await clock.advance(MINUTE_MS - 1);
    outages.down();
    assert.equal(told, 1);
    outages.up();
    await clock.advance(9 * MINUTE_MS);
    outages.up();
    await clock.advance(MINUTE_MS);
    outages.down();
    assert.equal(told, 2);
  });

  it('are not reported while the server answers', () => {
    outages.up();
    outages.up();
    assert.equal(told, 0);
  });
});
