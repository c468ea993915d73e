import { join } from 'node:path';
import type { BatchStore } from '../../../core/batch/batchStore.ts';
import type { Item } from '../../../core/batch/item.ts';
import type { Job } from '../../../core/batch/job.ts';
import { RESULTS_NAME, ResultsFile } from '../../../core/batch/results/resultsFile.ts';
import { resultsCsvHead, resultsCsvRow } from '../../../core/batch/results/resultsCsv.ts';
import { itemMarkdown, MOST_ITEMS_TO_READ, resultsMarkdownHead } from '../../../core/batch/results/resultsMarkdown.ts';
import { openPrivateFile } from '../../../core/privateFiles.ts';
import type { ResultsParts } from './resultsParts.ts';
import { csvWords, markdownWords } from './resultsWords.ts';

/** Items read and written at a time: with answers of 20 kB that takes some milliseconds. */
const ITEMS_AT_ONCE = 16;

/** File formats of results. */
export type ResultsForm = 'jsonl' | 'markdown' | 'csv';

/**
 * Writes a job's current results into its folder, in chunks, and returns the file's path. For JSONL, that is the file
 * that grows while the job runs, wherever it is. Throws `storage` and file system errors.
 */
export async function writeResults(
  { store, failureText, clock, logger }: ResultsParts,
  job: Job,
  form: ResultsForm,
): Promise<string> {
  const { id, plan } = job;
  if (form === 'jsonl') {
    const path = plan.resultsPath ?? join(plan.folder, RESULTS_NAME);
    const results = new ResultsFile({ store, jobId: id, path, clock, logger });
    await results.start();
    await results.stop();
    return path;
  }
  if (form === 'csv') {
    const words = csvWords();
    return write(join(plan.folder, 'results.csv'), resultsCsvHead(words), pages(store, id, Infinity), item => {
      return resultsCsvRow(item, words);
    });
  }
  const words = markdownWords(job, failureText);
  const some = pages(store, id, MOST_ITEMS_TO_READ);
  return write(join(plan.folder, 'results.md'), resultsMarkdownHead(job, words), some, item =>
    itemMarkdown(item, words),
  );
}

function* pages(store: BatchStore, jobId: string, most: number): Generator<readonly Item[]> {
  for (let after = 0; after < most;) {
    const page = store.items(jobId, { after, limit: Math.min(ITEMS_AT_ONCE, most - after) });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.number;
  }
}

async function write(
  path: string,
  head: string,
  some: Iterable<readonly Item[]>,
  textOf: (item: Item) => string,
): Promise<string> {
  const file = await openPrivateFile(path, 'w');
  try {
    await file.appendFile(head);
    for (const page of some) await file.appendFile(page.map(textOf).join(''));
  } finally {
    await file.close();
  }
  return path;
}
