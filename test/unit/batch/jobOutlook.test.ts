import assert from 'node:assert/strict';
import { jobCost } from '../../../src/core/batch/jobCost.ts';
import { jobPhase } from '../../../src/core/batch/jobPhase.ts';
import { exampleJob } from '../../support/exampleJob.ts';

const NOW_MS = Date.UTC(2026, 10, 27, 4);
const HOUR_MS = 60 * 60_000;

describe('What a batch will cost', () => {
  it('is what is booked, and the rest at the mean of what has ended', () => {
    const job = exampleJob({ amountNanoYuan: 1_000, counts: { waiting: 70, running: 5, done: 20, failed: 5 } });
    assert.equal(jobCost(job), 4_000);
  });

  it('is not known before anything ended', () => {
    assert.equal(jobCost(exampleJob({ counts: { waiting: 10 } })), undefined);
  });

  it('is not zero where nobody knows the price', () => {
    const { plan } = exampleJob();
    const { expected: _, ...unpriced } = plan;
    assert.equal(jobCost(exampleJob({ plan: unpriced, counts: { waiting: 1, done: 1 } })), undefined);
    assert.equal(jobCost(exampleJob({ counts: { waiting: 1, done: 1 } })), 0, 'all from the cache');
  });
});

describe('How a batch stands', () => {
  const standing = (job: Parameters<typeof exampleJob>[0], isHere = false): string =>
    jobPhase(exampleJob(job), isHere, NOW_MS);

  it('tells who runs it, and when nobody does any more', () => {
    assert.equal(standing({ state: 'running', runners: 1 }, true), 'here');
    assert.equal(standing({ state: 'running', runners: 1 }), 'elsewhere');
    assert.equal(standing({ state: 'running' }), 'interrupted');
  });

  it('waits for the person, or for its hour, which it has missed an hour later', () => {
    assert.equal(standing({ state: 'waiting' }), 'ready');
    assert.equal(standing({ state: 'waiting', startAtMs: NOW_MS + 1 }), 'scheduled');
    assert.equal(standing({ state: 'waiting', startAtMs: NOW_MS - HOUR_MS }), 'scheduled');
    assert.equal(standing({ state: 'waiting', startAtMs: NOW_MS - HOUR_MS - 1 }), 'missed');
  });

  it('is pausing as long as somebody waits for answers', () => {
    assert.equal(standing({ state: 'paused', runners: 1, counts: { running: 2 } }), 'pausing');
    assert.equal(standing({ state: 'paused', counts: { running: 2 } }), 'paused', 'whoever held them is gone');
    assert.equal(standing({ state: 'paused', runners: 1, counts: { waiting: 2 } }), 'paused');
  });

  it('ends as done or cancelled', () => {
    assert.equal(standing({ state: 'done' }), 'done');
    assert.equal(standing({ state: 'cancelled' }), 'cancelled');
  });
});
