import type { BatchStore } from '../core/batch/batchStore.ts';
import { readQuestion } from '../core/spend/attemptRows.ts';
import { itemFailureText } from '../host/batch/batchWords.ts';
import type { JobReading } from '../host/batch/jobCommands.ts';
import { openResults, readResults } from '../host/batch/results/openResults.ts';
import type { ResultsParts } from '../host/batch/results/resultsParts.ts';
import { showItem } from '../host/batch/results/showItem.ts';
import { reviewBatch } from '../host/batch/review/reviewBatch.ts';
import { ReviewTexts } from '../host/batch/review/reviewTexts.ts';
import { TextDocuments } from '../host/context/textDocuments.ts';
import type { BatchToolParts } from './batchToolParts.ts';

/** Connects the views and reviews of a job's results. */
export function connectBatchReading({ context, ledger, clock, logger }: BatchToolParts, store: BatchStore): JobReading {
  const documents = new TextDocuments('wenxin-batch');
  const texts = new ReviewTexts();
  context.subscriptions.push(documents, texts);
  const results: ResultsParts = {
    store,
    documents,
    attemptsOf: questionId => ledger.read(database => readQuestion(database, questionId)) ?? [],
    failureText: itemFailureText,
    timeZone: () => ledger.timeZone,
    clock,
    logger,
  };
  return {
    openResults: jobId => openResults(results, jobId),
    readResults: jobId => readResults(results, jobId),
    review: jobId => reviewBatch({ store, texts, clock, logger }, jobId),
    showItem: (jobId, number) => showItem(results, jobId, number),
  };
}
