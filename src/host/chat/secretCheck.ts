import { createHmac, randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { AttachmentKind } from '../../core/conversation/conversation.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import { type QuestionSecret, secretsIn, withoutSecrets } from '../../core/conversation/secrets/questionSecrets.ts';
import { typedCommand } from '../../core/conversation/typedCommand.ts';
import { secretName } from './secretName.ts';

/** More lines make the dialog higher than small windows. */
const MAX_LISTED = 8;

/**
 * Has a person decide about secrets in a question before it is sent: gives the question as it may be sent, or `undefined`
 * when they go back to it.
 */
export type DecideSecrets = (question: NewQuestion, conversationId: string) => Promise<NewQuestion | undefined>;

/** What a person decided about secrets in a window's questions. */
export class SecretCheck {
  /** Hashes of what may be sent, with a key that nobody has: only what was seen already can be recognised. */
  readonly #allowed = new Set<string>();
  readonly #hashKey = randomBytes(32);

  /**
   * The question as it may be sent: itself when there is nothing to decide or it shall go as it is, else with its
   * secrets masked. `undefined` when the person wants to go back to it. What was allowed in a conversation once is not
   * asked about there again.
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

/** Where they are and what they look like, never what they are. */
function detailOf(found: readonly QuestionSecret[], isPrompt: boolean): string {
  const lines = [...new Set(found.map(secret => lineAbout(secret, isPrompt)))];
  const more = lines.length - MAX_LISTED;
  return [
    ...lines.slice(0, more > 0 ? MAX_LISTED : lines.length),
    ...(more > 0 ? [vscode.l10n.t('and {count} more', { count: String(more) })] : []),
    '',
    vscode.l10n.t('Masking replaces each with a note of its kind, in what is sent and in the conversation.'),
  ].join('\n');
}

/** What nobody typed is either a prompt that was named, or what tools report of the code. */
function lineAbout({ kind, path: own, attached, line }: QuestionSecret, isPrompt: boolean): string {
  const secret = secretName(kind);
  const path = own === '' ? sourceName(attached) : own;
  if (line === undefined && isPrompt) return vscode.l10n.t('The prompt: {secret}', { secret });
  if (line === undefined) return vscode.l10n.t('Problems reported in the code: {secret}', { secret });
  return path === undefined
    ? vscode.l10n.t('Your question, line {line}: {secret}', { line: String(line), secret })
    : vscode.l10n.t('{path}, line {line}: {secret}', { path, line: String(line), secret });
}

/** What an attachment without a path is called. */
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
