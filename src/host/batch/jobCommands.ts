import * as vscode from 'vscode';
import type { Job } from '../../core/batch/job.ts';
import type { JobPhase } from '../../core/batch/jobPhase.ts';
import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { COMMANDS } from '../ids.ts';
import type { PersonTime } from '../history/timeText.ts';
import { itemNumberOf, jobIdOf } from './batchNode.ts';
import { countText } from './batchWords.ts';
import { chooseHour } from './chooseHour.ts';
import { isAble, type JobAbility } from './jobAbilities.ts';
import type { JobDesk } from './jobDesk.ts';
import { pickItem } from './pickItem.ts';
import { pickJob } from './pickJob.ts';

/** Shows the answers of jobs. */
export interface JobReading {
  readonly openResults: (jobId: string) => Promise<void>;
  readonly readResults: (jobId: string) => Promise<void>;
  readonly review: (jobId: string) => Promise<void>;
  readonly showItem: (jobId: string, number: number) => Promise<void>;
}

interface JobCommandParts {
  readonly desk: JobDesk;
  /** Opens the database of jobs. Throws `storage`. */
  readonly ready: () => Promise<void>;
  readonly reading: JobReading;
  readonly pickModel: (current: string) => Promise<string | undefined>;
  readonly timeZone: () => string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Creates the commands on jobs. Each acts on the job of the menu's tree node, else on one that the user picks. */
export function jobCommands(parts: JobCommandParts) {
  const { desk, reading, clock, timeZone } = parts;
  const time = (): PersonTime => ({ nowMs: clock.now(), timeZone: timeZone() });
  const able =
    (...abilities: readonly JobAbility[]) =>
    (job: Job, phase: JobPhase): boolean =>
      abilities.some(ability => isAble(job, phase, ability));
  const command =
    (
      title: () => string,
      isMeant: (job: Job, phase: JobPhase) => boolean,
      run: (job: Job, argument: unknown) => Promise<void>,
    ) =>
    async (argument?: unknown): Promise<void> => {
      try {
        await parts.ready();
        const id = jobIdOf(argument);
        const job = id === undefined ? await pickJob(desk, title(), isMeant, time()) : desk.store.job(id);
        if (job !== undefined) await run(job, argument);
      } catch (error) {
        await tellFailed(parts, error);
      }
    };
  return {
    [COMMANDS.resumeBatch]: command(
      () => vscode.l10n.t('Resume Batch'),
      able('resumable', 'joinable'),
      ({ id }) => desk.start(id),
    ),
    [COMMANDS.joinBatch]: command(
      () => vscode.l10n.t('Also Run Batch in This Window'),
      able('joinable'),
      ({ id }) => desk.start(id),
    ),
    [COMMANDS.pauseBatch]: command(
      () => vscode.l10n.t('Pause Batch'),
      able('pausable'),
      ({ id }) => desk.pause(id),
    ),
    [COMMANDS.cancelBatch]: command(
      () => vscode.l10n.t('Cancel Batch'),
      able('cancellable'),
      async job => {
        if (await maySurely(cancelQuestion(job), vscode.l10n.t('Cancel Batch'))) await desk.cancel(job.id);
      },
    ),
    [COMMANDS.retryBatch]: command(
      () => vscode.l10n.t('Retry Failed Items of Batch'),
      able('retryable'),
      ({ id }) => desk.retryFailed(id),
    ),
    [COMMANDS.setBatchModel]: command(
      () => vscode.l10n.t('Change Model of Batch'),
      able('changeable'),
      async ({ id, model, state, pause }) => {
        const other = await parts.pickModel(model);
        if (other === undefined || other === model) return;
        await desk.setModel(id, other);
        // The new model removes the reason for the pause.
        if (state === 'paused' && ['model', 'quota', 'price', 'rejected'].includes(pause?.reason ?? ''))
          await desk.start(id);
      },
    ),
    [COMMANDS.scheduleBatch]: command(
      () => vscode.l10n.t('Schedule Batch'),
      able('resumable'),
      async ({ id }) => {
        const startAtMs = await chooseHour({ timeZone, clock });
        if (startAtMs !== undefined) await desk.schedule(id, startAtMs);
      },
    ),
    [COMMANDS.deleteBatch]: command(
      () => vscode.l10n.t('Delete Batch'),
      () => true,
      async job => {
        if (desk.isAtService(job.id) && !(await mayForget(desk, job))) return;
        const hasResults = job.counts.done > 0 || able('cancellable')(job, desk.phase(job));
        if (!hasResults || (await maySurely(deleteQuestion(job), vscode.l10n.t('Delete')))) await desk.remove(job);
      },
    ),
    [COMMANDS.openBatchResults]: command(
      () => vscode.l10n.t('Open Batch Results'),
      able('readable'),
      ({ id }) => reading.openResults(id),
    ),
    [COMMANDS.readBatchResults]: command(
      () => vscode.l10n.t('Read Batch Results'),
      able('readable'),
      ({ id }) => reading.readResults(id),
    ),
    [COMMANDS.reviewBatch]: command(
      () => vscode.l10n.t('Review Changes of Batch'),
      able('reviewable'),
      ({ id }) => reading.review(id),
    ),
    [COMMANDS.showBatchItem]: command(
      () => vscode.l10n.t('Show Item of Batch'),
      able('readable'),
      async (job, argument) => {
        const number = itemNumberOf(argument) ?? (await pickItem(desk.store, job));
        if (number !== undefined) await reading.showItem(job.id, number);
      },
    ),
  } as const;
}

/**
 * Asks before a job with work at Baidu is deleted: Baidu goes on charging for it, and its answers would not be fetched
 * or booked.
 */
async function mayForget(desk: JobDesk, { id, plan }: Job): Promise<boolean> {
  const stop = vscode.l10n.t('Stop and Fetch First');
  const forget = vscode.l10n.t('Delete Anyway');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t("Part of the batch “{title}” is still at Baidu's batch inference, which goes on charging for it.", {
      title: plan.title,
    }),
    {
      modal: true,
      detail: vscode.l10n.t(
        'If you delete it now, its answers are lost, and what they cost does not appear in the usage. Stop it there first, then delete it when it is cancelled.',
      ),
    },
    stop,
    forget,
  );
  if (choice === stop) await desk.cancel(id);
  return choice === forget;
}

async function maySurely(question: string, button: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true }, button)) === button;
}

function cancelQuestion({ plan, counts }: Job): string {
  return vscode.l10n.t('Cancel the batch “{title}”? {waiting} items are not asked any more; what is done is kept.', {
    title: plan.title,
    waiting: countText(counts.waiting),
  });
}

function deleteQuestion({ plan, counts }: Job): string {
  return vscode.l10n.t('Delete the batch “{title}” with its {done} results? Its spend stays in the usage.', {
    title: plan.title,
    done: countText(counts.done),
  });
}

async function tellFailed({ logger }: JobCommandParts, error: unknown): Promise<void> {
  logger.error(`A batch cannot be changed: ${describeError(error)}`);
  const log = vscode.l10n.t('Show Log');
  const choice = await vscode.window.showErrorMessage(
    vscode.l10n.t('That could not be done with the batch. Check the free space of the disk, then try again.'),
    log,
  );
  if (choice === log) await vscode.commands.executeCommand(COMMANDS.showLog);
}
