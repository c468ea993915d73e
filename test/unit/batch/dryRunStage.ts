import assert from 'node:assert/strict';
import type { BudgetState } from '../../../src/core/budget.ts';
import type { BatchInput } from '../../../src/core/batch/plan/batchInput.ts';
import { dryRun } from '../../../src/core/batch/plan/dryRun.ts';
import type { DryRunPorts, PlannedModel } from '../../../src/core/batch/plan/dryRunPorts.ts';
import type { BatchCost, DryRun } from '../../../src/core/batch/plan/dryRunReport.ts';
import type { PlannedLine } from '../../../src/core/batch/requestsFile.ts';
import { wholeTokens } from '../../../src/core/scriptCounts.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

/** Returns a model with a price of 2 nano-yuan per input and 8 per output token, and answers of 100 to 1,000 tokens. */
export function exampleModel(changes: Partial<PlannedModel> = {}): PlannedModel {
  return {
    contextTokens: 100_000,
    pricing: 'charged',
    amountOf: (input, output) => 2 * input + 8 * output,
    worstCaseOf: (input, output) => 2 * input + 8 * output,
    tokensOf: wholeTokens,
    answer: { lowTokens: 100, highTokens: 1_000 },
    ...changes,
  };
}

export function examplePorts(changes: Partial<DryRunPorts> = {}): DryRunPorts {
  return {
    model: 'ernie-test',
    maxOutputTokens: 2_000,
    workspace: 'project',
    findModel: () => exampleModel(),
    keyOf: ({ messages }) => JSON.stringify(messages),
    isKept: () => false,
    secretsIn: () => [],
    budgets: () => [],
    pace: () => ({ concurrency: 5, firstTokenMs: 1_000, tokensPerSecond: 50, isMeasured: true }),
    comingHours: () => Promise.resolve([]),
    clock: new VirtualClock(),
    ...changes,
  };
}

/** Returns items with different questions. */
export function exampleLines(count: number, content = 'Why?'): PlannedLine[] {
  return Array.from({ length: count }, (_, index) => ({
    line: { customId: `item-${index + 1}`, messages: [{ role: 'user', content: `${content} ${index + 1}` }] },
  }));
}

export function exampleInput(lines: readonly PlannedLine[], changes: Partial<BatchInput> = {}): BatchInput {
  return { title: 'Example', origin: 'jsonl', count: lines.length, lines, ...changes };
}

export function runDry(
  input: BatchInput | readonly PlannedLine[],
  ports: Partial<DryRunPorts> = {},
  signal = new AbortController().signal,
): Promise<DryRun> {
  return dryRun('lines' in input ? input : exampleInput(input), examplePorts(ports), { signal });
}

/** Returns a daily budget for everything. */
export function exampleBudget(limitNanoYuan: number, changes: Partial<BudgetState> = {}): BudgetState {
  return {
    budget: { scope: 'all', name: '', period: 'day', limitNanoYuan },
    spentNanoYuan: 0,
    reservedNanoYuan: 0,
    ...changes,
  };
}

/** Returns the cost of a run, which must be known. */
export function costOf({ cost }: DryRun): BatchCost {
  assert.ok(typeof cost === 'object');
  return cost;
}
