import * as vscode from 'vscode';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import type { EarlierTurns } from '../../core/conversation/trimmedTurns.ts';
import type { MeterView } from '../../protocol/chatView.ts';
import { sentences } from '../sentences.ts';
import type { Expectation } from '../spend/expectation.ts';
import { compactTokens } from './compactTokens.ts';

/** Actions on the length of a request. */
export type ContextActionId = 'newChat' | 'chooseContext' | 'sendEarlier' | 'selectModel';

/** What would be sent, and how it fits. */
export interface ContextFacts {
  readonly question: NewQuestion;
  readonly expectation: Expectation;
  readonly earlier: EarlierTurns;
  /** Limit for the answer, in tokens. */
  readonly outputTokens: number;
}

/** Returns how much of the model's context window would be used; `undefined` when its size is unknown. */
export function meterView({ expectation, earlier, outputTokens }: ContextFacts): MeterView | undefined {
  const { inputTokens, contextTokens, model } = expectation;
  if (contextTokens === undefined) return undefined;
  const share = inputTokens / contextTokens;
  const percent = share > 0 && share < 0.01 ? '<1' : String(Math.round(share * 100));
  const { sent, leftOut } = earlier;
  return {
    share: Math.min(1, share),
    text: vscode.l10n.t('{percent}% of {limit}', { percent, limit: compactTokens(contextTokens) }),
    description: sentences([
      vscode.l10n.t('About {tokens} of the {limit} tokens that {model} takes; up to {output} more for the answer.', {
        tokens: inputTokens.toLocaleString('en-US'),
        limit: contextTokens.toLocaleString('en-US'),
        output: outputTokens.toLocaleString('en-US'),
        model,
      }),
      sent.length + leftOut.length === 0
        ? undefined
        : vscode.l10n.t('{sent} of {all} earlier questions go along.', {
            sent: sent.length,
            all: sent.length + leftOut.length,
          }),
    ]),
  };
}

/** Returns the actions on the length; empty when there is nothing to report. */
export function contextActions(facts: ContextFacts): readonly ContextActionId[] {
  const { question, earlier } = facts;
  if (isTight(facts)) {
    return question.attachments.length > 0 ? ['chooseContext', 'selectModel'] : ['selectModel'];
  }
  if (question.mostEarlier !== undefined && earlier.leftOut.length > 0) return ['sendEarlier'];
  if (earlier.leftOut.length > 0 && earlier.because === 'length') return ['newChat', 'chooseContext'];
  return [];
}

/** Returns whether the question alone leaves too little room for the answer. */
export function isTight({ expectation, earlier, outputTokens }: ContextFacts): boolean {
  const { inputTokens, contextTokens = Infinity } = expectation;
  return earlier.sent.length === 0 && inputTokens + outputTokens > contextTokens;
}
