import type { BatchStore } from '../core/batch/batchStore.ts';
import type { Item } from '../core/batch/item.ts';

/** What has to be known of an item to tell whether its line is still the same. */
export interface KnownItem extends Pick<Item, 'number' | 'state' | 'inputHash'> {
  /** Where its line ends in the stored requests. */
  readonly byteEnd: number;
}

/** Items that are read together. */
const PAGE = 500;

/** The items of a job by their `custom_id`; none where there is no such job. */
export function knownItems(store: BatchStore, jobId: string): Map<string, KnownItem> {
  const known = new Map<string, KnownItem>();
  for (let after = 0; ;) {
    const items = store.items(jobId, { after, limit: PAGE, isBrief: true });
    for (const { customId, number, state, inputHash, byteOffset, byteLength } of items) {
      known.set(customId, { number, state, inputHash, byteEnd: byteOffset + byteLength });
    }
    const last = items.at(-1);
    if (last === undefined) return known;
    after = last.number;
  }
}
