import type { BatchStore } from '../core/batch/batchStore.ts';
import { JobRunner } from '../core/batch/jobRunner.ts';
import type { Job } from '../core/batch/job.ts';
import { BatchFileChangedError } from '../core/batch/input/fileFault.ts';
import { ResultsFile } from '../core/batch/results/resultsFile.ts';
import type { Credential } from '../core/auth/credential.ts';
import type { ChatBackend, Endpoint } from '../core/chat.ts';
import { describeError } from '../core/errors.ts';
import type { NanoYuan } from '../core/money.ts';
import type { ModelDirectory } from '../core/qianfan/modelDirectory.ts';
import { Budgets } from '../core/spend/budgets.ts';
import { bringIn, type Difference } from './bringIn.ts';
import { endLongWaits } from './endLongWaits.ts';
import { connectClient } from './connectClient.ts';
import { type ConnectedStore, storageStop } from './connectStore.ts';
import { endSentences } from './endSentences.ts';
import { EXIT, exitCodeOf } from './exitCode.ts';
import type { JobFiles } from './files.ts';
import { jobBudget } from './jobBudget.ts';
import { knownItems } from './knownItems.ts';
import { openJob } from './openJob.ts';
import { ProgressReport } from './progressReport.ts';
import { withReachNotices } from './reachNotices.ts';
import type { CheckedInput } from './readInput.ts';
import type { RunSurroundings } from './runSurroundings.ts';
import { Stop } from './stop.ts';

interface RunJobParts extends RunSurroundings, ConnectedStore {
  /** The store's folder. */
  readonly folder: string;
  readonly files: JobFiles;
  readonly input: CheckedInput;
  readonly models: ModelDirectory;
  readonly credential: Credential;
  readonly endpoint: Endpoint;
}

/** Asks the remaining items of a job and returns the exit code. Throws a `Stop` when nothing can be asked. */
export async function runJob(parts: RunJobParts): Promise<number> {
  const { folder, options, input, store, ledger, models } = parts;
  if (typeof options.budget === 'number') await checkPrices(parts);
  const client = connectClient(parts);
  try {
    const job = await openJob(parts);
    const known = knownItems(store, job.id);
    const lineModel = job.plan.lineModel ?? job.model;
    const { retryFailed, askChanged } = options;
    const difference = await bringIn({
      file: ledger,
      job,
      lineModel,
      known,
      lines: input.lines,
      retryFailed,
      askChanged,
    });
    if (options.budget !== undefined) {
      const limit = options.budget === 'none' ? undefined : options.budget;
      await new Budgets(ledger, () => []).keep(jobBudget(job.id), limit);
    }
    await store.change(job.id, { state: 'waiting', pause: undefined, startAtMs: undefined, endedAtMs: undefined });
    tellBeginning(parts, store.job(job.id) ?? job, known.size > 0 ? difference : undefined);
    return await ask(parts, job.id, withReachNotices(client.backend, parts.output, parts.say), () =>
      amountOf(store, models, job.id),
    );
  } catch (error) {
    if (error instanceof BatchFileChangedError) throw new Stop('inputChanged', { path: options.input });
    throw storageStop(folder, error);
  } finally {
    await client.close();
  }
}

/** Throws a `Stop` when the price of a model is unknown. */
async function checkPrices({ input, options, models }: RunJobParts): Promise<void> {
  for await (const { line } of input.lines) {
    const { model = options.model } = line;
    if (models.find(model).price === undefined) throw new Stop('priceUnknown', { model });
  }
}

function tellBeginning(
  { options, endpoint, output, say }: RunJobParts,
  { counts }: Job,
  difference?: Difference,
): void {
  const { total, done } = counts;
  const { host } = new URL(endpoint.baseUrl);
  output.line(say('start', { total, host, model: options.model, concurrency: options.concurrency }));
  if (difference === undefined) return;
  const { added, changed, removed, changedKept, failedKept } = difference;
  if (done > 0) output.line(say('resume', { done, total }));
  if (added + changed + removed > 0) output.line(say('lineChanges', { added, changed, removed }));
  if (changedKept > 0) output.line(say('changedKept', { count: changedKept }));
  if (failedKept > 0) output.line(say('failedKept', { count: failedKept }));
}

async function ask(
  { store, options, files, output, say, interrupts, clock, logger }: RunJobParts,
  jobId: string,
  backend: ChatBackend,
  amount: () => NanoYuan | undefined,
): Promise<number> {
  const pauseForRoom = (error: unknown): void => {
    if (error === undefined) return;
    const pause = { reason: 'storage', detail: describeError(error) } as const;
    store.change(jobId, { state: 'paused', pause }).catch((failure: unknown) => {
      logger.debug(describeError(failure));
    });
  };
  const results = new ResultsFile({ store, jobId, path: files.output, clock, logger, onTrouble: pauseForRoom });
  const report = new ProgressReport({
    read: () => {
      const counts = store.job(jobId)?.counts;
      return counts && { done: counts.done, failed: counts.failed, total: counts.total, amountNanoYuan: amount() };
    },
    output,
    say,
    clock,
  });
  await results.start();
  report.start();
  const enough = endLongWaits(store, jobId, clock);
  try {
    const runner = new JobRunner({ store, backend, concurrency: () => options.concurrency, clock, logger });
    await runner.run(jobId, AbortSignal.any([interrupts.signal, enough.signal]));
  } finally {
    enough.dispose();
    report.stop();
    await results.stop();
  }
  const job = store.job(jobId);
  if (job === undefined) return EXIT.stopped;
  if (interrupts.exitCode !== undefined && job.state !== 'done') {
    output.line(say('interrupted', { done: job.counts.done, total: job.counts.total }));
    return interrupts.exitCode;
  }
  for (const sentence of endSentences({ job, store, output: files.output, amountNanoYuan: amount(), say })) {
    output.line(sentence);
  }
  return exitCodeOf(job);
}

/** Returns what a job has cost; `undefined` when its model has no price and nothing else was booked. */
function amountOf(store: BatchStore, models: ModelDirectory, jobId: string): NanoYuan | undefined {
  const job = store.job(jobId);
  if (job === undefined) return undefined;
  const { amountNanoYuan, model } = job;
  return amountNanoYuan === 0 && models.find(model).price === undefined ? undefined : amountNanoYuan;
}
