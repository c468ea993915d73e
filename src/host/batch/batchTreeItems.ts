import * as vscode from 'vscode';
import type { Item, ItemState } from '../../core/batch/item.ts';
import type { Job } from '../../core/batch/job.ts';
import { COMMANDS } from '../ids.ts';
import { itemIcon, jobIcon } from './batchIcons.ts';
import type { BatchNode } from './batchNode.ts';
import { countText, itemText, leftText, phaseText, progressText, spentText, stateText } from './batchWords.ts';
import { abilities } from './jobAbilities.ts';
import type { JobFacts } from './jobFacts.ts';
import { jobTooltip } from './jobTooltip.ts';

/** Creates the tree item of a node. Its accessibility label says the same in full words. */
export function batchTreeItem(node: BatchNode, factsOf: (job: Job) => JobFacts): vscode.TreeItem {
  switch (node.kind) {
    case 'job':
      return jobItem(node.job, factsOf(node.job));
    case 'group':
      return groupItem(node.job, node.state);
    case 'item':
      return itemItem(node.job, node.item);
    case 'more': {
      const item = new vscode.TreeItem(vscode.l10n.t('{count} more...', { count: countText(node.left) }));
      item.id = `${node.job.id}/${node.state}/more`;
      item.iconPath = new vscode.ThemeIcon('ellipsis');
      item.accessibilityInformation = {
        label: vscode.l10n.t('{count} more items. Choose this to list more of them.', { count: countText(node.left) }),
      };
      return item;
    }
  }
}

function jobItem(job: Job, facts: JobFacts): vscode.TreeItem {
  const item = new vscode.TreeItem(job.plan.title, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = job.id;
  item.description = jobDescription(job, facts);
  item.tooltip = jobTooltip(job, facts);
  item.iconPath = jobIcon(job, facts.phase);
  item.contextValue = ['job', ...abilities(job, facts.phase)].join(' ');
  item.accessibilityInformation = { label: jobLabel(job, facts) };
  return item;
}

/** Describes a job in one line. What changes comes first, because narrow views cut off the end. */
function jobDescription(job: Job, { phase, remainingMs, time }: JobFacts): string {
  const { counts } = job;
  const isBegun = counts.done + counts.failed > 0;
  const parts = [
    isBegun || phase === 'here' ? reachedText(job) : undefined,
    phase === 'here' || phase === 'done' ? undefined : phaseText(job, phase, time),
    isBegun ? spentText(job) : undefined,
    phase === 'here' && remainingMs !== undefined ? leftText(remainingMs) : undefined,
  ];
  return parts.filter(part => part !== undefined).join(' · ');
}

function reachedText(job: Job): string {
  const { state, counts } = job;
  const progress = progressText(job);
  return state !== 'done' || counts.failed === 0
    ? progress
    : vscode.l10n.t('{progress}, {failed} failed', { progress, failed: countText(counts.failed) });
}

function jobLabel(job: Job, { phase, remainingMs, time }: JobFacts): string {
  const { counts, plan } = job;
  const facts = { done: countText(counts.done), total: countText(counts.total), failed: countText(counts.failed) };
  return [
    plan.title,
    phaseText(job, phase, time),
    vscode.l10n.t('{done} of {total} done', facts),
    counts.failed === 0 ? undefined : vscode.l10n.t('{failed} failed', facts),
    spentText(job),
    phase === 'here' && remainingMs !== undefined ? leftText(remainingMs) : undefined,
  ]
    .filter(part => part !== undefined)
    .join(', ');
}

function groupItem(job: Job, state: ItemState): vscode.TreeItem {
  const item = new vscode.TreeItem(stateText(state), vscode.TreeItemCollapsibleState.Collapsed);
  const count = countText(job.counts[state]);
  item.id = `${job.id}/${state}`;
  item.description = count;
  item.contextValue = `group ${state}`;
  item.iconPath = itemIcon(state);
  item.accessibilityInformation = { label: `${stateText(state)}, ${count}` };
  return item;
}

function itemItem(job: Job, item: Item): vscode.TreeItem {
  const { name, folder } = nameOf(item);
  const line = new vscode.TreeItem(name);
  const text = itemText(item);
  line.id = `${job.id}/${item.state}/${item.number}`;
  line.description = [text, folder].filter(each => each !== '').join(' · ');
  line.tooltip = [item.customId, text].filter(each => each !== '').join('\n');
  line.iconPath = itemIcon(item.state);
  line.contextValue = `item ${item.state}`;
  line.command = {
    command: COMMANDS.showBatchItem,
    title: vscode.l10n.t('Show Batch Item...'),
    arguments: [{ jobId: job.id, number: item.number }],
  };
  line.accessibilityInformation = {
    label: [item.customId, stateText(item.state), text].filter(each => each !== '').join(', '),
  };
  return line;
}

/** Splits a path so that the name can come first: narrow views cut off the end. */
function nameOf({ customId, source }: Item): { readonly name: string; readonly folder: string } {
  const at = source === undefined ? -1 : customId.lastIndexOf('/');
  return { name: customId.slice(at + 1), folder: customId.slice(0, Math.max(0, at)) };
}
