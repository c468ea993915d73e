import * as vscode from 'vscode';
import type { Digest } from '../../core/commit/digest.ts';
import type { Answer } from '../../core/conversation/conversation.ts';
import { answerNotice } from '../chat/answerNotice.ts';
import { chargeSentence } from '../failures/chargeSentences.ts';
import { sentences } from '../sentences.ts';

interface Ready {
  /** Sentences about the message. */
  readonly about: readonly string[];
  readonly message: string;
  /** The message is in the box; false when the user has typed there meanwhile. */
  readonly isWritten: boolean;
  /** What the user had typed before; empty if nothing. */
  readonly before: string;
  /** Writes a text into the box. */
  readonly put: (text: string) => void;
}

export const NOTHING_MAY_BE_SENT = (): string =>
  vscode.l10n.t('None of the changed files may be sent: they are ignored, or may hold secrets.');

/** Returns the sentence for an answer without a message. */
export function noMessage({ bookings }: Answer): string {
  return sentences([vscode.l10n.t('The model gave no message.'), chargeSentence(bookings)]);
}

/** Reports what the user should know about a message, and offers what they may miss: their own text, or the message. */
export async function tellReady({ about, message, isWritten, before, put }: Ready): Promise<void> {
  const use = vscode.l10n.t('Use It');
  const copy = vscode.l10n.t('Copy');
  const restore = vscode.l10n.t('Restore');
  if (!isWritten) {
    const kept = vscode.l10n.t('The commit message is ready. What you typed meanwhile was kept.');
    const chosen = await vscode.window.showInformationMessage(sentences([kept, ...about]), use, copy);
    if (chosen === use) put(message);
    if (chosen === copy) await vscode.env.clipboard.writeText(message);
    return;
  }
  if (before !== '') {
    const hint = vscode.l10n.t('Your text in the message box was sent along as a hint, then replaced.');
    if ((await vscode.window.showInformationMessage(sentences([hint, ...about]), restore)) === restore) put(before);
    return;
  }
  if (about.length > 0) void vscode.window.showInformationMessage(sentences(about));
}

/** Says which changes the model has not seen in full. */
export function aboutChanges({ files, shortened }: Digest, leftOut: number): string[] {
  const found = { count: String(shortened), files: String(files) };
  const left = { count: String(leftOut), files: String(files + leftOut) };
  return [
    ...(shortened > 0 ? [vscode.l10n.t('Sent only in part or in summary: {count} of {files} files.', found)] : []),
    ...(leftOut > 0
      ? [vscode.l10n.t('Not sent, as they are ignored or may hold secrets: {count} of {files} files.', left)]
      : []),
  ];
}

/** Says what the user should know about the answer. */
export function aboutAnswer(answer: Answer, isThinking: boolean): string[] {
  // A message has a lower limit than the settings, except with a model that reasons.
  const isCut = answer.finish === 'length' && !isThinking;
  const notice = answerNotice(isCut ? { ...answer, finish: 'stop' } : answer, () => undefined);
  return [
    ...(isCut ? [vscode.l10n.t('The message was cut: it would have become too long.')] : []),
    ...(notice === undefined ? [] : [notice]),
  ];
}
