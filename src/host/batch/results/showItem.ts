import type { BatchLine } from '../../../core/batch/batchLine.ts';
import type { Item } from '../../../core/batch/item.ts';
import { readRequest } from '../../../core/batch/requestsFile.ts';
import { describeError, WenxinError } from '../../../core/errors.ts';
import { itemText } from './itemText.ts';
import type { ResultsParts } from './resultsParts.ts';

/** Shows everything known about an item, as a virtual document. */
export async function showItem(parts: ResultsParts, jobId: string, number: number): Promise<void> {
  const { store, documents, attemptsOf, failureText, timeZone, clock } = parts;
  const job = store.job(jobId);
  const item = store.item(jobId, number);
  if (job === undefined || item === undefined) return;
  const asked = await askedBy(parts, job.plan.folder, item);
  const attempts = item.questionId === undefined ? [] : attemptsOf(item.questionId);
  const time = { nowMs: clock.now(), timeZone: timeZone() };
  const text = itemText({ job, item, asked, attempts, failureText, time });
  await documents.show(item.customId, `${jobId}/${number}`, text, 'markdown');
}

async function askedBy({ logger }: ResultsParts, folder: string, item: Item): Promise<BatchLine | undefined> {
  try {
    return await readRequest(folder, item);
  } catch (error) {
    if (!(error instanceof WenxinError) || error.kind !== 'storage') throw error;
    logger.warn(`What an item asks is not shown: ${describeError(error)}`);
    return undefined;
  }
}
