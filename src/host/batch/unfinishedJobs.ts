import * as vscode from 'vscode';
import type { Job } from '../../core/batch/job.ts';
import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { COMMANDS } from '../ids.ts';
import type { PersonTime } from '../history/timeText.ts';
import { countText, whenText, resumeText } from './batchWords.ts';
import type { JobDesk } from './jobDesk.ts';

/**
 * Delays before each check: a process from before a reboot, or in another container, is known to be dead only by its
 * silence.
 */
const SILENCE_MS = [0, 30_000, 60_000];

interface UnfinishedParts {
  readonly desk: JobDesk;
  /** Name of this window's workspace: each window asks only about its own jobs. */
  readonly workspace: string;
  /** Returns the ids of jobs that have work at the service. */
  readonly handedOver: () => readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Asks about jobs that were running when the last window was closed or died. They do not resume by themselves: that
 * costs money, and the user may have closed VS Code for that reason. Work at the service goes on anyway, and is
 * fetched.
 */
export async function askAboutUnfinished(parts: UnfinishedParts): Promise<void> {
  const { desk, clock, logger } = parts;
  // Until then, a killed process still counts as a runner of its job.
  await desk.store.lookAfterOthers();
  const asked = new Set<string>();
  for (const delayMs of SILENCE_MS) {
    clock.after(delayMs, () => {
      goOn(parts, asked).catch((error: unknown) => {
        logger.warn(`An unfinished batch is left as it is: ${describeError(error)}`);
      });
    });
  }
}

async function goOn({ desk, workspace, handedOver }: UnfinishedParts, asked: Set<string>): Promise<void> {
  for (const id of handedOver()) {
    const job = desk.store.job(id);
    if (job?.state === 'cancelled' && job.plan.workspace === workspace && job.runners === 0) desk.finish(id);
  }
  const found = desk.store
    .jobs()
    .filter(job => desk.phase(job) === 'interrupted' && job.plan.workspace === workspace && !asked.has(job.id));
  for (const { id } of found) asked.add(id);
  for (const job of found.filter(({ plan }) => plan.way === 'service')) await desk.start(job.id);
  const jobs = found.filter(({ plan }) => plan.way === 'requests');
  const [job] = jobs;
  if (job !== undefined) await (jobs.length === 1 ? ask(desk, job) : askAll(jobs.length));
}

async function ask(desk: JobDesk, { id, counts }: Job): Promise<void> {
  const resume = resumeText();
  const discard = vscode.l10n.t('Discard');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('A batch is unfinished ({done} of {total}). Finished items are not charged again.', {
      done: countText(counts.done),
      total: countText(counts.total),
    }),
    resume,
    vscode.l10n.t('Later'),
    discard,
  );
  if (choice === resume) await desk.start(id);
  if (choice === discard) await desk.cancel(id);
}

async function askAll(count: number): Promise<void> {
  const resume = vscode.l10n.t('Resume Batch...');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('{count} batches are unfinished. Finished items are not charged again.', { count }),
    resume,
    vscode.l10n.t('Later'),
  );
  if (choice === resume) await vscode.commands.executeCommand(COMMANDS.resumeBatch);
}

/** Asks about a job whose hour passed while no window was open. */
export async function askAboutMissed(
  desk: JobDesk,
  { id, plan, startAtMs, pause }: Job,
  time: PersonTime,
): Promise<void> {
  const start = vscode.l10n.t('Start Now');
  const another = vscode.l10n.t('At Another Hour...');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('The batch “{title}” should have started at {when}, but VS Code was closed. Start it now?', {
      title: plan.title,
      when: whenText(startAtMs ?? pause?.untilMs ?? 0, time),
    }),
    start,
    another,
    vscode.l10n.t('Later'),
  );
  if (choice === start) await desk.start(id);
  if (choice === another) await vscode.commands.executeCommand(COMMANDS.scheduleBatch, id);
}
