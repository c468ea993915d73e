import * as vscode from 'vscode';
import { formatYuan, type NanoYuan } from '../../core/money.ts';
import type { Reason } from '../../core/spend/bill/reasons.ts';
import { isChinese } from '../language.ts';
import { periodText } from './periodText.ts';

/** Maximum number of names in a list. */
const MAX_NAMES = 8;

/** Describes a likely reason for a difference in one or more sentences. Names are quoted from the bill unchanged. */
export function reasonSentences(reason: Reason): string[] {
  switch (reason.is) {
    case 'others':
      return [
        vscode.l10n.t('Other people or devices on this account: {amount} of the bill is not from this computer.', {
          amount: formatYuan(reason.nanoYuan),
        }),
      ];
    case 'otherModels':
      return [vscode.l10n.t('Models that this computer did not ask: {names}.', { names: listed(reason.models) })];
    case 'freeQuota':
      return [
        vscode.l10n.t('Free quota: {amount} that is counted here at list price is not on the bill.', {
          amount: formatYuan(reason.nanoYuan),
        }),
      ];
    case 'tokenPackages':
      return [
        reason.isOnBill
          ? vscode.l10n.t('Token packages: the bill has one. What it pays for is counted here at list price.')
          : vscode.l10n.t('Token packages: what they pay for is counted here at list price.'),
      ];
    case 'notBilledYet':
      return [
        vscode.l10n.t('Not on the bill yet: {amount} since {date}. The bill is about one day behind.', {
          amount: formatYuan(reason.nanoYuan),
          date: periodText(reason.sinceDay),
        }),
      ];
    case 'estimates':
      return estimates(reason.estimatedNanoYuan, reason.lostNanoYuan);
    case 'unknownPrice':
      return [
        vscode.l10n.t('Unknown price: requests that are in no amount of this computer: {count}.', {
          count: reason.requests.toLocaleString('en-US'),
        }),
      ];
    case 'unmatched':
      return [vscode.l10n.t('Names on the bill that fit no known model: {names}.', { names: listed(reason.items) })];
    case 'otherProducts':
      return [vscode.l10n.t('Other products on the bill are left out: {names}.', { names: listed(reason.names) })];
    case 'partOfBill':
      return partOfBill(reason.isComplete, reason.unreadable);
  }
}

function estimates(estimated: NanoYuan, lost: NanoYuan): string[] {
  const sentences = [
    estimated > 0 &&
      vscode.l10n.t('Estimates: {amount} of ours is without usage from the service.', {
        amount: formatYuan(estimated),
      }),
    lost > 0 &&
      vscode.l10n.t('Estimates: {amount} of ours is of answers that were coming when VS Code closed.', {
        amount: formatYuan(lost),
      }),
  ];
  return sentences.filter(sentence => sentence !== false);
}

function partOfBill(isComplete: boolean, unreadable: number): string[] {
  const count = unreadable.toLocaleString('en-US');
  return [
    ...(isComplete ? [] : [vscode.l10n.t('The bill has more lines than were read.')]),
    ...(unreadable > 0 ? [vscode.l10n.t('Lines of the bill that cannot be read: {count}.', { count })] : []),
  ];
}

function listed(names: readonly string[]): string {
  const comma = isChinese() ? '、' : ', ';
  const shown = names.slice(0, MAX_NAMES).join(comma);
  return names.length > MAX_NAMES ? `${shown}${comma}...` : shown;
}
