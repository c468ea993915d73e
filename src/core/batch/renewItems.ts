import type { BatchFile } from './batchFile.ts';
import type { NewItem } from './item.ts';
import { inSlices } from './store/inSlices.ts';
import { insertItems } from './store/itemRows.ts';
import { removeItem, renewItem } from './store/renewRows.ts';

/** What becomes another one of a job whose input was edited. */
export interface ItemChanges {
  /** Items that ask something else from now on, or the same again. */
  readonly renewed: readonly { readonly number: number; readonly item: NewItem }[];
  readonly added: readonly NewItem[];
  /** Numbers of items that are left out. */
  readonly removed: readonly number[];
  /** The highest number that any item has. */
  readonly lastNumber: number;
}

/**
 * Changes the items of a job that nobody runs, a part at a time: after a crash the same changes are found again by comparing.
 * Throws `storage`.
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
