import * as vscode from 'vscode';
import { answerBlock, type AnswerBlock } from '../../core/code/answerBlock.ts';
import type { Turn } from '../../core/conversation/conversation.ts';
import type { Session } from '../../core/conversation/session.ts';
import type { Highlighter } from '../../core/highlight/highlighter.ts';
import type { Logger } from '../../core/logger.ts';
import type { HostMessage } from '../../protocol/chat.ts';
import type { CodeMessage } from '../../protocol/codeMessages.ts';
import { applyCode } from '../editing/applyCode.ts';
import { insertAtCursor } from '../editing/insertAtCursor.ts';
import { newFile } from '../editing/newFile.ts';
import type { Proposals } from '../editing/proposals.ts';
import { insertInTerminal } from '../terminal/insertInTerminal.ts';
import type { Terminals } from '../terminal/terminals.ts';
import type { HandlersOf } from './pageHandlers.ts';

/** The code messages whose handlers take more than a line. */
export type CodeTools = HandlersOf<Exclude<CodeMessage, { type: 'copy' | 'openLink' }>>;

interface CodeToolParts {
  readonly session: Session;
  readonly highlighter: Highlighter;
  readonly proposals: Proposals;
  readonly terminals: Pick<Terminals, 'running'>;
  readonly post: (message: HostMessage) => void;
  readonly logger: Logger;
}

/** Creates the handlers for code in answers. They act only on code that the answer contains. */
export function codeTools({ session, highlighter, proposals, terminals, post, logger }: CodeToolParts): CodeTools {
  const withBlock =
    (use: (block: AnswerBlock, turn: Turn) => Promise<void>) =>
    async ({ turnId, text }: { readonly turnId: string; readonly text: string }): Promise<void> => {
      const turn = session.conversation.turns.find(({ id }) => id === turnId);
      const block = turn && answerBlock(turn.answer.text, text);
      if (block) return use(block, turn);
      logger.warn('The chat page named code that its answer does not hold. It was not used.');
      void vscode.window.showWarningMessage(vscode.l10n.t('This code is not in the answer any more. You can copy it.'));
    };
  return {
    insert: withBlock(({ text }) => insertAtCursor(text)),
    newFile: withBlock(({ text, language }) => newFile(text, language)),
    insertInTerminal: withBlock(({ text }) => insertInTerminal(text, terminals)),
    applyCode: withBlock((block, { attachments }) => applyCode(proposals, block, attachments)),
    highlight: async ({ key, language, text }) => {
      post({ type: 'highlighted', key, runs: (await highlighter.runs(language, text)) ?? null });
    },
  };
}
