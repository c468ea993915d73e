import assert from 'node:assert/strict';
import { hasOpenJobs } from '../../../src/core/batch/store/openJobs.ts';
import type { JobChange } from '../../../src/core/batch/job.ts';
import { PART_STATES, type PartState } from '../../../src/core/batch/service/part.ts';
import { exampleItems, exampleJob, StoreWindows } from './storeWindows.ts';

describe('What a new window finds in the batch store', () => {
  let windows: StoreWindows;
  beforeEach(() => {
    windows = new StoreWindows();
  });
  afterEach(() => windows.close());

  async function isOpen(change: JobChange, part?: { readonly number: number; readonly state: PartState }) {
    const { store, ledger } = await windows.make();
    await store.add(exampleJob(), exampleItems(1));
    await store.change('job-1', change);
    if (part !== undefined) {
      await ledger.write(database => {
        database
          .statement('INSERT INTO batch_part(job, part, state, reserved_nano, json) VALUES(?, ?, ?, 0, ?)')
          .run('job-1', part.number, PART_STATES.indexOf(part.state), '{}');
      });
    }
    return hasOpenJobs(await ledger.file());
  }

  for (const [words, change, expected] of [
    ['ran when it was left', { state: 'running' }, true],
    ['waits for its hour', { state: 'waiting', startAtMs: 5 }, true],
    ['goes on by itself', { state: 'paused', pause: { reason: 'quota', untilMs: 5 } }, true],
    ['waits for the person', { state: 'waiting' }, false],
    ['the person has paused', { state: 'paused', pause: { reason: 'person' } }, false],
    ['is done', { state: 'done' }, false],
    ['was cancelled', { state: 'cancelled' }, false],
  ] as const) {
    it(`is ${expected ? 'something' : 'nothing'} to look after where a job ${words}`, async () => {
      assert.equal(await isOpen(change), expected);
    });
  }

  for (const [state, expected] of [
    ['ordered', true],
    ['answered', true],
    ['closed', false],
    ['gone', false],
  ] as const) {
    it(`is ${expected ? 'something' : 'nothing'} to look after where a part of a cancelled job is ${state}`, async () => {
      assert.equal(await isOpen({ state: 'cancelled' }, { number: 1, state }), expected);
    });
  }

  it('is nothing to look after where a cancelled job only has the row of its runner', async () => {
    assert.equal(await isOpen({ state: 'cancelled' }, { number: 0, state: 'cut' }), false);
  });
});
