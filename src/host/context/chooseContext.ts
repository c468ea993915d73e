import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import type { Session } from '../../core/conversation/session.ts';
import { countsOf } from '../../core/tokens.ts';
import { wholeTokens } from '../../core/scriptCounts.ts';
import { attachmentTokens, attachmentView } from '../chat/attachmentView.ts';
import { compactTokens } from '../chat/compactTokens.ts';
import type { Composer } from '../chat/composer.ts';

interface ContextItem extends vscode.QuickPickItem {
  /** Missing for the earlier questions. */
  readonly attachmentId?: string;
}

/** Asks which attachments to send with the next question, and whether to send the earlier questions. */
export async function chooseContext(session: Session, composer: Composer): Promise<void> {
  const { attachments, mostEarlier } = composer.draft;
  const { mostEarlier: _, ...question } = composer.question;
  const { sent } = session.earlier(question);
  const items: ContextItem[] = attachments.map(attachment => {
    const { label, description } = attachmentView(attachment);
    const size = `≈${compactTokens(attachmentTokens(attachment))}`;
    return { label, description: size, detail: description, picked: true, attachmentId: attachment.id };
  });
  if (sent.length > 0) {
    const tokens = sent.reduce((sum, turn) => sum + turnTokens(turn.prompt, turn.answer.text, turn.attachments), 0);
    items.push({
      label: vscode.l10n.t('Earlier Questions ({count})', { count: sent.length }),
      description: `≈${compactTokens(tokens)}`,
      picked: mostEarlier === undefined,
    });
  }
  const placeHolder = vscode.l10n.t('What goes along with your question?');
  const picked = await vscode.window.showQuickPick(items, { canPickMany: true, placeHolder });
  if (picked === undefined) return;
  const kept = new Set(picked.map(({ attachmentId }) => attachmentId));
  for (const { attachmentId } of items) {
    if (attachmentId !== undefined && !kept.has(attachmentId)) composer.remove(attachmentId);
  }
  if (sent.length > 0) composer.sendEarlier(kept.has(undefined) ? undefined : 0);
}

function turnTokens(prompt: string, answer: string, attachments: readonly Attachment[]): number {
  const attached = attachments.reduce((sum, attachment) => sum + attachmentTokens(attachment), 0);
  return attached + wholeTokens(countsOf(prompt)) + wholeTokens(countsOf(answer));
}
