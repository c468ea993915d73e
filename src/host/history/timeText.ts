import { isChinese } from '../language.ts';

/** The user's time zone as an IANA name, and the current time. */
export interface PersonTime {
  readonly nowMs: number;
  readonly timeZone: string | undefined;
}

/** Formats a time of day, such as `21:10`. */
export function hourText(ms: number, timeZone: string | undefined): string {
  return text(ms, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
}

/** Formats a date, such as `Nov 22`, with the year if it is not the current one. */
export function dateText(ms: number, { nowMs, timeZone }: PersonTime): string {
  const isThisYear = text(ms, { year: 'numeric', timeZone }) === text(nowMs, { year: 'numeric', timeZone });
  return text(ms, { month: 'short', day: 'numeric', timeZone, ...(isThisYear ? {} : { year: 'numeric' }) });
}

function text(ms: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(isChinese() ? 'zh-CN' : 'en-US', options).format(ms);
}
