import * as vscode from 'vscode';
import type { Booking } from '../core/chat.ts';
import type { Answer } from '../core/conversation/conversation.ts';
import { formatYuan } from '../core/money.ts';

/** Says whether a question without an answer was charged. */
export function chargeSentence(bookings: readonly Booking[]): string {
  const sum = sumOf(bookings);
  if (sum.tokens === 0) return vscode.l10n.t('Nothing was charged.');
  return vscode.l10n.t('It is counted as {amount}.', { amount: sum.label });
}

/** Says how much of a broken answer is there and, unless another sentence does, what it cost. */
export function keptSentence(answer: Answer, withAmount: boolean): string {
  const chars = String(Array.from(answer.text).length);
  if (!withAmount) return vscode.l10n.t('{chars} characters are kept.', { chars });
  return vscode.l10n.t('{chars} characters are kept ({amount}).', { chars, amount: sumOf(answer.bookings).label });
}

/** `¥0.0123`, `≈¥0.0123` when an estimate is in it, that a flat plan pays, or that the price is unknown. */
export function amountLabel(bookings: readonly Booking[]): string {
  return sumOf(bookings).label;
}

function sumOf(bookings: readonly Booking[]): { readonly tokens: number; readonly label: string } {
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
  if (isFlat) return { tokens, label: vscode.l10n.t('Plan') };
  if (!isKnown) return { tokens, label: vscode.l10n.t('price unknown') };
  return { tokens, label: `${isEstimate ? '≈' : ''}${formatYuan(amount)}` };
}
