import * as vscode from 'vscode';
import type { MarkdownWords } from '../../core/conversation/exchange/turnLine.ts';

/** Returns the texts of an exported document in VS Code's display language. */
export function markdownWords(timeZone: string | undefined): MarkdownWords {
  return {
    lines: vscode.l10n.t('lines {start}–{end}', { start: '{start}', end: '{end}' }),
    sources: vscode.l10n.t('Sources'),
    priceUnknown: vscode.l10n.t('price unknown'),
    plan: vscode.l10n.t('Plan'),
    incomplete: vscode.l10n.t('The answer is not complete.'),
    withdrawn: vscode.l10n.t('The service withdrew the answer.'),
    untitled: vscode.l10n.t('Untitled conversation'),
    timeZone: timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}
