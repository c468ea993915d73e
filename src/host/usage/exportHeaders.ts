import * as vscode from 'vscode';
import type { CsvHeaders } from '../../core/spend/report/exportCsv.ts';

/** Returns the column headers of an exported table. */
export function exportHeaders(): CsvHeaders {
  return {
    sentAt: vscode.l10n.t('Sent at'),
    localDay: vscode.l10n.t('Day'),
    billDay: vscode.l10n.t('Day of the bill (UTC+8)'),
    account: vscode.l10n.t('Account'),
    endpoint: vscode.l10n.t('Endpoint'),
    model: vscode.l10n.t('Model'),
    workspace: vscode.l10n.t('Workspace'),
    feature: vscode.l10n.t('Feature'),
    consumer: vscode.l10n.t('Consumer'),
    cause: vscode.l10n.t('Cause'),
    question: vscode.l10n.t('Question'),
    attempt: vscode.l10n.t('Attempt'),
    outcome: vscode.l10n.t('Outcome'),
    failure: vscode.l10n.t('Failure'),
    inputTokens: vscode.l10n.t('Input tokens'),
    cachedInputTokens: vscode.l10n.t('Of these cached'),
    outputTokens: vscode.l10n.t('Output tokens'),
    reasoningTokens: vscode.l10n.t('Of these reasoning'),
    source: vscode.l10n.t('Counted by'),
    amountYuan: vscode.l10n.t('Amount (CNY)'),
    waitMs: vscode.l10n.t('Waited (ms)'),
    firstContentMs: vscode.l10n.t('To the first token (ms)'),
    totalMs: vscode.l10n.t('To the end (ms)'),
    requestId: vscode.l10n.t('Request ID'),
  };
}
