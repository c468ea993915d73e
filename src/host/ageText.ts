import * as vscode from 'vscode';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Returns an elapsed time in its largest whole unit, such as `3 hours`; `undefined` below one minute. */
export function ageText(ms: number): string | undefined {
  if (ms < MINUTE_MS) return undefined;
  if (ms < HOUR_MS) {
    const count = Math.floor(ms / MINUTE_MS);
    return count === 1 ? vscode.l10n.t('1 minute') : vscode.l10n.t('{count} minutes', { count });
  }
  if (ms < DAY_MS) {
    const count = Math.floor(ms / HOUR_MS);
    return count === 1 ? vscode.l10n.t('1 hour') : vscode.l10n.t('{count} hours', { count });
  }
  const count = Math.floor(ms / DAY_MS);
  return count === 1 ? vscode.l10n.t('1 day') : vscode.l10n.t('{count} days', { count });
}
