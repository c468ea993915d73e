import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { BatchStore } from '../core/batch/batchStore.ts';
import type { Job } from '../core/batch/job.ts';
import type { BudgetName } from '../core/budget.ts';
import { nanoYuanOf, type NanoYuan } from '../core/money.ts';
import { spentOnBatch } from '../core/spend/budgetRows.ts';
import { resume } from '../core/spend/pausedConsumers.ts';
import { BatchTree } from '../host/batch/batchTree.ts';
import { jobCommands } from '../host/batch/jobCommands.ts';
import { JobDesk } from '../host/batch/jobDesk.ts';
import { JobFollower } from '../host/batch/jobFollower.ts';
import { type JobNoticeActions, tellStopped } from '../host/batch/jobNotices.ts';
import { nextTime } from '../host/batch/nextTime.ts';
import { runBatch } from '../host/batch/runBatch.ts';
import { showAttention } from '../host/batch/showAttention.ts';
import { askAboutMissed, askAboutUnfinished } from '../host/batch/unfinishedJobs.ts';
import type { CommandTable } from '../host/commands/index.ts';
import { COMMANDS } from '../host/ids.ts';
import type { PersonTime } from '../host/history/timeText.ts';
import { lazyBatchInput } from './lazyBatchInput.ts';
import { connectBatchReading } from './batchReading.ts';
import { connectBatchRunners } from './batchRunners.ts';
import type { BatchToolParts } from './batchToolParts.ts';
import type { BatchToolCommandId } from './batchToolCommands.ts';

/** Batches. A separate bundle, loaded on first use. */
export interface BatchTools {
  readonly commands: Pick<CommandTable, BatchToolCommandId>;
  readonly tree: BatchTree;
  /** Starts watching scheduled jobs, and asks the user about unfinished ones. */
  look(): void;
  /** Stops running jobs and returns the items they hold at once. */
  close(): Promise<void>;
}

/** Minute of the day. */
const MIDNIGHT_MINUTE = 0;

/** Connects the parts that run and show batches. */
export function connectBatchTools(parts: BatchToolParts): BatchTools {
  const { context, configuration, ledger, spend, tools, view, clock, logger } = parts;
  const store = new BatchStore(ledger, spentOnBatch, clock, logger);
  const workspace = vscode.workspace.name ?? '';
  const folder = join(context.globalStorageUri.fsPath, 'batches');
  const ready = (): Promise<void> => ledger.ready();
  const timeZone = (): string | undefined => ledger.timeZone;
  const time = (): PersonTime => ({ nowMs: clock.now(), timeZone: timeZone() });
  const runners = connectBatchRunners(parts, store);
  const keepBudget = (jobId: string, limit: NanoYuan | undefined): Promise<void> =>
    spend.budgets.keep({ scope: 'batch', name: jobId, period: 'whole' }, limit);
  const desk = new JobDesk({
    store,
    run: runners.run,
    removeFolder: path => rm(path, { recursive: true, force: true }),
    removeBudget: jobId => keepBudget(jobId, undefined),
    isAtService: jobId => runners.handedOver().includes(jobId),
    clock,
    logger,
  });
  const budgetOf = (jobId: string): NanoYuan | undefined =>
    spend.budgetTools.all().find(({ scope, name }) => scope === 'batch' && name === jobId)?.limitNanoYuan;
  const tree = new BatchTree({ desk, ready, budgetOf, timeZone, clock });
  const actions = noticeActions(parts, desk);
  const follower = new JobFollower({
    desk,
    remainingMs: job => tree.remainingMs(job),
    tell: job => tellStopped(job, time(), actions),
    clock,
    logger,
  });
  const attention = showAttention(view, desk, clock);
  desk.onDidMiss(job => void askAboutMissed(desk, job, time()));
  context.subscriptions.push(
    tree,
    follower,
    attention,
    view.onDidChangeSelection(({ selection: [chosen] }) => {
      if (chosen?.kind === 'more') tree.showMore(chosen);
    }),
  );
  const input = lazyBatchInput(() => parts);
  const confirmAbove = (): NanoYuan | undefined => {
    const yuan = configuration.get('wenxin.confirmAboveCny');
    return yuan === 0 ? undefined : nanoYuanOf(yuan);
  };
  const run = (first?: unknown, others?: unknown): Promise<void> =>
    runBatch(
      {
        desk,
        folder,
        workspace,
        ...input,
        settings: () => ({
          model: parts.qianfan.modelFor('batch'),
          maxOutputTokens: configuration.get('wenxin.maxOutputTokens'),
          temperature: configuration.get('wenxin.temperature') ?? undefined,
        }),
        pickModel: tools.pickModel,
        enterPrice: tools.enterPrice,
        setBudget,
        keepBudget,
        hasBatchInference: runners.hasBatchInference,
        confirmAbove,
        timeZone,
        clock,
        logger,
      },
      chosenUris(first, others),
    );
  return {
    tree,
    commands: {
      ...jobCommands({
        desk,
        ready,
        reading: connectBatchReading(parts, store),
        pickModel: tools.pickModel,
        timeZone,
        clock,
        logger,
      }),
      [COMMANDS.runBatch]: run,
      [COMMANDS.menuRunBatch]: run,
    },
    look: () => {
      desk.watch();
      void askAboutUnfinished({ desk, workspace, handedOver: runners.handedOver, clock, logger });
    },
    close: async () => {
      await desk.close();
      await store.close();
    },
  };
}

/** Returns the resources an explorer command applies to: the whole selection, or the clicked item. */
function chosenUris(first: unknown, others: unknown): readonly vscode.Uri[] | undefined {
  const uris = Array.isArray(others) ? others.filter(each => each instanceof vscode.Uri) : [];
  if (uris.length > 0) return uris;
  return first instanceof vscode.Uri ? [first] : undefined;
}

function noticeActions({ ledger, tools, spend, clock }: BatchToolParts, desk: JobDesk): JobNoticeActions {
  const limitOf = (job: Job | undefined): NanoYuan | undefined => {
    const held = job?.pause?.budget ?? { scope: 'all', name: '', period: 'day' };
    const found = spend.budgetTools
      .all()
      .find(({ scope, name, period }) => scope === held.scope && name === held.name && period === held.period);
    return found?.limitNanoYuan;
  };
  return {
    resume: id => desk.start(id),
    resumeTomorrow: id => desk.schedule(id, nextTime(MIDNIGHT_MINUTE, clock.now(), ledger.timeZone)),
    setBudget: async (id, budget) => {
      const before = limitOf(desk.store.job(id));
      await setBudget(budget);
      if (limitOf(desk.store.job(id)) !== before) await desk.start(id);
    },
    enterPrice: async id => {
      const job = desk.store.job(id);
      if (job !== undefined && (await tools.enterPrice(job.model))) await desk.start(id);
    },
    liftPause: async id => {
      await ledger.write(database => resume(database, 'ask-wenxin'));
      await desk.start(id);
    },
  };
}

async function setBudget(name: BudgetName | undefined): Promise<void> {
  await vscode.commands.executeCommand(COMMANDS.setBudget, ...(name === undefined ? [] : [name]));
}
