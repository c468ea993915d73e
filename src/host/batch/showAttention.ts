import * as vscode from 'vscode';
import type { JobPhase } from '../../core/batch/jobPhase.ts';
import type { Job } from '../../core/batch/job.ts';
import type { Clock } from '../../core/clock.ts';
import type { JobDesk } from './jobDesk.ts';

const LOOK_MS = 1_000;

/**
 * Shows the number of jobs that need the user as the view's badge. Running jobs have their notification, and the user
 * knows what they paused.
 */
export function showAttention(
  view: Pick<vscode.TreeView<unknown>, 'badge'>,
  desk: JobDesk,
  clock: Clock,
): vscode.Disposable {
  let cancel: (() => void) | undefined;
  let shown = 0;
  const look = (): void => {
    cancel = undefined;
    const count = desk.store.jobs().filter(job => needsPerson(job, desk.phase(job))).length;
    if (count === shown) return;
    shown = count;
    view.badge = count === 0 ? undefined : { value: count, tooltip: tooltipOf(count) };
  };
  const soon = (): void => {
    cancel ??= clock.after(LOOK_MS, look);
  };
  const subscriptions = [desk.store.onDidChange(soon), desk.onDidStart(soon), desk.onDidStop(soon)];
  soon();
  return new vscode.Disposable(() => {
    cancel?.();
    for (const end of subscriptions) end();
  });
}

function needsPerson({ pause }: Job, phase: JobPhase): boolean {
  if (phase === 'interrupted' || phase === 'missed') return true;
  return phase === 'paused' && pause !== undefined && pause.reason !== 'person' && pause.untilMs === undefined;
}

function tooltipOf(count: number): string {
  return count === 1
    ? vscode.l10n.t('1 batch needs your attention')
    : vscode.l10n.t('{count} batches need your attention', { count });
}
