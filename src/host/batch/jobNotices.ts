import * as vscode from 'vscode';
import type { BudgetName } from '../../core/budget.ts';
import type { Job, PauseReason } from '../../core/batch/job.ts';
import { CONSOLE_PAGES, openPage } from '../consolePages.ts';
import { COMMANDS, type CommandId } from '../ids.ts';
import { sentences } from '../sentences.ts';
import { budgetInside } from '../spend/budgetWords.ts';
import type { PersonTime } from '../history/timeText.ts';
import { countText, pauseSentence, spentText, resumeText } from './batchWords.ts';

/** Actions that a notice offers, besides commands. */
export interface JobNoticeActions {
  readonly resume: (jobId: string) => Promise<void>;
  /** Resumes the job at the start of the user's next day. */
  readonly resumeTomorrow: (jobId: string) => Promise<void>;
  /** Asks for a new budget; resumes the job if it was changed. */
  readonly setBudget: (jobId: string, budget: BudgetName | undefined) => Promise<void>;
  readonly enterPrice: (jobId: string) => Promise<void>;
  /** Lifts the user's pause of this extension, and resumes the job. */
  readonly liftPause: (jobId: string) => Promise<void>;
}

type Button = readonly [label: string, run: () => Thenable<unknown>];

/** Reports that a job run by this window has ended or paused by itself, with what the user can do. */
export async function tellStopped(job: Job, time: PersonTime, actions: JobNoticeActions): Promise<void> {
  if (job.state === 'done') return tellDone(job);
  if (job.state !== 'paused' || job.pause === undefined || job.pause.reason === 'person') return;
  const buttons = pauseButtons(job, job.pause.reason, actions);
  const choice = await vscode.window.showWarningMessage(pausedText(job, time), ...buttons.map(([label]) => label));
  await buttons.find(([label]) => label === choice)?.[1]();
}

/** Returns the message about a paused job. */
function pausedText(job: Job, time: PersonTime): string {
  const facts = { done: countText(job.counts.done), total: countText(job.counts.total) };
  if (job.pause?.reason === 'budget' && job.pause.budget?.scope !== 'batch') {
    return vscode.l10n.t(
      'Batch paused: {whichBudget} is used up. {done} of {total} are done and saved; going on will not charge them again.',
      { ...facts, whichBudget: budgetInside(job.pause.budget) },
    );
  }
  return sentences([
    vscode.l10n.t('Batch “{title}” is paused.', { title: job.plan.title }),
    pauseSentence(job, time),
    vscode.l10n.t('{done} of {total} are done and saved; going on will not charge them again.', facts),
  ]);
}

async function tellDone(job: Job): Promise<void> {
  const { counts, plan } = job;
  const facts = {
    title: plan.title,
    done: countText(counts.done),
    failed: countText(counts.failed),
    amount: spentText(job),
  };
  const message =
    counts.failed === 0
      ? vscode.l10n.t('Batch “{title}”: all {done} done, {amount}.', facts)
      : vscode.l10n.t('Batch “{title}”: {done} done, {failed} failed, {amount}.', facts);
  const buttons: Button[] = [
    button(vscode.l10n.t('Open Results'), COMMANDS.openBatchResults, job.id),
    ...(plan.isEdit ? [button(vscode.l10n.t('Review'), COMMANDS.reviewBatch, job.id)] : []),
    ...(counts.failed > 0 ? [button(vscode.l10n.t('Retry Failed'), COMMANDS.retryBatch, job.id)] : []),
  ];
  const choice = await vscode.window.showInformationMessage(message, ...buttons.map(([label]) => label));
  await buttons.find(([label]) => label === choice)?.[1]();
}

function pauseButtons(job: Job, reason: PauseReason, actions: JobNoticeActions): Button[] {
  const resume: Button = [resumeText(), () => actions.resume(job.id)];
  const log: Button = button(vscode.l10n.t('Show Log'), COMMANDS.showLog);
  const model: Button = button(vscode.l10n.t('Select Model...'), COMMANDS.setBatchModel, job.id);
  switch (reason) {
    case 'person':
      return [resume];
    case 'budget': {
      const { budget } = job.pause ?? {};
      const tomorrow: Button = [vscode.l10n.t('Resume Tomorrow'), () => actions.resumeTomorrow(job.id)];
      const set: Button = [vscode.l10n.t('Set Budget...'), () => actions.setBudget(job.id, budget)];
      // A monthly budget or a batch's own does not renew by tomorrow.
      return budget === undefined || budget.period === 'day' ? [set, tomorrow] : [set];
    }
    case 'quota':
      return [model, resume];
    case 'overdue':
      return [[vscode.l10n.t('Top Up'), () => openPage(CONSOLE_PAGES.billing)], resume];
    case 'credentials':
      return [button(vscode.l10n.t('Set Credentials...'), COMMANDS.setCredentials), resume];
    case 'model':
      return [model, resume];
    case 'price':
      return [[vscode.l10n.t('Enter Price...'), () => actions.enterPrice(job.id)], model];
    case 'consumer':
      return [
        [resumeText(), () => actions.liftPause(job.id)],
        button(vscode.l10n.t('Show Usage and Spend'), COMMANDS.showUsage),
      ];
    case 'connection':
      return [button(vscode.l10n.t('Diagnose Connection'), COMMANDS.diagnose), resume];
    case 'storage':
      return [resume, log];
    case 'input':
      return [log];
    case 'rejected':
      return [model, log];
  }
}

function button(label: string, command: CommandId, ...given: unknown[]): Button {
  return [label, () => vscode.commands.executeCommand(command, ...given)];
}
