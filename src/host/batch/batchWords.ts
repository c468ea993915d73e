import * as vscode from 'vscode';
import type { Item, ItemFailure, ItemState } from '../../core/batch/item.ts';
import type { Job, Pause } from '../../core/batch/job.ts';
import type { JobPhase } from '../../core/batch/jobPhase.ts';
import { formatYuan } from '../../core/money.ts';
import { budgetAtStart } from '../spend/budgetWords.ts';
import { dateText, hourText, type PersonTime } from '../history/timeText.ts';
import { failureText } from '../usage/failureText.ts';
import { isSameDay } from './nextTime.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** `1,000`. */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

/** `320/1,000`: items answered of all. */
export function progressText({ counts }: Job): string {
  return `${countText(counts.done)}/${countText(counts.total)}`;
}

/** Returns the amount booked so far. */
export function spentText({ amountNanoYuan, counts, plan }: Job): string {
  const isUnknown = amountNanoYuan === 0 && counts.done > 0 && plan.expected === undefined;
  return isUnknown ? vscode.l10n.t('price unknown') : formatYuan(amountNanoYuan);
}

/** `12 min left`. */
export function leftText(ms: number): string {
  if (ms < MINUTE_MS) return vscode.l10n.t('less than a minute left');
  if (ms < 2 * HOUR_MS) return vscode.l10n.t('{count} min left', { count: Math.round(ms / MINUTE_MS) });
  return vscode.l10n.t('{count} h left', { count: Math.round(ms / HOUR_MS) });
}

/** `02:00` today, `tomorrow 02:00`, or with its date. */
export function whenText(ms: number, time: PersonTime): string {
  const hour = hourText(ms, time.timeZone);
  if (isSameDay(ms, time.nowMs, time.timeZone)) return hour;
  return isSameDay(ms, time.nowMs + 24 * HOUR_MS, time.timeZone)
    ? vscode.l10n.t('tomorrow {hour}', { hour })
    : `${dateText(ms, time)} ${hour}`;
}

/** Describes a job's phase in a few words. */
export function phaseText(job: Job, phase: JobPhase, time: PersonTime): string {
  switch (phase) {
    case 'ready':
      return vscode.l10n.t('Not started');
    case 'scheduled':
      return vscode.l10n.t('Starts {when}', { when: whenText(job.startAtMs ?? 0, time) });
    case 'missed':
      return vscode.l10n.t('Hour missed');
    case 'here':
      return vscode.l10n.t('Running');
    case 'elsewhere':
      return vscode.l10n.t('In another window');
    case 'interrupted':
      return vscode.l10n.t('Interrupted');
    case 'pausing':
      return vscode.l10n.t('Pausing');
    case 'paused':
      return pauseText(job.pause, time);
    case 'done':
      return vscode.l10n.t('Done');
    case 'cancelled':
      return vscode.l10n.t('Cancelled');
  }
}

/** Says in a few words why a job is paused. */
function pauseText(pause: Pause | undefined, time: PersonTime): string {
  switch (pause?.reason) {
    case 'budget':
      // A batch's own budget need not be used up, but too small for the next item at its longest answer.
      return pause.budget?.scope === 'batch' ? vscode.l10n.t('Budget too low') : vscode.l10n.t('Budget used up');
    case 'quota':
      return pause.untilMs === undefined
        ? vscode.l10n.t('Quota used up')
        : vscode.l10n.t('No quota until {when}', { when: whenText(pause.untilMs, time) });
    case 'overdue':
      return vscode.l10n.t('Account overdue');
    case 'credentials':
      return vscode.l10n.t('Needs a key');
    case 'model':
      return vscode.l10n.t('Needs another model');
    case 'price':
      return vscode.l10n.t('Price unknown');
    case 'connection':
      return vscode.l10n.t('No connection');
    case 'storage':
      return vscode.l10n.t('Disk not writable');
    case 'input':
      return vscode.l10n.t('Input changed');
    case 'rejected':
      return vscode.l10n.t('Refused by the service');
    default:
      return vscode.l10n.t({ message: 'Paused', comment: ['a batch'] });
  }
}

