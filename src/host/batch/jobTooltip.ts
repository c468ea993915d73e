import * as vscode from 'vscode';
import type { Job } from '../../core/batch/job.ts';
import { jobCost } from '../../core/batch/jobCost.ts';
import { formatYuan, formatYuanRange } from '../../core/money.ts';
import type { JobFacts } from './jobFacts.ts';
import { countText, leftText, pauseSentence, phaseText, spentText, stateText, whenText } from './batchWords.ts';

/** Creates the tooltip with everything that does not fit into a job's line. */
export function jobTooltip(job: Job, facts: JobFacts): vscode.MarkdownString {
  const { phase, time } = facts;
  const text = new vscode.MarkdownString();
  const line = (content: string): void => void text.appendMarkdown(`${plain(content)}\n\n`);
  text.appendMarkdown(`**${plain(job.plan.title)}**\n\n`);
  const why = phase === 'paused' ? pauseSentence(job, time) : undefined;
  // For a finished job, the counts already say so.
  if (phase !== 'done') line(why ?? phaseText(job, phase, time));
  line(countsText(job));
  line(costText(job, facts));
  if (phase === 'here' && facts.remainingMs !== undefined) line(leftText(facts.remainingMs));
  line(
    job.plan.way === 'service' ? vscode.l10n.t("{model}, by Baidu's batch inference", { model: job.model }) : job.model,
  );
  line(vscode.l10n.t('Created: {when}', { when: whenText(job.createdAtMs, time) }));
  return text;
}

function countsText({ counts }: Job): string {
  return (['done', 'failed', 'running', 'waiting', 'cancelled'] as const)
    .filter(state => counts[state] > 0 || state === 'done')
    .map(state => vscode.l10n.t('{state}: {count}', { state: stateText(state), count: countText(counts[state]) }))
    .join(' · ');
}

function costText(job: Job, { phase, budgetNanoYuan }: JobFacts): string {
  const expected = jobCost(job);
  const { expected: planned } = job.plan;
  const isOver = phase === 'done' || phase === 'cancelled';
  const amount = spentText(job);
  const parts = [
    vscode.l10n.t('Spent: {amount}', { amount }),
    isOver || expected === undefined
      ? undefined
      : vscode.l10n.t('≈{amount} in total', { amount: formatYuan(expected) }),
    planned === undefined
      ? undefined
      : vscode.l10n.t('dry run: {range}', { range: formatYuanRange(planned.lowNanoYuan, planned.highNanoYuan) }),
    budgetNanoYuan === undefined
      ? undefined
      : vscode.l10n.t('budget: {amount}', { amount: formatYuan(budgetNanoYuan) }),
  ];
  return parts.filter(part => part !== undefined).join(' · ');
}

/** Escapes text for Markdown. VS Code's own `appendText` makes spaces non-breaking, so lines would not wrap. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()<>#+!|~&:@^$=-]/g, String.raw`\$&`);
}
