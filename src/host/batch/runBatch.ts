import * as vscode from 'vscode';
import type { DryRun } from '../../core/batch/plan/dryRunReport.ts';
import { describeError } from '../../core/errors.ts';
import { COMMANDS } from '../ids.ts';
import { askForBatchBudget } from './askForBatchBudget.ts';
import type { BatchDraft } from './batchDraft.ts';
import { chooseHour } from './chooseHour.ts';
import { decideSecrets } from './decideSecrets.ts';
import { makeJob } from './makeJob.ts';
import { mayStart } from './mayStart.ts';
import { type Go, pickWay } from './pickWay.ts';
import type { RunBatchParts } from './runBatchParts.ts';

/**
 * Creates and starts a batch: asks for its input, makes a dry run that sends nothing, shows it, and does what the user
 * chooses.
 *
 * @param uris files and folders that are already selected.
 */
export async function runBatch(parts: RunBatchParts, uris?: readonly vscode.Uri[]): Promise<void> {
  const input = await parts.pickInput(uris);
  if (input === undefined) return;
  const whole: BatchDraft = { input, ...parts.settings() };
  const dryRun = await lookAhead(parts, whole);
  if (dryRun === undefined) return;
  const allowed = await decideSecrets(parts, input, dryRun.secrets);
  if (allowed === undefined) return;
  await decide(parts, { ...whole, input: allowed }, allowed === input ? dryRun : undefined);
}

/** Asks how to proceed and repeats the dry run after each change, until the user starts the batch or cancels. */
async function decide(parts: RunBatchParts, first: BatchDraft, known: DryRun | undefined): Promise<void> {
  let draft = first;
  let dryRun = known;
  for (;;) {
    dryRun ??= await lookAhead(parts, draft);
    if (dryRun === undefined) return;
    const way = await pickWay(parts, draft, dryRun);
    switch (way) {
      case undefined:
        return;
      case 'preview':
        await parts.showDryRun(draft.input, dryRun);
        break;
      case 'model': {
        const model = await parts.pickModel(draft.model);
        if (model !== undefined && model !== draft.model) dryRun = undefined;
        draft = { ...draft, model: model ?? draft.model };
        break;
      }
      case 'budget':
        draft = { ...draft, budgetNanoYuan: await askForBatchBudget(draft.budgetNanoYuan, dryRun.cost) };
        break;
      default: {
        const answer = await mayStart(parts, draft, dryRun, way);
        if (answer === 'changed') dryRun = undefined;
        else if (answer === 'yes' && (await begin(parts, draft, dryRun, way))) return;
      }
    }
  }
}

/** Makes a dry run; returns `undefined` when the user cancels, or it fails. Nothing is sent. */
async function lookAhead(parts: RunBatchParts, { input, model }: BatchDraft): Promise<DryRun | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Looking ahead at the batch. Nothing is sent.'),
    cancellable: true,
  };
  try {
    const dryRun = await vscode.window.withProgress(options, async (_, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      return parts.plan(input, model, stop.signal).catch((error: unknown) => {
        if (stop.signal.aborted) return undefined;
        throw error;
      });
    });
    if (dryRun !== undefined) await parts.showDryRun(input, dryRun);
    return dryRun;
  } catch (error) {
    await tellFailed(parts, error);
    return undefined;
  }
}

/** Starts the batch; returns false when the user went back, or the job could not be created. */
async function begin(parts: RunBatchParts, draft: BatchDraft, dryRun: DryRun, way: Go): Promise<boolean> {
  const startAtMs = way === 'hour' ? await chooseHour(parts, dryRun.quietHourMs) : undefined;
  if (way === 'hour' && startAtMs === undefined) return false;
  try {
    const jobId = await makeJob(parts, draft, {
      way: way === 'service' ? 'service' : 'requests',
      cost: way === 'service' ? dryRun.costByService : dryRun.cost,
      ...(startAtMs !== undefined && { startAtMs }),
    });
    if (startAtMs === undefined) await parts.desk.start(jobId);
    else parts.desk.watch();
    await vscode.commands.executeCommand('wenxin.batches.focus', { preserveFocus: true });
    return true;
  } catch (error) {
    await tellFailed(parts, error);
    return false;
  }
}

async function tellFailed({ logger }: RunBatchParts, error: unknown): Promise<void> {
  logger.error(`A batch could not be made: ${describeError(error)}`);
  const log = vscode.l10n.t('Show Log');
  const choice = await vscode.window.showErrorMessage(
    vscode.l10n.t(
      'The batch could not be created, and nothing was sent. Check its files and the free space of the disk.',
    ),
    log,
  );
  if (choice === log) await vscode.commands.executeCommand(COMMANDS.showLog);
}
