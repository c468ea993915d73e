import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Session } from '../../core/conversation/session.ts';
import type { ContextMessage } from '../../protocol/contextMessages.ts';
import { COMMANDS } from '../ids.ts';
import type { Composer } from '../chat/composer.ts';
import { draftFeature } from '../chat/draftFeature.ts';
import type { ContextActionId } from '../chat/contextView.ts';
import type { HandlersOf } from '../chat/pageHandlers.ts';
import type { ContextTools } from './contextTools.ts';

interface ContextHandling {
  readonly session: Session;
  readonly composer: Composer;
  /** Returns the actions for the length of the question. */
  readonly actions: () => readonly ContextActionId[];
  readonly tools: ContextTools;
}

/** Creates the handlers that attach, show and remove context. */
export function contextHandlers({ session, composer, actions, tools }: ContextHandling): HandlersOf<ContextMessage> {
  return {
    attach: () => tools.pick(),
    drop: ({ uris }) => tools.takeDropped(uris),
    dropText: ({ name, text }) => tools.takeText(name, text),
    dropRefused: ({ name }) => {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('“{name}” cannot be attached: it is a folder, or larger than {size} MB.', { name, size: 1 }),
      );
    },
    paste: ({ text }) => {
      if (text.trim() === '') return;
      const endLine = text.replace(/\n$/, '').split('\n').length;
      composer.attach({ id: randomUUID(), kind: 'pasted', path: '', languageId: '', startLine: 1, endLine, text });
    },
    openAttachment: async ({ attachmentId }) => {
      const all = [composer.draft, ...session.conversation.turns].flatMap(({ attachments }) => attachments);
      const attachment = all.find(({ id }) => id === attachmentId);
      if (attachment !== undefined) await tools.open(attachment);
    },
    removeAttachment: ({ attachmentId }) => composer.remove(attachmentId),
    previewPrompt: () => tools.preview(),
    contextAction: async ({ actionId }) => {
      switch (actions().find(id => id === actionId)) {
        case undefined:
          return;
        case 'newChat':
          return session.startNew();
        case 'chooseContext':
          return tools.choose();
        case 'sendEarlier':
          return composer.sendEarlier(undefined);
        case 'selectModel':
          await vscode.commands.executeCommand(COMMANDS.selectModel, draftFeature(composer.question));
      }
    },
  };
}
