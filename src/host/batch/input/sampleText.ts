import * as vscode from 'vscode';
import type { ItemList, SampleItem } from '../../../core/batch/plan/dryRunReport.ts';
import { roleText } from '../roleText.ts';

/** A few names are enough to identify the items. */
const NAMED = 5;

/** Returns some names of items as code, followed by dots when there are more. */
export function itemNames({ count, items }: ItemList): string {
  const names = items.slice(0, NAMED).map(({ customId }) => asCode(customId));
  return [...names, ...(count > names.length ? ['...'] : [])].join(', ');
}

/** Formats a name as inline code, so that it cannot contain markup. */
export function asCode(text: string): string {
  return `\`${text.replace(/[`\r\n]/g, ' ')}\``;
}

/** Renders the prompts as they will be sent, message by message. Their content cannot break out of its code fence. */
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
