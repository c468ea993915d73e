import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Job } from '../../src/core/batch/job.ts';
import { Emitter } from '../../src/core/emitter.ts';
import { silentLogger } from '../../src/core/logger.ts';
import type { JobDesk } from '../../src/host/batch/jobDesk.ts';
import { JobFollower } from '../../src/host/batch/jobFollower.ts';
import { exampleJob } from '../support/exampleJob.ts';
import { until } from '../support/until.ts';
import { VirtualClock } from '../support/virtualClock.ts';
import { replaced } from './replaced.ts';

describe('The progress notification of a batch', () => {
  it('is gone when the end of the batch is reported, without waiting for the next second', async () => {
    const started = new Emitter<string>();
    const stopped = new Emitter<Job>();
    let job = exampleJob({ state: 'running', counts: { done: 3, waiting: 9 } });
    const desk = {
      store: { job: () => job },
      isHere: () => job.state === 'running',
      onDidStart: started.event,
      onDidStop: stopped.event,
    } as unknown as JobDesk;
    const events: string[] = [];
    const withProgress = (async (_, task) => {
      const progress = { report: ({ message }: { message?: string }) => void events.push(`progress ${message}`) };
      await task(progress, new vscode.CancellationTokenSource().token);
      events.push('closed');
    }) as typeof vscode.window.withProgress;
    await replaced(vscode.window, 'withProgress', withProgress, async () => {
      const tell = ({ state }: Job): Promise<void> => Promise.resolve(void events.push(`told ${state}`));
      const clock = new VirtualClock();
      const follower = new JobFollower({ desk, remainingMs: () => undefined, tell, clock, logger: silentLogger });
      started.fire(job.id);
      await until(() => events.length === 1, 'the progress');
      job = exampleJob({ state: 'done', counts: { done: 12 } });
      stopped.fire(job);
      await until(() => events.includes('closed'), 'the end of the notification');
      follower.dispose();
    });
    assert.deepEqual(events, ['progress 3/12 · ¥0.0000', 'told done', 'closed']);
  });
});
