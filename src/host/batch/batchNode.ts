import type { Item, ItemState } from '../../core/batch/item.ts';
import type { Job } from '../../core/batch/job.ts';

/** A node in the tree of batches. */
export type BatchNode =
  | { readonly kind: 'job'; readonly job: Job }
  /** The items of a job in one state. */
  | { readonly kind: 'group'; readonly job: Job; readonly state: ItemState }
  | { readonly kind: 'item'; readonly job: Job; readonly item: Item }
  /** Represents the items of a group that are not listed yet; selecting it lists more of them. */
  | { readonly kind: 'more'; readonly job: Job; readonly state: ItemState; readonly left: number };

/**
 * Returns the job that a command is about, from a tree node or a job's id; `undefined` when the argument names none.
 */
export function jobIdOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  if (typeof argument !== 'object' || argument === null) return undefined;
  if ('jobId' in argument && typeof argument.jobId === 'string') return argument.jobId;
  if (!('job' in argument) || typeof argument.job !== 'object' || argument.job === null) return undefined;
  return 'id' in argument.job && typeof argument.job.id === 'string' ? argument.job.id : undefined;
}

/** Returns the item that a command is about. */
export function itemNumberOf(argument: unknown): number | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  if ('number' in argument && typeof argument.number === 'number') return argument.number;
  if (!('item' in argument) || typeof argument.item !== 'object' || argument.item === null) return undefined;
  return 'number' in argument.item && typeof argument.item.number === 'number' ? argument.item.number : undefined;
}
