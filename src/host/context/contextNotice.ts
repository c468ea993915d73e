import * as vscode from 'vscode';
import type { ContextNoticeView } from '../../protocol/chatView.ts';
import { attachmentTokens, attachmentView } from '../chat/attachmentView.ts';
import { compactTokens } from '../chat/compactTokens.ts';
import { type ContextActionId, contextActions, type ContextFacts, isTight } from '../chat/contextView.ts';
import { sentences } from '../sentences.ts';

/** Returns the notice about the length of the next question, with actions. */
export function contextNotice(facts: ContextFacts): ContextNoticeView {
  return { text: noticeText(facts), actions: contextActions(facts).map(id => ({ id, label: labelOf(id, facts) })) };
}

function noticeText(facts: ContextFacts): string {
  if (isTight(facts)) return tightText(facts);
  const count = facts.earlier.leftOut.length;
  if (facts.question.mostEarlier !== undefined) return vscode.l10n.t('Earlier questions will not be sent.');
  return count === 1
    ? vscode.l10n.t('The oldest question no longer fits and will not be sent.')
    : vscode.l10n.t('The {count} oldest questions no longer fit and will not be sent.', { count });
}

function tightText({ question, expectation }: ContextFacts): string {
  const { inputTokens, contextTokens = 0, model } = expectation;
  const largest = question.attachments.toSorted((one, other) => attachmentTokens(other) - attachmentTokens(one))[0];
  const facts = { model, limit: contextTokens.toLocaleString('en-US'), tokens: inputTokens.toLocaleString('en-US') };
  return sentences([
    inputTokens > contextTokens
      ? vscode.l10n.t('About {tokens} tokens, more than {model} takes ({limit}).', facts)
      : vscode.l10n.t('Only about {left} tokens are left for the answer.', {
          left: (contextTokens - inputTokens).toLocaleString('en-US'),
        }),
    largest &&
      vscode.l10n.t('The largest part is {name} (≈{tokens} tokens).', {
        name: attachmentView(largest).label,
        tokens: compactTokens(attachmentTokens(largest)),
      }),
  ]);
}

function labelOf(id: ContextActionId, facts: ContextFacts): string {
  switch (id) {
    case 'newChat':
      return vscode.l10n.t('New Chat with This Question');
    case 'chooseContext':
      return isTight(facts) ? vscode.l10n.t('Choose What to Remove') : vscode.l10n.t('Choose What to Send');
    case 'sendEarlier':
      return vscode.l10n.t('Send Them After All');
    case 'selectModel':
      return vscode.l10n.t('Select Model...');
  }
}
