import type { BatchStore } from '../core/batch/batchStore.ts';
import type { Item } from '../core/batch/item.ts';

/** The fields of an item that tell whether its line has changed. */
export interface KnownItem extends Pick<Item, 'number' | 'state' | 'inputHash'> {
  /** End of its line in the stored requests. */
  readonly byteEnd: number;
}

/** Items per read. */
const PAGE = 500;

/** Returns the items of a job by `custom_id`; empty when there is no such job. */
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
