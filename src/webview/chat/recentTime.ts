import * as l10n from '@vscode/l10n';

/** Formats a time: the time of day for today, `Yesterday`, or the date, with the year if it is not the current one. */
export function recentTime(ms: number, nowMs: number, language: string): string {
  const [date, now, yesterday] = [new Date(ms), new Date(nowMs), new Date(nowMs)];
  yesterday.setDate(now.getDate() - 1);
  if (date.toDateString() === yesterday.toDateString()) return l10n.t('Yesterday');
  // All other languages see English texts.
  const locale = language.toLowerCase() === 'zh-cn' ? 'zh-CN' : 'en-US';
  if (ms >= nowMs || date.toDateString() === now.toDateString()) {
    return date.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  }
  const year = date.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return date.toLocaleDateString(locale, { month: 'short', day: 'numeric', ...year });
}
