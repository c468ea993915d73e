import assert from 'node:assert/strict';
import type { CacheSettings } from '../../../src/core/cache/cacheSettings.ts';
import { ageOf, type Age, longestLifeMs } from '../../../src/core/cache/lifetimes.ts';
import type { Feature } from '../../../src/core/feature.ts';
import { exampleAnswer, exampleSettings } from './keptExample.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

describe('ageOf', () => {
  const { answeredAtMs } = exampleAnswer();

  const ageAfter = (ms: number, changes: Partial<CacheSettings> = {}, feature: Feature = 'chat'): Age =>
    ageOf(exampleAnswer(), feature, exampleSettings({ ttlHours: 10, ...changes }), answeredAtMs + ms);

  it('is fresh up to the configured lifetime', () => {
    assert.equal(ageAfter(0), 'fresh');
    assert.equal(ageAfter(10 * HOUR_MS), 'fresh');
    assert.equal(ageAfter(10 * HOUR_MS + 1), 'expired');
  });

  it('is stale up to four times the lifetime when stale answers are enabled', () => {
    const wanted = { staleWhileRevalidate: true };
    assert.equal(ageAfter(10 * HOUR_MS, wanted), 'fresh');
    assert.equal(ageAfter(10 * HOUR_MS + 1, wanted), 'stale');
    assert.equal(ageAfter(40 * HOUR_MS, wanted), 'stale');
    assert.equal(ageAfter(40 * HOUR_MS + 1, wanted), 'expired');
  });

  it('uses the lifetime of the feature', () => {
    const changes = { featureTtlHours: { explain: 20, translate: 1 } };
    assert.equal(ageAfter(15 * HOUR_MS, changes, 'explain'), 'fresh');
    assert.equal(ageAfter(2 * HOUR_MS, changes, 'translate'), 'expired');
    assert.equal(ageAfter(10 * HOUR_MS, changes, 'chat'), 'fresh');
  });

  it('is expired immediately for a lifetime of 0 hours', () => {
    const never = { ttlHours: 0, staleWhileRevalidate: true };
    assert.equal(ageAfter(0, never), 'expired');
    assert.equal(ageAfter(-MINUTE_MS, never), 'expired');
    assert.equal(ageAfter(0, { featureTtlHours: { explain: 0 } }, 'explain'), 'expired');
    assert.equal(ageAfter(0, { ...never, featureTtlHours: { explain: 1 } }, 'explain'), 'fresh');
  });

  it('tolerates clocks that differ by five minutes', () => {
    assert.equal(ageAfter(-5 * MINUTE_MS), 'fresh');
    assert.equal(ageAfter(-5 * MINUTE_MS - 1), 'expired');
  });
});

describe('longestLifeMs', () => {
  it('is the longest lifetime of any feature', () => {
    assert.equal(longestLifeMs(exampleSettings({ ttlHours: 10 })), 10 * HOUR_MS);
    assert.equal(longestLifeMs(exampleSettings({ ttlHours: 10, featureTtlHours: { explain: 1 } })), 10 * HOUR_MS);
    assert.equal(longestLifeMs(exampleSettings({ ttlHours: 0, featureTtlHours: { explain: 1 } })), HOUR_MS);
  });

  it('includes the time in which answers are stale', () => {
    assert.equal(longestLifeMs(exampleSettings({ ttlHours: 10, staleWhileRevalidate: true })), 40 * HOUR_MS);
  });

  it('is 0 when nothing is kept', () => assert.equal(longestLifeMs(exampleSettings({ ttlHours: 0 })), 0));
});
