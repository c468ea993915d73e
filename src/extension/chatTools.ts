import * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import type { NewQuestion } from '../core/conversation/nextTurn.ts';
import type { ReplyLanguage } from '../core/conversation/prompts.ts';
import type { Session } from '../core/conversation/session.ts';
import { Highlighter } from '../core/highlight/highlighter.ts';
import type { Logger } from '../core/logger.ts';
import type { ChatController } from '../host/chat/chatController.ts';
import { type CodeTools, codeTools } from '../host/chat/codeTools.ts';
import type { Composer } from '../host/chat/composer.ts';
import type { ChatContext } from '../host/chat/chatContext.ts';
import { type DecideSecrets, SecretCheck } from '../host/chat/secretCheck.ts';
import type { SuggestionSources } from '../host/chat/suggestionHandlers.ts';
import { TurnButtons, type TurnButtonsOptions } from '../host/chat/turnButtons.ts';
import { type TurnPainter, turnView } from '../host/chat/turnView.ts';
import type { CommandTable } from '../host/commands/index.ts';
import { pickCode } from '../host/commands/pickCode.ts';
import { selectionCommands } from '../host/commands/selectionCommands.ts';
import type { UnsentQuestion } from '../host/commands/unsentQuestion.ts';
import { connectContext } from '../host/context/connectContext.ts';
import { contextNotice } from '../host/context/contextNotice.ts';
import type { Configuration } from '../host/configuration.ts';
import { acceptChange } from '../host/editing/acceptChange.ts';
import { Proposals } from '../host/editing/proposals.ts';
import { COMMANDS, SCHEMES } from '../host/ids.ts';
import { expandPrompt } from '../host/prompts/expandPrompt.ts';
import { managePrompts } from '../host/prompts/managePrompts.ts';
import { PromptLibrary } from '../host/prompts/promptLibrary.ts';
import { promptSuggestions } from '../host/prompts/promptSuggestions.ts';
import { unknownVariablesTeller } from '../host/prompts/unknownVariables.ts';
import type { Terminals } from '../host/terminal/terminals.ts';
import type { ChatToolCommandId } from './chatToolCommands.ts';
import type { ConnectedHistory } from './history.ts';
import { historyCommands } from './historyCommands.ts';
import type { ConnectedPricing } from './pricing.ts';

/** Dependencies of the chat tools. */
export interface ChatToolParts {
  readonly context: vscode.ExtensionContext;
  readonly configuration: Configuration;
  readonly conversations: ConnectedHistory;
  readonly session: Session;
  readonly composer: Composer;
  readonly chat: ChatController;
  readonly pricing: ConnectedPricing;
  readonly unsent: UnsentQuestion;
  readonly terminals: Terminals;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Parts of the chat and the editor needed only after a user action. A separate bundle, loaded on first use. */
export interface ChatTools {
  readonly commands: Pick<CommandTable, ChatToolCommandId>;
  /** Completions in the composer after `@` and `/`. */
  readonly suggestions: SuggestionSources;
  /** Actions on code blocks of answers. */
  readonly code: CodeTools;
  readonly context: ChatContext;
  readonly turnView: TurnPainter;
  readonly decideSecrets: DecideSecrets;
  /** Creates the handlers of the buttons below a question. */
  readonly turnButtons: (options: TurnButtonsOptions) => TurnButtons;
  /** Expands a question that may name a prompt; `undefined` when the user has to act first. */
  readonly expand: (question: NewQuestion) => Promise<NewQuestion | undefined>;
}

/** Connects the chat tools. */
export function connectChatTools(parts: ChatToolParts): ChatTools {
  const { context, configuration, conversations, session, composer, chat, pricing, unsent, clock, logger } = parts;
  const proposals = new Proposals();
  const highlighter = new Highlighter({ workerFile: context.asAbsolutePath('dist/highlighter.cjs'), clock, logger });
  context.subscriptions.push(
    ...Object.values(SCHEMES).map(scheme => vscode.workspace.registerTextDocumentContentProvider(scheme, proposals)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => proposals.forget(uri)),
    { dispose: () => void highlighter.close() },
  );
  const attaching = connectContext({
    session,
    composer,
    attach: each => chat.attach(each),
    actions: () => chat.contextActions(),
    clock,
    subscriptions: context.subscriptions,
  });
  const library = new PromptLibrary(
    vscode.Uri.joinPath(context.globalStorageUri, 'prompts'),
    () => vscode.workspace.isTrusted,
  );
  const replyLanguage = (): ReplyLanguage => configuration.get('wenxin.replyLanguage');
  const costText = pricing.costText(session);
  const onUnknownVariables = unknownVariablesTeller();
  const attachSelection = async (): Promise<void> => {
    const selection = vscode.window.activeTextEditor?.selection;
    if (composer.draft.attachments.length > 0 || selection === undefined || selection.isEmpty) return;
    const picked = await pickCode();
    if (picked) await chat.attach(picked.attachment);
  };
  return {
    suggestions: { '@': attaching.suggestions, '/': promptSuggestions({ library, clock, attachSelection }) },
    context: { handlers: attaching.handlers, notice: contextNotice },
    code: codeTools({
      session,
      highlighter,
      proposals,
      terminals: parts.terminals,
      post: message => chat.view.post(message),
      logger,
    }),
    decideSecrets: new SecretCheck().decide,
    turnView,
    turnButtons: options => new TurnButtons(options),
    expand: question => expandPrompt(question, { library, replyLanguage, costText, onUnknownVariables }),
    commands: {
      ...selectionCommands({
        ask: question => chat.ask(question),
        costText,
        replyLanguage,
        unsent,
        clock,
      }),
      ...historyCommands({ context, kept: conversations, session, chat, clock, logger }),
      [COMMANDS.addToChat]: async () => {
        const picked = await pickCode();
        if (picked) await chat.attach(picked.attachment);
      },
      [COMMANDS.acceptChange]: async place => {
        const proposed = proposals.meant(place);
        if (proposed) await acceptChange(proposals, proposed);
      },
      [COMMANDS.rejectChange]: async place => {
        const proposed = proposals.meant(place);
        if (proposed && proposals.get(proposed)) await proposals.close(proposed);
      },
      [COMMANDS.addFileToChat]: attaching.attachFiles,
      [COMMANDS.addTerminalToChat]: attaching.attachTerminal,
      [COMMANDS.managePrompts]: () => managePrompts(library, replyLanguage),
    },
  };
}
