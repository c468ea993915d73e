import { writtenLine } from '../core/batch/appendRequests.ts';
import type { BatchStore } from '../core/batch/batchStore.ts';
import { dryRun as lookAhead } from '../core/batch/plan/dryRun.ts';
import type { DryRun } from '../core/batch/plan/dryRunReport.ts';
import type { PlannedLine } from '../core/batch/requestsFile.ts';
import { formatYuan, formatYuanAtMost, formatYuanRange } from '../core/money.ts';
import type { ModelDirectory } from '../core/qianfan/modelDirectory.ts';
import type { Experience } from '../core/spend/experience.ts';
import { EXIT } from './exitCode.ts';
import type { JobFiles } from './files.ts';
import { knownItems } from './knownItems.ts';
import type { Say } from './messages.ts';
import { jobIdOf } from './openJob.ts';
import { planPorts } from './planPorts.ts';
import type { CheckedInput } from './readInput.ts';
import type { RunSurroundings } from './runSurroundings.ts';

interface DryRunParts extends RunSurroundings {
  readonly store: BatchStore;
  readonly experience: Experience;
  readonly files: JobFiles | undefined;
  readonly input: CheckedInput;
  readonly models: ModelDirectory;
}

/** Prints the probable cost of a run and returns the exit code. Sends and changes nothing. */
export async function dryRun(parts: DryRunParts): Promise<number> {
  const { input, options, print, say, interrupts } = parts;
  const plan = { title: '', origin: 'jsonl', count: input.count, lines: leftLines(parts) } as const;
  const report = await lookAhead(plan, planPorts(parts), { signal: interrupts.signal });
  const sentences = [
    say('dryRun', {
      total: input.count,
      tokens: report.inputTokens,
      cost: costOf(report, say),
      time: timeOf(report, say),
    }),
  ];
  const { cost, secrets, tooLong } = report;
  const answered = input.count - report.count;
  if (answered > 0) sentences.push(say('dryRunAnswered', { count: answered }));
  if (typeof options.budget === 'number' && typeof cost === 'object') {
    const amounts = { most: formatYuanAtMost(cost.worstNanoYuan), budget: formatYuan(options.budget) };
    sentences.push(say('dryRunBudget', amounts));
  }
  if (report.isUnpriced) sentences.push(say('dryRunUnpriced'));
  const examples = (list: DryRun['tooLong']): string =>
    list.items
      .slice(0, 3)
      .map(each => each.customId)
      .join(', ');
  if (tooLong.count > 0) sentences.push(say('dryRunTooLong', { count: tooLong.count, examples: examples(tooLong) }));
  if (secrets.count > 0) sentences.push(say('dryRunSecrets', { count: secrets.count, examples: examples(secrets) }));
  print(`${sentences.join('\n')}\n`);
  return EXIT.done;
}

function timeOf({ minutes }: DryRun, say: Say): string {
  if (minutes > 120) return say('hours', { count: Math.round(minutes / 60) });
  return say('minutes', { count: Math.max(1, Math.round(minutes)) });
}

function costOf({ cost }: DryRun, say: Say): string {
  if (cost === 'unknown') return say('costUnknown');
  return typeof cost === 'object' ? formatYuanRange(cost.lowNanoYuan, cost.highNanoYuan) : formatYuan(0);
}

/** Returns the lines that remain to be asked: not those that an earlier run has answered. */
function leftLines({ store, files, input, options }: DryRunParts): AsyncIterable<PlannedLine> {
  const job = files && store.job(jobIdOf(files));
  if (job === undefined) return input.lines;
  const known = knownItems(store, job.id);
  const lineModel = job.plan.lineModel ?? job.model;
  const isAnswered = ({ line }: PlannedLine): boolean => {
    const item = known.get(line.customId);
    if (item?.state !== 'done') return false;
    return !options.askChanged || item.inputHash === writtenLine(line, lineModel).inputHash;
  };
  return {
    async *[Symbol.asyncIterator]() {
      for await (const planned of input.lines) if (!isAnswered(planned)) yield planned;
    },
  };
}
