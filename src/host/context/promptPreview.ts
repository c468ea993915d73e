import * as vscode from 'vscode';
import type { PlannedRequest } from '../../core/conversation/plannedRequest.ts';

/** Renders everything that would be sent as a document, message by message, each under its role. */
export function promptPreview({ model, maxOutputTokens, messages }: PlannedRequest): string {
  const head = [
    vscode.l10n.t('This is what would be sent to {model} now; possible secrets in it are asked about first.', {
      model,
    }),
    vscode.l10n.t('Longest answer: {tokens} tokens.', { tokens: maxOutputTokens.toLocaleString('en-US') }),
  ];
  return [...head, ...messages.flatMap(({ role, content }) => ['', `──── ${role} ────`, content])].join('\n');
}
