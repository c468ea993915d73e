import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { hourText } from '../history/timeText.ts';
import { isSameDay, nextTime } from './nextTime.ts';

/** At night, at lunch, and at two hours of the evening. */
const USUAL_MINUTES = [2 * 60, 12 * 60 + 30, 20 * 60, 23 * 60];

interface HourParts {
  readonly timeZone: () => string | undefined;
  readonly clock: Clock;
}

interface HourItem extends vscode.QuickPickItem {
  /** Missing: the user types the time. */
  readonly atMs?: number;
}

/**
 * Asks when a batch should start and returns the wall time; `undefined` when the user cancels.
 *
 * @param quietMs wall time at which a quiet hour begins, if the user's own usage shows one.
 */
export async function chooseHour({ timeZone, clock }: HourParts, quietMs?: number): Promise<number | undefined> {
  const [nowMs, zone] = [clock.now(), timeZone()];
  const item = (atMs: number, why?: string): HourItem => ({
    label: hourLabel(atMs, nowMs, zone),
    atMs,
    ...(why !== undefined && { description: why }),
  });
  const items: HourItem[] = [
    ...(quietMs === undefined || quietMs <= nowMs
      ? []
      : [item(quietMs, vscode.l10n.t('quiet, by your own usage of past weeks'))]),
    ...USUAL_MINUTES.map(minute => nextTime(minute, nowMs, zone))
      .filter(atMs => atMs !== quietMs)
      .sort((one, other) => one - other)
      .map(atMs => item(atMs)),
    { label: vscode.l10n.t('Another Time...') },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Schedule Batch'),
    placeHolder: vscode.l10n.t('It begins by itself if a window of VS Code is open then'),
    ignoreFocusOut: true,
  });
  if (picked === undefined || picked.atMs !== undefined) return picked?.atMs;
  return typedTime(nowMs, zone);
}

async function typedTime(nowMs: number, zone: string | undefined): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Schedule Batch'),
    prompt: vscode.l10n.t('Hour and minute, for example 21:30'),
    ignoreFocusOut: true,
    validateInput: typed => {
      const minute = minuteIn(typed);
      if (typed.trim() === '') return undefined;
      if (minute === undefined) return vscode.l10n.t('Enter an hour and minutes, for example 21:30.');
      const message = hourLabel(nextTime(minute, nowMs, zone), nowMs, zone);
      return { message, severity: vscode.InputBoxValidationSeverity.Info };
    },
  });
  const minute = text === undefined ? undefined : minuteIn(text);
  return minute === undefined ? undefined : nextTime(minute, nowMs, zone);
}

function hourLabel(atMs: number, nowMs: number, zone: string | undefined): string {
  const hour = hourText(atMs, zone);
  return isSameDay(atMs, nowMs, zone)
    ? vscode.l10n.t('Today at {hour}', { hour })
    : vscode.l10n.t('Tomorrow at {hour}', { hour });
}

function minuteIn(typed: string): number | undefined {
  const [, hour, minute = '0'] = /^\s*(\d{1,2})(?:\s*[:：.]\s*(\d{2}))?\s*$/.exec(typed) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return 60 * Number(hour) + Number(minute);
}
