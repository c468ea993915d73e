import type * as vscode from 'vscode';
import type { BatchLine } from '../../core/batch/batchLine.ts';
import type { BatchInput } from '../../core/batch/plan/batchInput.ts';
import type { DryRun } from '../../core/batch/plan/dryRunReport.ts';
import type { BudgetName } from '../../core/budget.ts';
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { NanoYuan } from '../../core/money.ts';
import type { JobDesk } from './jobDesk.ts';

/** What a batch is made and begun with. */
export interface RunBatchParts {
  readonly desk: JobDesk;
  /** Each job has a folder in it. */
  readonly folder: string;
  /** Name of this window's; empty where no folder is open. */
  readonly workspace: string;
  /** Asks what the batch is about; `undefined` when the person thinks better of it. */
  readonly pickInput: (uris?: readonly vscode.Uri[]) => Promise<BatchInput | undefined>;
  /** Looks ahead. Sends nothing. */
  readonly plan: (input: BatchInput, model: string, signal: AbortSignal) => Promise<DryRun>;
  /** Shows what was found, with real prompts, in a tab. */
  readonly showDryRun: (input: BatchInput, dryRun: DryRun) => Promise<void>;
  readonly hasSecret: (line: BatchLine) => boolean;
  /** What batches are asked as, where nothing else is chosen. */
  readonly settings: () => {
    readonly model: string;
    readonly maxOutputTokens: number;
    readonly temperature: number | undefined;
  };
  readonly pickModel: (current: string) => Promise<string | undefined>;
  readonly enterPrice: (model: string) => Promise<boolean>;
  /** Asks for a budget other than the batch's own, and keeps it. */
  readonly setBudget: (name: BudgetName) => Promise<void>;
  readonly keepBudget: (jobId: string, limit: NanoYuan | undefined) => Promise<void>;
  /** Whether endpoint and key know the service's batch inference. */
  readonly hasBatchInference: () => boolean;
  /** What a batch may cost unasked; `undefined` when that is never asked. */
  readonly confirmAbove: () => NanoYuan | undefined;
  readonly timeZone: () => string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}
