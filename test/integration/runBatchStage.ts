import path from 'node:path';
import { existsSync, readdirSync } from 'node:fs';
import type { BatchInput } from '../../src/core/batch/plan/batchInput.ts';
import { type BatchCost, type DryRun, serviceCost } from '../../src/core/batch/plan/dryRunReport.ts';
import { silentLogger } from '../../src/core/logger.ts';
import type { RunBatchParts } from '../../src/host/batch/runBatchParts.ts';
import { BatchWindow } from '../support/batchDesk.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { VirtualClock } from '../support/virtualClock.ts';

const YUAN = 1_000_000_000;

/** Friday, 21:10 in China. */
const NOW_MS = Date.parse('2026-11-27T21:10:00+08:00');

const THREE_LINES: BatchInput = {
  title: 'Comments',
  origin: 'files',
  count: 3,
  lines: ['a.ts', 'b.ts', 'c.ts'].map(customId => ({
    line: { customId, messages: [{ role: 'user', content: `Comment ${customId}` }] },
  })),
};

export const COST: BatchCost = {
  lowNanoYuan: 0.2 * YUAN,
  expectedNanoYuan: 0.3 * YUAN,
  highNanoYuan: 0.5 * YUAN,
  worstNanoYuan: 0.9 * YUAN,
};

/** Returns the result of a dry run. */
export function exampleDryRun(change: Partial<DryRun> = {}): DryRun {
  const { cost = COST } = change;
  return {
    count: 3,
    cached: 1,
    models: [{ model: 'ernie-5.1', count: 3 }],
    inputTokens: 1_000,
    answers: { lowTokens: 100, expectedTokens: 234, highTokens: 400 },
    cost,
    costByService: typeof cost === 'string' ? cost : serviceCost(cost),
    minutes: 2.4,
    pace: { concurrency: 5, firstTokenMs: 1_000, tokensPerSecond: 50, isMeasured: false, heldUpBy: 'concurrency' },
    samples: [],
    secrets: { count: 0, items: [] },
    tooLong: { count: 0, items: [] },
    likelyCut: { count: 0, items: [] },
    leftOut: [],
    ...change,
  };
}

/** A window with everything that Run Batch needs. */
export class RunBatchStage {
  readonly window = new BatchWindow(new VirtualClock(NOW_MS));
  readonly folder = path.join(temporaryFolder(), 'batches');
  /** Dry runs, their display, changes of budgets, and runs of jobs, in order. */
  readonly done: string[] = [];
  dryRun: DryRun = exampleDryRun();
  readonly parts: RunBatchParts;

  constructor(change: Partial<RunBatchParts> = {}) {
    this.window.onRun = () => void this.done.push('run');
    this.parts = {
      desk: this.window.desk,
      folder: this.folder,
      workspace: 'shop',
      pickInput: () => Promise.resolve(THREE_LINES),
      plan: async (input, model) => {
        this.done.push(`look ahead at ${input.count} with ${model}`);
        return Promise.resolve({ ...this.dryRun, count: input.count });
      },
      showDryRun: async () => {
        this.done.push('show');
        await Promise.resolve();
      },
      hasSecret: ({ customId }) => customId === 'b.ts',
      settings: () => ({ model: 'ernie-5.1', maxOutputTokens: 4_096, temperature: undefined }),
      pickModel: () => Promise.resolve('ernie-lite'),
      enterPrice: () => Promise.resolve(true),
      setBudget: async ({ scope, period }) => {
        this.done.push(`set budget ${scope} ${period}`);
        await Promise.resolve();
      },
      keepBudget: async (_, limit) => {
        this.done.push(limit === undefined ? 'forget' : `keep ${limit / YUAN}`);
        await Promise.resolve();
      },
      hasBatchInference: () => false,
      confirmAbove: () => YUAN,
      timeZone: () => 'Asia/Shanghai',
      clock: this.window.clock,
      logger: silentLogger,
      ...change,
    };
  }

  /** Names of the job folders on disk. */
  get folders(): string[] {
    return existsSync(this.folder) ? readdirSync(this.folder) : [];
  }
}
