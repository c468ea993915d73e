import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { JobWay } from '../../core/batch/job.ts';
import type { DryRun } from '../../core/batch/plan/dryRunReport.ts';
import { writeRequests } from '../../core/batch/requestsFile.ts';
import { progressWhenSlow } from '../progressWhenSlow.ts';
import type { BatchDraft } from './batchDraft.ts';
import type { RunBatchParts } from './runBatchParts.ts';

interface Going {
  readonly way: JobWay;
  readonly cost: DryRun['cost'];
  /** When the job starts by itself; if missing, the caller starts it. */
  readonly startAtMs?: number;
}

/**
 * Writes a batch's requests to disk and adds the job; returns its id. On failure nothing is left behind. Throws file
 * system errors and `storage`.
 */
export async function makeJob(parts: RunBatchParts, draft: BatchDraft, going: Going): Promise<string> {
  const id = randomUUID();
  const folder = join(parts.folder, id);
  const make = async (): Promise<void> => {
    try {
      const items = await writeRequests(folder, draft.input.lines, draft.model);
      if (draft.budgetNanoYuan !== undefined) await parts.keepBudget(id, draft.budgetNanoYuan);
      await parts.desk.store.add(
        {
          id,
          model: draft.model,
          ...(going.startAtMs !== undefined && { startAtMs: going.startAtMs }),
          plan: planOf(parts, draft, going, folder),
        },
        items,
      );
    } catch (error) {
      await Promise.allSettled([
        rm(folder, { recursive: true, force: true }),
        draft.budgetNanoYuan === undefined ? undefined : parts.keepBudget(id, undefined),
      ]);
      throw error;
    }
  };
  await progressWhenSlow(parts.clock, vscode.l10n.t('Writing the batch to disk'), make());
  return id;
}

function planOf(
  { workspace }: RunBatchParts,
  { input, maxOutputTokens, temperature }: BatchDraft,
  { way, cost }: Going,
  folder: string,
) {
  // `free` and `plan` are known to cost nothing.
  const isKnown = cost !== 'unknown';
  const { lowNanoYuan, highNanoYuan } = typeof cost === 'string' ? { lowNanoYuan: 0, highNanoYuan: 0 } : cost;
  return {
    title: input.title,
    origin: input.origin,
    workspace,
    way,
    folder,
    maxOutputTokens,
    ...(input.isEdit && { isEdit: input.isEdit }),
    ...(temperature !== undefined && { temperature }),
    ...(isKnown && { expected: { lowNanoYuan, highNanoYuan } }),
  };
}
