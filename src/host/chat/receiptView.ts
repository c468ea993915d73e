import * as vscode from 'vscode';
import type { Answer } from '../../core/conversation/conversation.ts';
import type { ReceiptView } from '../../protocol/turnView.ts';
import { amountLabel } from '../failures/chargeSentences.ts';
import { secondsText } from '../secondsText.ts';
import { attemptsSentence } from './attemptsSentence.ts';

/** Returns what an ended answer cost and how it came; `undefined` when it used no tokens. */
export function receiptView(answer: Answer): ReceiptView | undefined {
  const last = answer.bookings.at(-1);
  const input = sum(answer.bookings.map(booking => booking.usage.inputTokens));
  const cached = sum(answer.bookings.map(booking => booking.usage.cachedInputTokens));
  const output = sum(answer.bookings.map(booking => booking.usage.outputTokens));
  if (!last || input + output === 0) return undefined;
  const estimate = answer.bookings.some(booking => booking.source === 'estimate' && booking.usage.inputTokens > 0);
  const about = estimate ? '≈' : '';
  const facts = {
    model: last.model,
    endpoint: last.endpoint,
    input: about + format(input),
    cached: format(cached),
    output: about + format(output),
    amount: amountLabel(answer.bookings),
    seconds: secondsText(sum(answer.bookings.map(booking => booking.totalMs))),
  };
  const receipt = vscode.l10n.t(
    '{model} at {endpoint}: {input} input tokens ({cached} cached), {output} output tokens, {amount}, {seconds} s',
    facts,
  );
  const whole = estimate
    ? vscode.l10n.t('{receipt} (≈ estimated, because the service sent no usage)', { receipt })
    : receipt;
  const attempts = attemptsSentence(answer.failures ?? []) ?? passedOver(answer);
  return {
    model: facts.model,
    tokens: vscode.l10n.t('{input} in + {output} out', facts),
    amount: facts.amount,
    duration: vscode.l10n.t('{seconds} s', facts),
    description: attempts === undefined ? whole : vscode.l10n.t('{receipt}; {attempts}', { receipt: whole, attempts }),
  };
}

/** Says why the first endpoint was skipped; not said when attempts for this question failed, which tells more. */
function passedOver({ insteadOf }: Answer): string | undefined {
  return insteadOf === undefined
    ? undefined
    : vscode.l10n.t('{endpoint} was not asked, because it failed a short while ago', { endpoint: insteadOf });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function format(tokens: number): string {
  return tokens.toLocaleString('en-US');
}
