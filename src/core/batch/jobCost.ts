import type { NanoYuan } from '../money.ts';
import type { Job } from './job.ts';

/**
 * What a job will have cost at its end: what is booked, and the rest at the mean of what has ended. `undefined` as long as
 * nothing has ended, or when nobody knows the price.
 */
export function jobCost({ amountNanoYuan, counts, plan }: Job): NanoYuan | undefined {
  const ended = counts.done + counts.failed;
  if (ended === 0 || (amountNanoYuan === 0 && plan.expected === undefined)) return undefined;
  return Math.round(amountNanoYuan + ((counts.waiting + counts.running) * amountNanoYuan) / ended);
}
