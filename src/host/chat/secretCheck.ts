import { createHmac, randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { AttachmentKind } from '../../core/conversation/conversation.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import { type QuestionSecret, secretsIn, withoutSecrets } from '../../core/conversation/secrets/questionSecrets.ts';
import { typedCommand } from '../../core/conversation/typedCommand.ts';
import { secretName } from './secretName.ts';

/** More lines would make the dialog taller than a small window. */
const MAX_LISTED = 8;

/**
 * Asks the user about secrets in a question before it is sent. Returns the question as it may be sent, or `undefined`
 * when the user goes back to it.
 */
export type DecideSecrets = (question: NewQuestion, conversationId: string) => Promise<NewQuestion | undefined>;

/** Remembers what the user decided about secrets, for one window. */
export class SecretCheck {
  /** Hashes of allowed secrets, under a random key, so that the secrets cannot be recovered from them. */
  readonly #allowed = new Set<string>();
  readonly #hashKey = randomBytes(32);

  /**
   * Returns the question as it may be sent: unchanged when there is nothing to decide or the user sends it as it is,
   * else with its secrets masked. Returns `undefined` when the user goes back to it. What was allowed once in a
   * conversation is not asked about again there.
   */
  readonly decide: DecideSecrets = async (question, conversationId) => {
    const found = secretsIn(question).filter(({ value }) => !this.#allowed.has(this.#hash(conversationId, value)));
    if (found.length === 0) return question;
    const mask: vscode.MessageItem = { title: vscode.l10n.t('Mask and Send') };
    const send: vscode.MessageItem = { title: vscode.l10n.t('Send as Is') };
    const goBack: vscode.MessageItem = { title: vscode.l10n.t('Go Back'), isCloseAffordance: true };
    const isPrompt = typedCommand(question.question) !== undefined;
    const values = new Set(found.map(({ value }) => value));
    const options = { modal: true, detail: detailOf(found, isPrompt) };
    const choice = await vscode.window.showWarningMessage(messageOf(values.size), options, mask, send, goBack);
    if (choice === mask) return withoutSecrets(question, values);
    if (choice !== send) return undefined;
    for (const value of values) this.#allowed.add(this.#hash(conversationId, value));
    return question;
  };

  #hash(conversationId: string, value: string): string {
    return createHmac('sha256', this.#hashKey).update(`${conversationId}\n${value}`).digest('base64');
  }
}

function messageOf(count: number): string {
  return count === 1
    ? vscode.l10n.t('1 possible secret in what you are about to send.')
    : vscode.l10n.t('{count} possible secrets in what you are about to send.', { count: String(count) });
}

/** Lists where the secrets are and of which kind, never the secrets themselves. */
function detailOf(found: readonly QuestionSecret[], isPrompt: boolean): string {
  const lines = [...new Set(found.map(secret => lineAbout(secret, isPrompt)))];
  const more = lines.length - MAX_LISTED;
  return [
    ...lines.slice(0, more > 0 ? MAX_LISTED : lines.length),
    ...(more > 0 ? [vscode.l10n.t('and {count} more', { count: String(more) })] : []),
    '',
    vscode.l10n.t(
      'Masking replaces each one with a note of what it was, both in what is sent and in the conversation.',
    ),
  ].join('\n');
}

/** A secret without a line number was not typed: it is in a named prompt, or in problems reported by tools. */
function lineAbout({ kind, path: own, attached, line }: QuestionSecret, isPrompt: boolean): string {
  const secret = secretName(kind);
  const path = own === '' ? sourceName(attached) : own;
  if (line === undefined && isPrompt) return vscode.l10n.t('The prompt: {secret}', { secret });
  if (line === undefined) return vscode.l10n.t('Problems reported in the code: {secret}', { secret });
  return path === undefined
    ? vscode.l10n.t('Your question, line {line}: {secret}', { line: String(line), secret })
    : vscode.l10n.t('{path}, line {line}: {secret}', { path, line: String(line), secret });
}

/** Returns the name of an attachment without a path. */
function sourceName(attached: AttachmentKind | undefined): string {
  switch (attached) {
    case 'terminal':
      return vscode.l10n.t('Terminal Selection');
    case 'changes':
      return vscode.l10n.t('Git Changes');
    case 'problems':
      return vscode.l10n.t('Problems');
    default:
      return vscode.l10n.t('Pasted Text');
  }
}
