import * as vscode from 'vscode';
import type { ItemState } from '../../core/batch/item.ts';
import type { Job } from '../../core/batch/job.ts';
import type { JobPhase } from '../../core/batch/jobPhase.ts';

/** Returns the icon of a job's phase; a job that waits for the user has the warning colour. */
export function jobIcon({ counts }: Job, phase: JobPhase): vscode.ThemeIcon {
  switch (phase) {
    case 'ready':
      return icon('circle-large-outline');
    case 'scheduled':
      return icon('watch');
    case 'missed':
      return icon('watch', 'list.warningForeground');
    case 'here':
      return icon('sync~spin', 'charts.blue');
    case 'elsewhere':
      return icon('multiple-windows', 'charts.blue');
    case 'interrupted':
      return icon('debug-disconnect', 'list.warningForeground');
    case 'pausing':
      return icon('debug-pause');
    case 'paused':
      return icon('debug-pause', 'list.warningForeground');
    case 'done':
      return counts.failed === 0 ? icon('pass', 'testing.iconPassed') : icon('warning', 'list.warningForeground');
    case 'cancelled':
      return icon('circle-slash', 'disabledForeground');
  }
}

/** Returns the icon of an item's state. */
export function itemIcon(state: ItemState): vscode.ThemeIcon {
  switch (state) {
    case 'failed':
      return icon('error', 'list.errorForeground');
    case 'running':
      return icon('sync', 'charts.blue');
    case 'waiting':
      return icon('circle-large-outline');
    case 'done':
      return icon('pass', 'testing.iconPassed');
    case 'cancelled':
      return icon('circle-slash', 'disabledForeground');
  }
}

function icon(name: string, colour?: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, colour === undefined ? undefined : new vscode.ThemeColor(colour));
}
