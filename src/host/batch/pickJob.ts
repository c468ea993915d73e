import * as vscode from 'vscode';
import type { Job } from '../../core/batch/job.ts';
import type { JobPhase } from '../../core/batch/jobPhase.ts';
import type { PersonTime } from '../history/timeText.ts';
import { jobIcon } from './batchIcons.ts';
import { phaseText, progressText, spentText } from './batchWords.ts';
import type { JobDesk } from './jobDesk.ts';

interface JobItem extends vscode.QuickPickItem {
  readonly job: Job;
}

/** Asks for one of the jobs that `isMeant` accepts; `undefined` when there is none, or the user cancels. */
export async function pickJob(
  desk: JobDesk,
  title: string,
  isMeant: (job: Job, phase: JobPhase) => boolean,
  time: PersonTime,
): Promise<Job | undefined> {
  const jobs = desk.store.jobs().filter(job => isMeant(job, desk.phase(job)));
  if (jobs.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no batch for that now.'));
    return undefined;
  }
  const items = jobs.map((job): JobItem => {
    const phase = desk.phase(job);
    return {
      label: job.plan.title,
      description: [phaseText(job, phase, time), progressText(job), spentText(job)].join(' · '),
      iconPath: jobIcon(job, phase),
      job,
    };
  });
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return picked?.job;
}
