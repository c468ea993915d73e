import * as vscode from 'vscode';
import type { Booking } from '../../core/booking.ts';
import type { Answer } from '../../core/conversation/conversation.ts';
import { formatYuan } from '../../core/money.ts';

/** Returns a sentence on whether a question without an answer was charged. */
export function chargeSentence(bookings: readonly Booking[]): string {
  const { paid, label } = sumOf(bookings);
  switch (paid) {
    case 'nothing':
      return vscode.l10n.t('Nothing was charged.');
    case 'plan':
      return vscode.l10n.t('The flat plan covers it.');
    case 'unknown':
      return vscode.l10n.t('It may have been charged, but its price is unknown.');
    case 'amount':
      return vscode.l10n.t('It is counted as {amount}.', { amount: label });
  }
}

/** Returns a sentence on the cost of checking a key. */
export function checkChargeSentence(bookings: readonly Booking[]): string {
  const { paid, label } = sumOf(bookings);
  switch (paid) {
    case 'nothing':
      return vscode.l10n.t('This check cost nothing.');
    case 'plan':
      return vscode.l10n.t('The flat plan covers this check.');
    case 'unknown':
      return vscode.l10n.t('What this check cost is unknown.');
    case 'amount':
      return vscode.l10n.t('This check cost {amount}.', { amount: label });
  }
}

/** Returns a sentence on the cost of refreshing a cached answer. */
export function newerChargeSentence(bookings: readonly Booking[]): string {
  const { paid, label } = sumOf(bookings);
  switch (paid) {
    case 'nothing':
      return vscode.l10n.t('The newer answer cost nothing.');
    case 'plan':
      return vscode.l10n.t('The flat plan covers the newer answer.');
    case 'unknown':
      return vscode.l10n.t('What the newer answer cost is unknown.');
    case 'amount':
      return vscode.l10n.t('The newer answer cost {amount}.', { amount: label });
  }
}

/** Returns a sentence on how much of an incomplete answer is kept, and on its cost if `withAmount`. */
export function keptSentence(answer: Answer, withAmount: boolean): string {
  const chars = String(Array.from(answer.text).length);
  if (!withAmount) return vscode.l10n.t('{chars} characters are kept.', { chars });
  return vscode.l10n.t('{chars} characters are kept ({amount}).', { chars, amount: amountLabel(answer.bookings) });
}

/** Returns `¥0.0123`, `≈¥0.0123` with estimates, "flat plan" or "price unknown". For use alone, not in sentences. */
export function amountLabel(bookings: readonly Booking[]): string {
  return sumOf(bookings).label;
}

interface Sum {
  readonly paid: 'nothing' | 'plan' | 'unknown' | 'amount';
  readonly label: string;
}

function sumOf(bookings: readonly Booking[]): Sum {
  let amount = 0;
  let tokens = 0;
  let isKnown = true;
  let isEstimate = false;
  let isFlat = bookings.length > 0;
  for (const { amountNanoYuan, usage, source, isFlat: isOneFlat } of bookings) {
    const own = usage.inputTokens + usage.outputTokens;
    tokens += own;
    isEstimate ||= own > 0 && source === 'estimate';
    isFlat &&= isOneFlat === true;
    if (amountNanoYuan === undefined) isKnown &&= own === 0;
    else amount += amountNanoYuan;
  }
  const paid = (other: Sum['paid']): Sum['paid'] => (tokens === 0 ? 'nothing' : other);
  if (isFlat) return { paid: paid('plan'), label: vscode.l10n.t('flat plan') };
  if (!isKnown) return { paid: paid('unknown'), label: vscode.l10n.t('price unknown') };
  return { paid: paid('amount'), label: `${isEstimate ? '≈' : ''}${formatYuan(amount)}` };
}
