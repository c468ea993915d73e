import * as vscode from 'vscode';
import { formatYuanAtMost, formatYuanRange } from '../../core/money.ts';
import type { CostView } from '../../protocol/chatView.ts';
import { sentences } from '../sentences.ts';
import type { Expectation } from './expectation.ts';
import { priceText } from './priceText.ts';

/** Returns the cost estimate shown before a question is sent. */
export function costView(expectation: Expectation): CostView {
  const tokens = count(expectation.inputTokens);
  const limit = limitOf(expectation);
  if (limit !== undefined) {
    const facts = { tokens, model: expectation.model, limit };
    return {
      text: vscode.l10n.t('≈{tokens} tokens, too long', facts),
      description: vscode.l10n.t('About {tokens} tokens, more than {model} takes ({limit}).', facts),
      isTooLong: true,
    };
  }
  return {
    text: vscode.l10n.t('≈{tokens} tokens · {price}', { tokens, price: priceText(expectation.cost) }),
    description: sentences([
      vscode.l10n.t(
        "About {tokens} tokens are sent: the question with the extension's instructions, attachments and earlier turns, if any.",
        { tokens },
      ),
      costSentence(expectation),
    ]),
  };
}

function costSentence({ cost, model, answer }: Expectation): string {
  switch (cost) {
    case 'unknown':
      return vscode.l10n.t('The price of {model} is unknown.', { model });
    case 'plan':
      return vscode.l10n.t('The flat plan covers it.');
    case 'free':
      return vscode.l10n.t('{model} is free of charge.', { model });
    default:
      return vscode.l10n.t(
        'With an answer of {low} to {high} tokens it costs about {range}, and at most {worst} if the answer is as long as allowed.',
        {
          low: count(answer.lowTokens),
          high: count(answer.highTokens),
          range: formatYuanRange(cost.lowNanoYuan, cost.highNanoYuan),
          worst: formatYuanAtMost(cost.worstNanoYuan),
        },
      );
  }
}

/** Returns the model's limit if the question exceeds it. */
function limitOf({ inputTokens, contextTokens }: Expectation): string | undefined {
  return contextTokens !== undefined && inputTokens > contextTokens ? count(contextTokens) : undefined;
}

function count(tokens: number): string {
  return tokens.toLocaleString('en-US');
}
