import { join } from 'node:path';
import type { BatchStore } from '../core/batch/batchStore.ts';
import type { Job } from '../core/batch/job.ts';
import { JobRunner } from '../core/batch/jobRunner.ts';
import { RESULTS_NAME, ResultsFile } from '../core/batch/results/resultsFile.ts';
import { BatchParts } from '../core/batch/service/batchParts.ts';
import { ServiceRunner } from '../core/batch/service/serviceRunner.ts';
import type { Endpoint } from '../core/chat.ts';
import { qianfanBatchInference } from '../core/qianfan/batchInference/qianfanBatchInference.ts';
import { LedgerBatchBooking } from '../core/spend/ledgerBatchBooking.ts';
import { sourceCheck } from '../host/batch/review/sourceCheck.ts';
import { ownBudgets } from '../host/spend/ownBudgets.ts';
import type { BatchToolParts } from './batchToolParts.ts';

/** Runs jobs, and writes their results to disk as they arrive. */
interface BatchRunners {
  readonly run: (job: Job, signal: AbortSignal) => Promise<void>;
  /** Whether the endpoint and the key support the service's batch inference. */
  readonly hasBatchInference: () => boolean;
  /** Ids of jobs with parts at the service, including cancelled jobs, which must still be run to completion. */
  readonly handedOver: () => readonly string[];
}

/** Connects the two ways to run a job: single requests, and the service's batch inference. */
export function connectBatchRunners(parts: BatchToolParts, store: BatchStore): BatchRunners {
  const { configuration, connected, qianfan, ledger, clock, logger } = parts;
  const { current } = connected;
  const requests = new JobRunner({
    store,
    backend: qianfan.backend,
    concurrency: () => configuration.get('wenxin.maxConcurrency'),
    beforeAsking: sourceCheck,
    clock,
    logger,
  });
  const booking = new LedgerBatchBooking({
    ledger,
    findPrice: model => qianfan.models.find(model).price,
    budgets: () => ownBudgets(configuration),
    clock,
  });
  const handed = new BatchParts(ledger, booking);
  const endpoint = (): Endpoint => {
    const first = current.endpoint();
    // Results must be fetched with the account that submitted the batch, so pin it.
    return { ...first, account: first.account ?? current.name };
  };
  const service = new ServiceRunner({
    store,
    parts: handed,
    inference: qianfanBatchInference({
      fetch: qianfan.fetchFor,
      credentials: connected.credentials,
      clock,
      logger,
    }),
    file: ledger,
    booking,
    endpoint,
    clock,
    logger,
  });
  return {
    run: async ({ id, plan }, signal) => {
      const path = plan.resultsPath ?? join(plan.folder, RESULTS_NAME);
      const results = new ResultsFile({ store, jobId: id, path, clock, logger });
      await results.start();
      try {
        // The user may have paused the job while the results file was being brought up to date.
        if (store.job(id)?.state === 'paused') return;
        await (plan.way === 'service' ? service : requests).run(id, signal);
      } finally {
        await results.stop();
      }
    },
    hasBatchInference: () => current.kind === 'apiKey' && current.endpoint().api !== 'v1',
    handedOver: () => handed.openJobs(),
  };
}
