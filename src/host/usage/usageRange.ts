import type { UsageRange } from '../../protocol/usage.ts';
import { addDays, dayIn } from './calendarDays.ts';

/** The selected range. */
export type RangeChoice =
  | { readonly range: Exclude<UsageRange, 'custom'> }
  | { readonly range: 'custom'; readonly firstDay: number; readonly lastDay: number };

/** The initial range of the panel. */
export const FIRST_CHOICE: RangeChoice = { range: '30days' };

/** Maximum length of a custom range, about ten years. */
const MAX_DAYS = 3660;

/** Returns the days of a range, both included. All ranges but `custom` follow `today`. */
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

/** Parses two days in either order; `undefined` if they are invalid, in the future, or too far apart. */
export function chosenDays(from: string, to: string, today: number): RangeChoice | undefined {
  const [first, second] = [dayIn(from), dayIn(to)];
  if (first === undefined || second === undefined) return undefined;
  const firstDay = Math.min(first, second);
  const lastDay = Math.min(Math.max(first, second), today);
  if (firstDay > today || firstDay < addDays(lastDay, -MAX_DAYS)) return undefined;
  return { range: 'custom', firstDay, lastDay };
}
