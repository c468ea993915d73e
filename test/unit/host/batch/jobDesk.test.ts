import assert from 'node:assert/strict';
import { BatchWindow, ANSWERED, UNSAFE } from '../../../support/batchDesk.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';
import { VirtualClock } from '../../../support/virtualClock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('The job desk of a window', () => {
  let window: BatchWindow;
  beforeEach(() => {
    window = new BatchWindow();
  });
  afterEach(() => window.close());

  const phase = (id = 'job'): string | undefined => {
    const job = window.job(id);
    return job && window.desk.phase(job);
  };

  it('runs a job once, and reports when it stops', async () => {
    const stopped: string[] = [];
    window.desk.onDidStop(job => stopped.push(`${job.id} ${job.state}`));
    await window.add('job');
    await window.desk.start('job');
    await window.desk.start('job');
    assert.deepEqual([window.runs, phase()], [['job'], 'here']);
    await window.end('job', ANSWERED, ANSWERED, ANSWERED);
    await window.store.endIfDone('job');
    await window.endRun('job');
    assert.deepEqual([stopped, phase(), window.desk.isHere('job')], [['job done'], 'done', false]);
  });

  it('does not start a job that is done or cancelled', async () => {
    await window.add('done', 1, { state: 'done' });
    await window.add('cancelled');
    await window.desk.cancel('cancelled');
    await window.desk.start('done');
    await window.desk.start('cancelled');
    assert.deepEqual(window.runs, []);
    assert.equal(phase('cancelled'), 'cancelled');
  });

  it('pauses without aborting the run, and resumes', async () => {
    await window.add('job');
    await window.desk.start('job');
    await window.desk.pause('job');
    assert.deepEqual([window.job('job')?.pause, window.aborted], [{ reason: 'person' }, []]);
    await window.endRun('job');
    assert.equal(phase(), 'paused');
    await window.desk.start('job');
    assert.deepEqual([window.runs.length, window.job('job')?.pause, phase()], [2, undefined, 'here']);
  });

  it('starts a job again that was pausing', async () => {
    await window.add('job');
    await window.desk.start('job');
    await window.desk.pause('job');
    await window.desk.start('job');
    const again = new Promise<string>(resolve => window.desk.onDidStart(resolve));
    void window.endRun('job');
    assert.equal(await again, 'job');
    assert.deepEqual([window.runs, phase()], [['job', 'job'], 'here']);
  });

  it('asks failed items again', async () => {
    await window.add('job', 2);
    await window.end('job', ANSWERED, UNSAFE);
    await window.store.change('job', { state: 'done' });
    await window.desk.retryFailed('job');
    assert.deepEqual([window.job('job')?.counts.waiting, window.job('job')?.counts.failed, phase()], [1, 0, 'here']);
  });

  it('pauses a job whose run failed, and keeps the reason', async () => {
    await window.add('job');
    await window.desk.start('job');
    await window.endRun('job', new Error('no space left'));
    const { state, pause } = window.job('job') ?? {};
    assert.equal(state, 'paused');
    assert.equal(pause?.reason, 'storage');
    assert.match(pause.detail ?? '', /no space left/);
  });

  it('removes a job with its folder and its budget, even while it runs', async () => {
    await window.add('job');
    await window.desk.start('job');
    const job = window.job('job');
    assert.ok(job);
    await window.desk.remove(job);
    assert.deepEqual(
      [window.job('job'), window.removed, window.aborted],
      [undefined, ['/batches/job', 'budget job'], ['job']],
    );
  });

  it('keeps a job cancelled when its run fails afterwards', async () => {
    await window.add('job');
    await window.desk.start('job');
    await window.desk.cancel('job');
    await window.endRun('job', new Error('no space left'));
    assert.deepEqual([window.job('job')?.state, window.job('job')?.pause], ['cancelled', undefined]);
  });

  it('runs again to cancel at the service, when the job was cancelled as its run was ending', async () => {
    await window.add('job', 1, { plan: { way: 'service' } });
    await window.desk.start('job');
    await window.desk.pause('job');
    window.atService.add('job');
    await window.desk.cancel('job');
    const again = new Promise<string>(resolve => window.desk.onDidStart(resolve));
    void window.endRun('job');
    assert.equal(await again, 'job');
    window.atService.delete('job');
    await window.endRun('job');
    assert.deepEqual(window.runs, ['job', 'job']);
  });

  it('aborts its run when the window is closed, and leaves the job to the next window', async () => {
    const folder = temporaryFolder();
    const closing = new BatchWindow(window.clock, folder);
    await closing.add('job');
    await closing.desk.start('job');
    await closing.close();
    assert.deepEqual(closing.aborted, ['job']);
    const next = new BatchWindow(window.clock, folder);
    await next.ledger.ready();
    const job = next.job('job');
    assert.ok(job);
    assert.deepEqual([job.state, next.desk.phase(job)], ['running', 'interrupted']);
    await next.close();
  });

  it('waits for a stuck run no longer than VS Code waits on shutdown', async () => {
    await window.add('job');
    window.isStuck = true;
    await window.desk.start('job');
    let isClosed = false;
    const closing = window.desk.close().then(() => (isClosed = true));
    await window.clock.advance(149);
    assert.equal(isClosed, false);
    await window.clock.advance(1);
    await closing;
    window = new BatchWindow();
  });

  describe('with start times', () => {
    it('starts a job at its time', async () => {
      await window.add('job', 3, { startAtMs: window.clock.now() + 5 * HOUR_MS });
      window.desk.watch();
      await window.clock.advance(5 * HOUR_MS - 1);
      assert.deepEqual([window.runs, phase()], [[], 'scheduled']);
      await window.clock.advance(1);
      assert.deepEqual([window.runs, phase(), window.job('job')?.startAtMs], [['job'], 'here', undefined]);
    });

    it('starts a paused job at the time that it was rescheduled to', async () => {
      await window.add('job', 3, { state: 'paused', pause: { reason: 'budget' } });
      window.desk.watch();
      await window.store.change('job', { state: 'waiting', pause: undefined, startAtMs: window.clock.now() + HOUR_MS });
      await window.clock.advance(HOUR_MS);
      assert.deepEqual(window.runs, ['job']);
    });

    it('reports a missed job once when its time passed while no window was open', async () => {
      const missed: string[] = [];
      window.desk.onDidMiss(({ id }) => missed.push(id));
      await window.add('job', 3, { startAtMs: window.clock.now() - 2 * HOUR_MS });
      window.desk.watch();
      await window.clock.advance(10 * MINUTE_MS);
      assert.deepEqual([missed, window.runs, phase()], [['job'], [], 'missed']);
    });

    it('starts a job late when the computer was asleep for a while', async () => {
      await window.add('job', 3, { startAtMs: window.clock.now() + MINUTE_MS });
      window.desk.watch();
      await window.clock.sleepThrough(30 * MINUTE_MS);
      assert.deepEqual(window.runs, ['job']);
    });

    it('resumes after a quota pause, but not after a pause by a budget or the user', async () => {
      const untilMs = window.clock.now() + HOUR_MS;
      await window.add('quota', 3, { state: 'paused', pause: { reason: 'quota', untilMs } });
      await window.add('budget', 3, { state: 'paused', pause: { reason: 'budget', untilMs } });
      await window.add('person', 3, { state: 'paused', pause: { reason: 'person' } });
      window.desk.watch();
      await window.clock.advance(24 * HOUR_MS);
      assert.deepEqual(window.runs, ['quota']);
    });
  });

  describe('with a second window', () => {
    let other: BatchWindow;
    beforeEach(async () => {
      const folder = temporaryFolder();
      const clock = new VirtualClock();
      await window.close();
      window = new BatchWindow(clock, folder);
      other = new BatchWindow(clock, folder);
      await other.ledger.ready();
      await window.add('job', 3, { startAtMs: clock.now() + HOUR_MS });
    });
    afterEach(() => other.close());

    it('starts a job at its time in only one of them', async () => {
      window.desk.watch();
      other.desk.watch();
      await window.clock.advance(HOUR_MS);
      await window.clock.advance(MINUTE_MS);
      assert.equal(window.runs.length + other.runs.length, 1);
    });

    it('shows a job that runs in the other window, and joins it on request', async () => {
      await other.desk.start('job');
      await window.store.tidy();
      // Both windows of this test are in one process, so only the desk tells them apart.
      assert.equal(phase(), 'elsewhere');
      await window.desk.start('job');
      assert.equal(phase(), 'here');
    });
  });
});
