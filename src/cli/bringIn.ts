import { AppendedRequests, writtenLine } from '../core/batch/appendRequests.ts';
import type { BatchFile } from '../core/batch/batchFile.ts';
import type { NewItem } from '../core/batch/item.ts';
import type { Job } from '../core/batch/job.ts';
import { renewItems } from '../core/batch/renewItems.ts';
import type { PlannedLine } from '../core/batch/requestsFile.ts';
import type { KnownItem } from './knownItems.ts';

/** The differences between a request file and the job that was made from it. */
export interface Difference {
  readonly added: number;
  readonly removed: number;
  /** Lines that changed before they were answered, or that are asked again because they changed. */
  readonly changed: number;
  /** Lines that changed after they were answered; their answers are kept. */
  readonly changedKept: number;
  readonly failedKept: number;
}

interface BringInParts {
  readonly file: BatchFile;
  readonly job: Job;
  /** The model of stored lines that name none in the file. */
  readonly lineModel: string;
  readonly known: ReadonlyMap<string, KnownItem>;
  readonly lines: AsyncIterable<PlannedLine>;
  readonly retryFailed: boolean;
  readonly askChanged: boolean;
}

/**
 * Updates a job without a runner to match the current file. Answered lines are not asked again, unless they changed and
 * `askChanged` is set. Errors while reading the lines leave the job unchanged. Throws `storage`; if that happens during
 * the update, running again applies the rest.
 */
export async function bringIn(parts: BringInParts): Promise<Difference> {
  const { file, job, lineModel, known, lines, retryFailed, askChanged } = parts;
  const left = new Map(known);
  const renewed: { readonly number: number; readonly item: NewItem }[] = [];
  const added: NewItem[] = [];
  const counts = { changed: 0, changedKept: 0, failedKept: 0 };
  const requests = await AppendedRequests.open(job.plan.folder);
  const storedBytes = requests.bytes;

  /** Returns whether an item stays as it is. */
  const stays = ({ state, inputHash, byteEnd }: KnownItem, newHash: string): boolean => {
    const isSame = inputHash === newHash;
    switch (state) {
      case 'done':
        if (isSame) return true;
        if (askChanged) counts.changed++;
        else counts.changedKept++;
        return !askChanged;
      case 'failed':
        if (!isSame) counts.changed++;
        else if (!retryFailed) counts.failedKept++;
        return isSame && !retryFailed;
      case 'cancelled':
      case 'waiting':
      case 'running':
        if (!isSame) counts.changed++;
        return isSame && state !== 'cancelled' && byteEnd <= storedBytes;
    }
  };

  try {
    for await (const { line } of lines) {
      const written = writtenLine(line, lineModel);
      const item = left.get(line.customId);
      left.delete(line.customId);
      if (item === undefined) added.push(await requests.add(written));
      else if (!stays(item, written.inputHash)) {
        renewed.push({ number: item.number, item: await requests.add(written) });
      }
    }
    await requests.finish();
  } finally {
    await requests.close();
  }
  const removed = [...left.values()].map(({ number }) => number);
  const lastNumber = [...known.values()].reduce((last, { number }) => Math.max(last, number), 0);
  await renewItems(file, job.id, { renewed, added, removed, lastNumber });
  return { added: added.length, removed: removed.length, ...counts };
}
