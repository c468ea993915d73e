import * as vscode from 'vscode';
import type { FailureKind } from '../../core/errors.ts';

/** Describes a kind of failure in a few words; returns unknown kinds, written by a newer version, unchanged. */
export function failureText(kind: string): string {
  return Object.hasOwn(WORDS, kind) ? WORDS[kind as keyof typeof WORDS]() : kind || vscode.l10n.t('unknown');
}

const WORDS: Readonly<Record<FailureKind | 'lost', () => string>> = {
  refused: () => vscode.l10n.t('Rate limit'),
  busy: () => vscode.l10n.t('Service busy'),
  timeout: () => vscode.l10n.t('No first token in time'),
  stalled: () => vscode.l10n.t('Answer stalled'),
  'too-slow': () => vscode.l10n.t('Answer took too long'),
  truncated: () => vscode.l10n.t('Answer cut off'),
  empty: () => vscode.l10n.t('Empty answer'),
  'connection-lost': () => vscode.l10n.t('Connection lost'),
  unreachable: () => vscode.l10n.t('Host unreachable'),
  dns: () => vscode.l10n.t('Host name not found'),
  tls: () => vscode.l10n.t('Certificate not trusted'),
  'proxy-auth': () => vscode.l10n.t('Proxy asks for a login'),
  'proxy-refused': () => vscode.l10n.t('Refused by the proxy'),
  redirect: () => vscode.l10n.t('Redirected'),
  'not-json': () => vscode.l10n.t('Web page instead of an answer'),
  'no-endpoint': () => vscode.l10n.t('No usable endpoint'),
  'no-credentials': () => vscode.l10n.t('No key'),
  credentials: () => vscode.l10n.t('Key refused'),
  'model-permission': () => vscode.l10n.t('Model not permitted'),
  'model-gone': () => vscode.l10n.t('Model retired'),
  quota: () => vscode.l10n.t('Quota used up'),
  overdue: () => vscode.l10n.t('Account overdue'),
  'too-long': () => vscode.l10n.t('Question too long'),
  unsafe: () => vscode.l10n.t('Refused by safety rules'),
  invalid: () => vscode.l10n.t('Request not understood'),
  'too-large': () => vscode.l10n.t('Answer too large'),
  storage: () => vscode.l10n.t('Ledger not writable'),
  budget: () => vscode.l10n.t('Budget used up'),
  paused: () => vscode.l10n.t('Paused by you'),
  'price-unknown': () => vscode.l10n.t('Price unknown'),
  circuit: () => vscode.l10n.t('Circuit breaker open'),
  'queue-full': () => vscode.l10n.t('Queue full'),
  offline: () => vscode.l10n.t('No network'),
  lost: () => vscode.l10n.t('Window closed before the end'),
};
