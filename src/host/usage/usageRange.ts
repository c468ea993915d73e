import type { UsageRange } from '../../protocol/usage.ts';
import { addDays, dayIn } from './calendarDays.ts';

/** The time that a person chose. */
export type RangeChoice =
  | { readonly range: Exclude<UsageRange, 'custom'> }
  | { readonly range: 'custom'; readonly firstDay: number; readonly lastDay: number };

/** What the panel shows before anything was chosen. */
export const FIRST_CHOICE: RangeChoice = { range: '30days' };

/** No report goes further back: ten years of days still make a chart. */
const MAX_DAYS = 3660;

/** The days of a choice, both included. Moves on with `today`, except for days that were chosen as such. */
export function daysOf(choice: RangeChoice, today: number): { readonly firstDay: number; readonly lastDay: number } {
  const firstOfMonth = today - (today % 100) + 1;
  switch (choice.range) {
    case 'today':
      return { firstDay: today, lastDay: today };
    case '7days':
      return { firstDay: addDays(today, -6), lastDay: today };
    case '30days':
      return { firstDay: addDays(today, -29), lastDay: today };
    case '90days':
      return { firstDay: addDays(today, -89), lastDay: today };
    case 'month':
      return { firstDay: firstOfMonth, lastDay: today };
    case 'lastMonth': {
      const lastDay = addDays(firstOfMonth, -1);
      return { firstDay: lastDay - (lastDay % 100) + 1, lastDay };
    }
    case 'year':
      return { firstDay: addDays(today, -364), lastDay: today };
    case 'custom':
      return { firstDay: choice.firstDay, lastDay: choice.lastDay };
  }
}

/** The choice of two days as a page writes them, in either order; `undefined` where they are no days, or are to come. */
export function chosenDays(from: string, to: string, today: number): RangeChoice | undefined {
  const [first, second] = [dayIn(from), dayIn(to)];
  if (first === undefined || second === undefined) return undefined;
  const firstDay = Math.min(first, second);
  const lastDay = Math.min(Math.max(first, second), today);
  if (firstDay > today || firstDay < addDays(lastDay, -MAX_DAYS)) return undefined;
  return { range: 'custom', firstDay, lastDay };
}
