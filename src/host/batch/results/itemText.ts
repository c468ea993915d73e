import * as vscode from 'vscode';
import type { BatchLine } from '../../../core/batch/batchLine.ts';
import type { Item } from '../../../core/batch/item.ts';
import type { Job } from '../../../core/batch/job.ts';
import { fenceAround, openFence } from '../../../core/fences.ts';
import { formatYuan } from '../../../core/money.ts';
import type { LedgerEntry } from '../../../core/spend/attemptRows.ts';
import { dateText, hourText, type PersonTime } from '../../history/timeText.ts';
import { secondsText } from '../../secondsText.ts';
import { failureText } from '../../usage/failureText.ts';
import { roleText } from '../roleText.ts';
import type { ResultsParts } from './resultsParts.ts';
import { fileOf, unansweredText } from './resultsWords.ts';

/** What is known about an item. */
interface ItemFacts {
  readonly job: Job;
  readonly item: Item;
  /** Missing when the file of requests is gone or was changed. */
  readonly asked: BatchLine | undefined;
  /** Ledger entries of the item's last question. */
  readonly attempts: readonly LedgerEntry[];
  readonly failureText: ResultsParts['failureText'];
  readonly time: PersonTime;
}

/** Renders an item as a document: its outcome and cost, its answer, what was asked, and the reasoning last. */
export function itemText(facts: ItemFacts): string {
  const { item, asked } = facts;
  const answer = item.outcome?.state === 'done' ? item.outcome.answer : undefined;
  const sections: readonly (readonly [heading: string, text: string] | undefined)[] = [
    answer && [
      vscode.l10n.t({ message: 'Answer', comment: ['what the model gives'] }),
      closed(answer.text === '' ? vscode.l10n.t('The answer is empty.') : answer.text),
    ],
    ...(answer?.toolCalls ?? []).map(
      ({ name, arguments: given }) => [vscode.l10n.t('Call of {name}', { name }), fenced(given, 'json')] as const,
    ),
    [vscode.l10n.t('Attempts'), attemptsText(facts)],
    ...(asked?.messages ?? []).map(({ role, content }) => [roleText(role), fenced(content, 'markdown')] as const),
    asked === undefined
      ? [vscode.l10n.t('Question'), vscode.l10n.t('The file of the requests is gone or was changed.')]
      : undefined,
    answer && answer.reasoning !== '' ? [vscode.l10n.t('Reasoning'), closed(answer.reasoning)] : undefined,
  ];
  return [
    `# ${item.customId.replace(/\s+/g, ' ')}`,
    factsText(facts),
    ...sections.flatMap(section => (section === undefined ? [] : [`## ${section[0]}`, section[1]])),
  ].join('\n\n');
}

function factsText({ job, item, attempts, failureText: failure, time }: ItemFacts): string {
  const { outcome, endedAtMs, source, review } = item;
  const done = outcome?.state === 'done' ? outcome : undefined;
  const requestId = outcome?.state === 'failed' ? outcome.failure.requestId : outcome?.requestId;
  const facts: readonly (readonly [name: string, value: string | undefined])[] = [
    [vscode.l10n.t('Status'), done === undefined ? unansweredText(item, failure) : vscode.l10n.t('Done')],
    [vscode.l10n.t('File'), source && placeText(source)],
    [vscode.l10n.t('Model'), done?.model ?? job.model],
    [vscode.l10n.t('Tokens'), done?.usage && tokensText(done.usage)],
    [vscode.l10n.t('Cost'), costText(item, attempts)],
    [vscode.l10n.t('Answered at'), endedAtMs === undefined ? undefined : whenText(endedAtMs, time)],
    [vscode.l10n.t('Tries'), String(item.tries)],
    [vscode.l10n.t('Request ID'), requestId],
    [vscode.l10n.t('Review'), review && reviewText(review)],
  ];
  return facts
    .flatMap(([name, value]) => (value === undefined ? [] : [`- ${vscode.l10n.t('{name}: {value}', { name, value })}`]))
    .join('\n');
}

function attemptsText({ attempts, time }: ItemFacts): string {
  if (attempts.length === 0) return vscode.l10n.t('Nothing was sent.');
  return attempts
    .map(({ sentAtMs, endpoint, outcome, failure, amountNanoYuan, source, totalMs, requestId }) => {
      const amount = amountNanoYuan === undefined ? undefined : formatYuan(amountNanoYuan);
      const facts = [
        whenText(sentAtMs, time),
        endpoint,
        outcome === 'ok' ? vscode.l10n.t('Done') : failureText(failure ?? outcome ?? ''),
        amount !== undefined && source === 'estimate' ? `≈${amount}` : amount,
        totalMs === undefined ? undefined : vscode.l10n.t('{seconds} s', { seconds: secondsText(totalMs) }),
        requestId,
      ];
      return `1. ${facts.filter(fact => fact !== undefined).join(' · ')}`;
    })
    .join('\n');
}

function placeText({ uri, lines }: NonNullable<Item['source']>): string {
  return lines === undefined ? fileOf(uri) : `${fileOf(uri)}:${lines.startLine + 1}–${lines.endLine}`;
}

function tokensText(usage: NonNullable<LedgerEntry['usage']>): string {
  const count = (each: number): string => each.toLocaleString('en-US');
  return vscode.l10n.t('{input} in + {output} out', {
    input: count(usage.inputTokens),
    output: count(usage.outputTokens),
  });
}

/** For an item without an answer, returns the cost of attempts that were booked nevertheless. */
function costText({ outcome, amountNanoYuan }: Item, attempts: readonly LedgerEntry[]): string | undefined {
  if (outcome === undefined) return undefined;
  if (outcome.state === 'done' && outcome.isCached) return vscode.l10n.t('from the cache');
  if (amountNanoYuan !== undefined) return formatYuan(amountNanoYuan);
  if (outcome.state === 'failed' && attempts.length === 0) return undefined;
  const amounts = attempts.map(attempt => attempt.amountNanoYuan);
  const known = amounts.filter(amount => amount !== undefined);
  if (known.length < amounts.length || known.length === 0) return vscode.l10n.t('price unknown');
  return formatYuan(known.reduce((sum, amount) => sum + amount, 0));
}

function reviewText(review: 'accepted' | 'rejected'): string {
  return review === 'accepted' ? vscode.l10n.t('accepted') : vscode.l10n.t('rejected');
}

function whenText(ms: number, time: PersonTime): string {
  return `${dateText(ms, time)} ${hourText(ms, time.timeZone)}`;
}

function fenced(text: string, language: string): string {
  const fence = fenceAround(text);
  return `${fence}${language}\n${text}\n${fence}`;
}

function closed(text: string): string {
  const open = openFence(text);
  return open === undefined ? text : `${text}\n${open}`;
}
