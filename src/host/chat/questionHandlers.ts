import type { Session } from '../../core/conversation/session.ts';
import type { QuestionMessage } from '../../protocol/questionMessages.ts';
import type { Asker } from './asker.ts';
import type { Composer } from './composer.ts';
import type { DraftCost } from './draftCost.ts';
import type { HandlersOf } from './pageHandlers.ts';
import type { TurnButtons } from './turnButtons.ts';

interface QuestionHandling {
  readonly session: Session;
  readonly composer: Composer;
  readonly asker: Asker;
  /** Created on first use. */
  readonly buttons: () => TurnButtons;
  readonly cost: DraftCost;
}

/** Creates the handlers for questions and answers. */
export function questionHandlers(handling: QuestionHandling): HandlersOf<QuestionMessage> {
  const { session, composer, asker, buttons, cost } = handling;
  return {
    ask: ({ text }) => {
      if (asker.isBusy) return composer.add({ feature: 'chat', question: text, prompt: text, attachments: [] });
      composer.type(text);
      const { question } = composer;
      return asker.ask(question, () => composer.asked(question));
    },
    stop: () => session.stop(),
    draft: ({ text }) => {
      composer.type(text);
      cost.refresh();
    },
    failureAction: ({ turnId, actionId }) => buttons().onFailure(turnId, actionId),
    edit: ({ turnId, text }) => buttons().onEdit(turnId, text),
    showBranch: ({ turnId }) => buttons().onShowBranch(turnId),
    answerAction: ({ turnId, actionId }) => buttons().onAnswer(turnId, actionId),
    progressAction: ({ turnId, actionId }) => buttons().onProgress(turnId, actionId),
  };
}
