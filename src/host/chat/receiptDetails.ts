import * as vscode from 'vscode';
import type { Booking } from '../../core/booking.ts';
import type { Answer } from '../../core/conversation/conversation.ts';
import type { ReceiptDetailView } from '../../protocol/turnView.ts';
import { amountLabel } from '../failures/chargeSentences.ts';
import { yuanPerMillion } from '../models/yuanPerMillion.ts';
import { secondsText } from '../secondsText.ts';
import { reasonOf } from './attemptsSentence.ts';
import { sourceSentence } from './cachedView.ts';

/**
 * Returns the details of how an answer came and what it cost, line by line; empty when nothing was sent or answered.
 */
export function receiptDetails(answer: Answer): readonly ReceiptDetailView[] {
  const { bookings, origin, failures = [], waitedMs } = answer;
  const last = bookings.at(-1);
  if (last === undefined && origin === undefined) return [];
  const { model = answer.model, endpoint = answer.endpoint } = last ?? {};
  const total = (of: 'inputTokens' | 'cachedInputTokens' | 'outputTokens' | 'reasoningTokens'): string =>
    bookings.reduce((sum, { usage }) => sum + usage[of], 0).toLocaleString('en-US');
  const lines: readonly (readonly [ReceiptDetailView['name'], string | undefined])[] = [
    ['model', model],
    ['endpoint', endpoint],
    ['cache', origin && sourceSentence(origin.level, model)],
    ...failures.map(failure => ['failed', reasonOf(failure)] as const),
    ['requests', bookings.length > 1 ? String(bookings.length) : undefined],
    ['waited', waitedMs === undefined ? undefined : seconds(waitedMs)],
    ...(last === undefined
      ? []
      : ([
          ['firstToken', last.firstContentMs === undefined ? undefined : seconds(last.firstContentMs)],
          ['total', seconds(bookings.reduce((sum, { totalMs }) => sum + totalMs, 0))],
          ['input', total('inputTokens')],
          ['cachedInput', total('cachedInputTokens')],
          ['output', total('outputTokens')],
          ['reasoning', total('reasoningTokens')],
          ['price', priceText(bookings)],
          ['cost', amountLabel(bookings)],
        ] as const)),
  ];
  return lines.flatMap(([name, value]) => (value === undefined ? [] : { name, value }));
}

/** Returns the price that all charged attempts had; `undefined` if they differ, or nothing was charged by the token. */
function priceText(bookings: readonly Booking[]): string | undefined {
  const rates = new Map(bookings.flatMap(({ rate }) => (rate ? [[JSON.stringify(rate), rate] as const] : [])));
  const [rate, ...others] = rates.values();
  if (rate === undefined || others.length > 0) return undefined;
  const { inputNanoYuan, outputNanoYuan } = rate;
  const facts = { input: yuanPerMillion(inputNanoYuan), output: yuanPerMillion(outputNanoYuan) };
  return vscode.l10n.t('{input} in, {output} out per million tokens', facts);
}

function seconds(ms: number): string {
  return vscode.l10n.t('{seconds} s', { seconds: secondsText(ms) });
}
