import type { NanoYuan } from '../money.ts';
import type { Job } from './job.ts';

/**
 * Estimates the final cost of a job: the booked amount, plus the mean cost of ended items for the rest. `undefined`
 * before the first item has ended, or if the price is unknown.
 */
export function jobCost({ amountNanoYuan, counts, plan }: Job): NanoYuan | undefined {
  const ended = counts.done + counts.failed;
  if (ended === 0 || (amountNanoYuan === 0 && plan.expected === undefined)) return undefined;
  return Math.round(amountNanoYuan + ((counts.waiting + counts.running) * amountNanoYuan) / ended);
}
