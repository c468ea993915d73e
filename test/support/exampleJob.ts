import type { Job, JobCounts } from '../../src/core/batch/job.ts';

/** Returns a job as stored, with the facts that matter to a test, above all the number of items in each state. */
export function exampleJob({
  counts = {},
  ...change
}: Partial<Omit<Job, 'counts'>> & { counts?: Partial<JobCounts> } = {}): Job {
  const states = { waiting: 0, running: 0, done: 0, failed: 0, cancelled: 0, ...counts };
  const sum = states.waiting + states.running + states.done + states.failed + states.cancelled;
  return {
    id: 'job',
    model: 'ernie-5.1',
    createdAtMs: Date.UTC(2026, 10, 27, 4),
    state: 'running',
    amountNanoYuan: 0,
    runners: 0,
    plan: {
      title: 'Comments',
      origin: 'files',
      workspace: 'shop',
      way: 'requests',
      folder: 'nowhere',
      maxOutputTokens: 1_000,
      expected: { lowNanoYuan: 1, highNanoYuan: 2 },
    },
    ...change,
    counts: { total: sum, ...states },
  };
}
