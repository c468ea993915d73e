import type { Item, ItemState } from '../../core/batch/item.ts';
import type { Job } from '../../core/batch/job.ts';

/** A line of the tree of batches. */
export type BatchNode =
  | { readonly kind: 'job'; readonly job: Job }
  /** The items of a job that are in one state. */
  | { readonly kind: 'group'; readonly job: Job; readonly state: ItemState }
  | { readonly kind: 'item'; readonly job: Job; readonly item: Item }
  /** Stands for items of a group that are not listed yet; choosing it lists some of them. */
  | { readonly kind: 'more'; readonly job: Job; readonly state: ItemState; readonly left: number };

/** Which job a command is about that was chosen at a line, called with a job's id, or called without any. */
export function jobIdOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  if (typeof argument !== 'object' || argument === null) return undefined;
  if ('jobId' in argument && typeof argument.jobId === 'string') return argument.jobId;
  if (!('job' in argument) || typeof argument.job !== 'object' || argument.job === null) return undefined;
  return 'id' in argument.job && typeof argument.job.id === 'string' ? argument.job.id : undefined;
}

/** Which item of it. */
export function itemNumberOf(argument: unknown): number | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  if ('number' in argument && typeof argument.number === 'number') return argument.number;
  if (!('item' in argument) || typeof argument.item !== 'object' || argument.item === null) return undefined;
  return 'number' in argument.item && typeof argument.item.number === 'number' ? argument.item.number : undefined;
}
