import assert from 'node:assert/strict';
import { jobCost } from '../../../src/core/batch/jobCost.ts';
import { jobPhase } from '../../../src/core/batch/jobPhase.ts';
import { exampleJob } from '../../support/exampleJob.ts';

const NOW_MS = Date.UTC(2026, 10, 27, 4);
const HOUR_MS = 60 * 60_000;

describe('The expected cost of a batch', () => {
  it('is the booked amount plus the mean cost of ended items for the rest', () => {
    const job = exampleJob({ amountNanoYuan: 1_000, counts: { waiting: 70, running: 5, done: 20, failed: 5 } });
    assert.equal(jobCost(job), 4_000);
  });

  it('is unknown before any item has ended', () => {
    assert.equal(jobCost(exampleJob({ counts: { waiting: 10 } })), undefined);
  });

  it('is unknown instead of zero when the price is unknown', () => {
    const { plan } = exampleJob();
    const { expected: _, ...unpriced } = plan;
    assert.equal(jobCost(exampleJob({ plan: unpriced, counts: { waiting: 1, done: 1 } })), undefined);
    assert.equal(jobCost(exampleJob({ counts: { waiting: 1, done: 1 } })), 0, 'all from the cache');
  });
});

describe('The phase of a batch', () => {
  const standing = (job: Parameters<typeof exampleJob>[0], isHere = false): string =>
    jobPhase(exampleJob(job), isHere, NOW_MS);

  it('shows whether this window, another window or no window runs it', () => {
    assert.equal(standing({ state: 'running', runners: 1 }, true), 'here');
    assert.equal(standing({ state: 'running', runners: 1 }), 'elsewhere');
    assert.equal(standing({ state: 'running' }), 'interrupted');
  });

  it('is ready or scheduled while the batch waits, and missed an hour after its start time', () => {
    assert.equal(standing({ state: 'waiting' }), 'ready');
    assert.equal(standing({ state: 'waiting', startAtMs: NOW_MS + 1 }), 'scheduled');
    assert.equal(standing({ state: 'waiting', startAtMs: NOW_MS - HOUR_MS }), 'scheduled');
    assert.equal(standing({ state: 'waiting', startAtMs: NOW_MS - HOUR_MS - 1 }), 'missed');
  });

  it('is pausing as long as a runner waits for answers', () => {
    assert.equal(standing({ state: 'paused', runners: 1, counts: { running: 2 } }), 'pausing');
    assert.equal(standing({ state: 'paused', counts: { running: 2 } }), 'paused', 'whoever held them is gone');
    assert.equal(standing({ state: 'paused', runners: 1, counts: { waiting: 2 } }), 'paused');
  });

  it('is done or cancelled in the end', () => {
    assert.equal(standing({ state: 'done' }), 'done');
    assert.equal(standing({ state: 'cancelled' }), 'cancelled');
  });
});
