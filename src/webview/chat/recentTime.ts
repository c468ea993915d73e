import * as l10n from '@vscode/l10n';

/** When something was: the hour of today, `Yesterday`, or the date, with the year where it is another one. */
export function recentTime(ms: number, nowMs: number, language: string): string {
  const [date, now, yesterday] = [new Date(ms), new Date(nowMs), new Date(nowMs)];
  yesterday.setDate(now.getDate() - 1);
  if (date.toDateString() === yesterday.toDateString()) return l10n.t('Yesterday');
  // Other languages see English texts.
  const locale = language.toLowerCase() === 'zh-cn' ? 'zh-CN' : 'en-US';
  if (ms >= nowMs || date.toDateString() === now.toDateString()) {
    return date.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  }
  const year = date.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return date.toLocaleDateString(locale, { month: 'short', day: 'numeric', ...year });
}
