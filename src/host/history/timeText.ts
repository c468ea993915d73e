import { isChinese } from '../language.ts';

/** In which zone a person is, by its IANA name, and what time it is. */
export interface PersonTime {
  readonly nowMs: number;
  readonly timeZone: string | undefined;
}

/** `21:10`. */
export function hourText(ms: number, timeZone: string | undefined): string {
  return text(ms, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
}

/** `Nov 22`, and the year where it is another one. */
export function dateText(ms: number, { nowMs, timeZone }: PersonTime): string {
  const isThisYear = text(ms, { year: 'numeric', timeZone }) === text(nowMs, { year: 'numeric', timeZone });
  return text(ms, { month: 'short', day: 'numeric', timeZone, ...(isThisYear ? {} : { year: 'numeric' }) });
}

function text(ms: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(isChinese() ? 'zh-CN' : 'en-US', options).format(ms);
}
