import * as vscode from 'vscode';
import { EXPLAIN_PROMPT, type ReplyLanguage } from '../../core/conversation/prompts.ts';
import type { NewQuestion } from '../../core/conversation/session.ts';
import { isChinese } from '../language.ts';
import { pickCode } from './pickCode.ts';

/** Asks for an explanation of the selected code, in the language the person reads. */
export async function explainSelection(
  ask: (question: NewQuestion) => Promise<void>,
  replyLanguage: ReplyLanguage,
): Promise<void> {
  const attachment = await pickCode();
  if (!attachment) return;
  const displayed = isChinese() ? 'zh-cn' : 'en';
  const language = replyLanguage === 'auto' ? displayed : replyLanguage;
  await ask({
    feature: 'explain',
    question: vscode.l10n.t('Explain this code'),
    prompt: EXPLAIN_PROMPT[language],
    attachments: [attachment],
  });
}
