import { mean, percentile } from '../figures/statistics.ts';
import type { Job } from '../loads/load.ts';
import type { Counts } from '../service/counters.ts';
import type { Knobs } from '../service/knobs.ts';

/** A run with all its figures, for more detail than the tables have. */
export interface JournalEntry {
  readonly knobs: Partial<Knobs>;
  readonly jobs: readonly Omit<Job, 'folder'>[];
  readonly results: readonly unknown[];
  readonly counts: Counts;
}

/** Stores one entry for each run, in order. Long lists of times are reduced to percentiles. */
export class Journal {
  readonly entries: JournalEntry[] = [];

  add({ jobs, results, ...entry }: JournalEntry): void {
    this.entries.push({
      ...entry,
      jobs: jobs.map(job => ({ ...job, folder: undefined })),
      results: results.map(result => Object.fromEntries(Object.entries(result as object).map(shortened))),
    });
  }
}

const LONG = 20;

function shortened([name, value]: [string, unknown]): [string, unknown] {
  if (!Array.isArray(value) || value.length <= LONG) return [name, value];
  const times = value as readonly number[];
  const [p50, p90, p99, most] = [50, 90, 99, 100].map(percent => percentile(times, percent));
  return [name, { count: times.length, mean: mean(times), p50, p90, p99, most }];
}
