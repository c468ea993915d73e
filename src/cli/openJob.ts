import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { BatchStore } from '../core/batch/batchStore.ts';
import type { Job } from '../core/batch/job.ts';
import { livingRunner } from '../core/batch/store/livingRunner.ts';
import type { Ledger } from '../core/spend/ledger.ts';
import type { JobFiles } from './files.ts';
import type { SettledOptions } from './settledOptions.ts';
import { Stop } from './stop.ts';

/** Returns a job's id. It is derived from both paths, so running the same command again continues the same job. */
export function jobIdOf({ input, output }: Pick<JobFiles, 'input' | 'output'>): string {
  return `cli-${createHash('sha256')
    .update(JSON.stringify([input, output]))
    .digest('hex')
    .slice(0, 20)}`;
}

interface OpenJobParts {
  readonly store: BatchStore;
  readonly ledger: Ledger;
  readonly files: JobFiles;
  readonly options: SettledOptions;
  /** The store's folder. */
  readonly folder: string;
}

/**
 * Returns the job of an earlier run, or a new one without items. Throws a `Stop` when it is already running, or when
 * the output file holds other results.
 */
export async function openJob({ store, ledger, files, options, folder }: OpenJobParts): Promise<Job> {
  const id = jobIdOf(files);
  const known = store.job(id);
  if (known !== undefined) {
    const pid = ledger.read(database => livingRunner(database, id));
    if (pid !== undefined) throw new Stop('alreadyRuns', { pid });
    if (known.model !== options.model) await store.change(id, { model: options.model });
    return store.job(id) ?? known;
  }
  if (files.hasResults) throw new Stop('otherResults', { path: files.output });
  // Remove the remains of a process that died while creating this job.
  await store.remove(id);
  const plan = {
    title: files.input === '-' ? basename(files.output) : basename(files.input),
    origin: 'jsonl',
    workspace: '',
    way: 'requests',
    folder: join(folder, 'batches', id),
    resultsPath: files.output,
    maxOutputTokens: options.maxOutputTokens,
    ...(options.temperature !== undefined && { temperature: options.temperature }),
  } as const;
  await store.add({ id, model: options.model, plan }, []);
  const made = store.job(id);
  if (made === undefined) throw new Error('A job that was made is not there');
  return made;
}