/** Says in a sentence why a job is paused; `undefined` when the user paused it. */
export function pauseSentence({ model, pause }: Job, time: PersonTime): string | undefined {
  switch (pause?.reason) {
    case undefined:
    case 'person':
      return undefined;
    case 'budget':
      // The budget may be entirely unspent, but smaller than the worst-case cost of one answer.
      return pause.budget?.scope === 'batch'
        ? vscode.l10n.t('What is left of the budget of this batch does not cover the next item at its longest answer.')
        : vscode.l10n.t('{whichBudget} is used up.', { whichBudget: budgetAtStart(pause.budget) });
    case 'quota':
      return pause.untilMs === undefined
        ? vscode.l10n.t('The quota of {model} is used up.', { model })
        : vscode.l10n.t('The quota of {model} is used up; it goes on by itself at {when}.', {
            model,
            when: whenText(pause.untilMs, time),
          });
    case 'overdue':
      return vscode.l10n.t('The Baidu AI Cloud account is overdue.');
    case 'credentials':
      return vscode.l10n.t('There is no key, or it was refused.');
    case 'model':
      return vscode.l10n.t('{model} is gone, or this key may not use it.', { model });
    case 'price':
      return vscode.l10n.t('The price of {model} is unknown, so no budget can hold.', { model });
    case 'consumer':
      return vscode.l10n.t('You have paused what Ask Wenxin spends.');
    case 'connection':
      return vscode.l10n.t('The service cannot be reached as the settings and the network are.');
    case 'storage':
      return vscode.l10n.t('Results cannot be written to disk. Check its free space.');
    case 'input':
      return vscode.l10n.t('The file of its requests is gone or was changed.');
    case 'rejected':
      return vscode.l10n.t('The service refuses the whole batch.');
  }
}

/** Returns the heading for items of a state. */
export function stateText(state: ItemState): string {
  switch (state) {
    case 'failed':
      return vscode.l10n.t('Failed');
    case 'running':
      return vscode.l10n.t('Running');
    case 'waiting':
      return vscode.l10n.t('Waiting');
    case 'done':
      return vscode.l10n.t('Done');
    case 'cancelled':
      return vscode.l10n.t('Not asked');
  }
}

/** Says why an item has no answer. */
export function itemFailureText({ kind, code }: ItemFailure): string {
  const reason =
    kind === 'filtered'
      ? vscode.l10n.t('Refused by safety rules')
      : kind === 'input-changed'
        ? vscode.l10n.t('File changed since')
        : failureText(kind);
  return code === undefined ? reason : vscode.l10n.t('{reason} ({code})', { reason, code });
}

/** Describes an item's outcome in a few words: its cost, or why it failed. */
export function itemText({ state, outcome, amountNanoYuan, tries, review }: Item): string {
  if (outcome?.state === 'failed') return itemFailureText(outcome.failure);
  if (state === 'running' || state === 'waiting')
    return tries > 1 ? vscode.l10n.t('try {count}', { count: tries }) : '';
  if (outcome?.state !== 'done') return '';
  const amount = amountNanoYuan === undefined ? vscode.l10n.t('price unknown') : formatYuan(amountNanoYuan);
  return [outcome.isCached ? vscode.l10n.t('from the cache') : amount, reviewText(review)]
    .filter(text => text !== undefined)
    .join(' · ');
}

function reviewText(review: Item['review']): string | undefined {
  if (review === undefined) return undefined;
  return review === 'accepted' ? vscode.l10n.t('accepted') : vscode.l10n.t('rejected');
}

/** The label of a button that resumes a job. */
export function resumeText(): string {
  return vscode.l10n.t({ message: 'Resume', comment: ['a batch'] });
}
