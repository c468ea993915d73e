import assert from 'node:assert/strict';
import { BatchWindow, ANSWERED, UNSAFE } from '../../../support/batchDesk.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';
import { VirtualClock } from '../../../support/virtualClock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('The desk of a window', () => {
  let window: BatchWindow;
  beforeEach(() => {
    window = new BatchWindow();
  });
  afterEach(() => window.close());

  const phase = (id = 'job'): string | undefined => {
    const job = window.job(id);
    return job && window.desk.phase(job);
  };

  it('runs a job, once, and says when it stops', async () => {
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

  it('does not begin what is done or cancelled', async () => {
    await window.add('done', 1, { state: 'done' });
    await window.add('cancelled');
    await window.desk.cancel('cancelled');
    await window.desk.start('done');
    await window.desk.start('cancelled');
    assert.deepEqual(window.runs, []);
    assert.equal(phase('cancelled'), 'cancelled');
  });

  it('pauses without taking anything back, and goes on', async () => {
    await window.add('job');
    await window.desk.start('job');
    await window.desk.pause('job');
    assert.deepEqual([window.job('job')?.pause, window.aborted], [{ reason: 'person' }, []]);
    await window.endRun('job');
    assert.equal(phase(), 'paused');
    await window.desk.start('job');
    assert.deepEqual([window.runs.length, window.job('job')?.pause, phase()], [2, undefined, 'here']);
  });

  it('goes on with a job that was about to stop', async () => {
    await window.add('job');
    await window.desk.start('job');
    await window.desk.pause('job');
    await window.desk.start('job');
    const again = new Promise<string>(resolve => window.desk.onDidStart(resolve));
    void window.endRun('job');
    assert.equal(await again, 'job');
    assert.deepEqual([window.runs, phase()], [['job', 'job'], 'here']);
  });

  it('asks what failed again', async () => {
    await window.add('job', 2);
    await window.end('job', ANSWERED, UNSAFE);
    await window.store.change('job', { state: 'done' });
    await window.desk.retryFailed('job');
    assert.deepEqual([window.job('job')?.counts.waiting, window.job('job')?.counts.failed, phase()], [1, 0, 'here']);
  });

  it('pauses a job whose run broke, and keeps why', async () => {
    await window.add('job');
    await window.desk.start('job');
    await window.endRun('job', new Error('no space left'));
    const { state, pause } = window.job('job') ?? {};
    assert.equal(state, 'paused');
    assert.equal(pause?.reason, 'storage');
    assert.match(pause.detail ?? '', /no space left/);
  });

  it('takes a job away with its folder and its budget, also one that runs', async () => {
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

  it('leaves a job cancelled whose run broke afterwards', async () => {
    await window.add('job');
    await window.desk.start('job');
    await window.desk.cancel('job');
    await window.endRun('job', new Error('no space left'));
    assert.deepEqual([window.job('job')?.state, window.job('job')?.pause], ['cancelled', undefined]);
  });

  it('stops at the service what was cancelled while its run was about to end', async () => {
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

  it('gives back what it holds when the window is closed, and leaves the job to the next one', async () => {
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

  it('does not wait longer than VS Code does for a run that does not end', async () => {
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

  describe('and the hours of jobs', () => {
    it('begins a job at its hour, by itself', async () => {
      await window.add('job', 3, { startAtMs: window.clock.now() + 5 * HOUR_MS });
      window.desk.watch();
      await window.clock.advance(5 * HOUR_MS - 1);
      assert.deepEqual([window.runs, phase()], [[], 'scheduled']);
      await window.clock.advance(1);
      assert.deepEqual([window.runs, phase(), window.job('job')?.startAtMs], [['job'], 'here', undefined]);
    });

    it('puts a job off to an hour, and sees it also when another window did that', async () => {
      await window.add('job', 3, { state: 'paused', pause: { reason: 'budget' } });
      window.desk.watch();
      await window.store.change('job', { state: 'waiting', pause: undefined, startAtMs: window.clock.now() + HOUR_MS });
      await window.clock.advance(HOUR_MS);
      assert.deepEqual(window.runs, ['job']);
    });

    it('asks about a job whose hour passed while no window was open, once', async () => {
      const missed: string[] = [];
      window.desk.onDidMiss(({ id }) => missed.push(id));
      await window.add('job', 3, { startAtMs: window.clock.now() - 2 * HOUR_MS });
      window.desk.watch();
      await window.clock.advance(10 * MINUTE_MS);
      assert.deepEqual([missed, window.runs, phase()], [['job'], [], 'missed']);
    });

    it('begins late where the computer slept a little', async () => {
      await window.add('job', 3, { startAtMs: window.clock.now() + MINUTE_MS });
      window.desk.watch();
      await window.clock.sleepThrough(30 * MINUTE_MS);
      assert.deepEqual(window.runs, ['job']);
    });

    it('goes on after a quota, and never by itself after a budget or a person', async () => {
      const untilMs = window.clock.now() + HOUR_MS;
      await window.add('quota', 3, { state: 'paused', pause: { reason: 'quota', untilMs } });
      await window.add('budget', 3, { state: 'paused', pause: { reason: 'budget', untilMs } });
      await window.add('person', 3, { state: 'paused', pause: { reason: 'person' } });
      window.desk.watch();
      await window.clock.advance(24 * HOUR_MS);
      assert.deepEqual(window.runs, ['quota']);
    });
  });

  describe('beside the desk of another window', () => {
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

    it('begins a job at its hour in one of them alone', async () => {
      window.desk.watch();
      other.desk.watch();
      await window.clock.advance(HOUR_MS);
      await window.clock.advance(MINUTE_MS);
      assert.equal(window.runs.length + other.runs.length, 1);
    });

    it('sees a job that runs there, and helps when the person wants it', async () => {
      await other.desk.start('job');
      await window.store.tidy();
      // Both windows of this test are one process: who it is can be told by the desk alone.
      assert.equal(phase(), 'elsewhere');
      await window.desk.start('job');
      assert.equal(phase(), 'here');
    });
  });
});
