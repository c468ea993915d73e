import type { BatchFile } from './batchFile.ts';
import type { NewItem } from './item.ts';
import { inSlices } from './store/inSlices.ts';
import { insertItems } from './store/itemRows.ts';
import { removeItem, renewItem } from './store/renewRows.ts';

/** The changes to a job whose input was edited. */
export interface ItemChanges {
  /** Items with a new request, or to be asked again. */
  readonly renewed: readonly { readonly number: number; readonly item: NewItem }[];
  readonly added: readonly NewItem[];
  /** Numbers of deleted items. */
  readonly removed: readonly number[];
  /** The highest number of any existing item. */
  readonly lastNumber: number;
}

/**
 * Applies changes to the items of a job without runners, in several transactions. After a crash, comparing the input
 * again yields the missing changes. Throws `storage`.
 */
export async function renewItems(file: BatchFile, jobId: string, changes: ItemChanges): Promise<void> {
  const { renewed, added, removed, lastNumber } = changes;
  await inSlices(removed, numbers => {
    return file.write(database => numbers.forEach(number => removeItem(database, jobId, number)));
  });
  await inSlices(renewed, items => {
    return file.write(database => items.forEach(({ number, item }) => renewItem(database, jobId, number, item)));
  });
  await inSlices(added, (items, from) => {
    return file.write(database => insertItems(database, jobId, items, lastNumber + 1 + from));
  });
}
