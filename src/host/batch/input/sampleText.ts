import * as vscode from 'vscode';
import type { ItemList, SampleItem } from '../../../core/batch/plan/dryRunReport.ts';
import { roleText } from '../roleText.ts';

/** A name or two tell which items are meant. */
const NAMED = 5;

/** Some names of items, as code, and dots for the rest. */
export function itemNames({ count, items }: ItemList): string {
  const names = items.slice(0, NAMED).map(({ customId }) => asCode(customId));
  return [...names, ...(count > names.length ? ['...'] : [])].join(', ');
}

/** A name as code: nothing in it is markup. */
export function asCode(text: string): string {
  return `\`${text.replace(/[`\r\n]/g, ' ')}\``;
}

/** Prompts as they will be sent, each message by itself. What is in them cannot leave its fence. */
export function sampleSections(samples: readonly SampleItem[], count: number): string[] {
  return samples.flatMap(sample => [
    `## ${headingOf(sample, count)}`,
    ...sample.line.messages.flatMap(({ role, content }) => {
      const fence = fenceFor(content);
      return [`**${roleText(role)}**`, `${fence}text\n${content}\n${fence}`];
    }),
  ]);
}

function headingOf({ why, number, customId }: SampleItem, count: number): string {
  const facts = {
    number: number.toLocaleString('en-US'),
    count: count.toLocaleString('en-US'),
    name: asCode(customId),
  };
  switch (why) {
    case 'first':
      return vscode.l10n.t('Item {number} of {count}, the first: {name}', facts);
    case 'middle':
      return vscode.l10n.t('Item {number} of {count}, in the middle: {name}', facts);
    case 'longest':
      return vscode.l10n.t('Item {number} of {count}, the longest: {name}', facts);
  }
}

function fenceFor(text: string): string {
  let longest = 2;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return '`'.repeat(longest + 1);
}
