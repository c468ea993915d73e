import type * as vscode from 'vscode';
import type { BatchLine } from '../../core/batch/batchLine.ts';
import type { BatchInput } from '../../core/batch/plan/batchInput.ts';
import type { DryRun } from '../../core/batch/plan/dryRunReport.ts';
import type { BudgetName } from '../../core/budget.ts';
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { NanoYuan } from '../../core/money.ts';
import type { JobDesk } from './jobDesk.ts';

/** What is needed to create and start a batch. */
export interface RunBatchParts {
  readonly desk: JobDesk;
  /** Each job has its own subfolder. */
  readonly folder: string;
  /** Name of this window's workspace; empty when no folder is open. */
  readonly workspace: string;
  /** Asks for the batch's input; `undefined` when the user cancels. */
  readonly pickInput: (uris?: readonly vscode.Uri[]) => Promise<BatchInput | undefined>;
  /** Makes a dry run. Sends nothing. */
  readonly plan: (input: BatchInput, model: string, signal: AbortSignal) => Promise<DryRun>;
  /** Shows the dry run with real prompts, in a tab. */
  readonly showDryRun: (input: BatchInput, dryRun: DryRun) => Promise<void>;
  readonly hasSecret: (line: BatchLine) => boolean;
  /** The default settings of a batch. */
  readonly settings: () => {
    readonly model: string;
    readonly maxOutputTokens: number;
    readonly temperature: number | undefined;
  };
  readonly pickModel: (current: string) => Promise<string | undefined>;
  readonly enterPrice: (model: string) => Promise<boolean>;
  /** Asks for a budget other than the batch's own, and saves it. */
  readonly setBudget: (name: BudgetName) => Promise<void>;
  readonly keepBudget: (jobId: string, limit: NanoYuan | undefined) => Promise<void>;
  /** Whether the endpoint and the key support the service's batch inference. */
  readonly hasBatchInference: () => boolean;
  /** Cost up to which no confirmation is needed; `undefined` never asks. */
  readonly confirmAbove: () => NanoYuan | undefined;
  readonly timeZone: () => string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}
