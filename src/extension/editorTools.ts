import * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import type { NewQuestion } from '../core/conversation/nextTurn.ts';
import type { ReplyLanguage } from '../core/conversation/prompts.ts';
import type { Feature } from '../core/feature.ts';
import type { Logger } from '../core/logger.ts';
import { askOnce, type OneQuestionSettings, planned } from '../host/asking/askOnce.ts';
import type { OneQuestion } from '../host/asking/oneQuestion.ts';
import { SecretCheck } from '../host/chat/secretCheck.ts';
import { commitCommands } from '../host/commit/commitCommands.ts';
import type { CommandTable } from '../host/commands/index.ts';
import { UnsentQuestion } from '../host/commands/unsentQuestion.ts';
import type { Configuration } from '../host/configuration.ts';
import { functionLenses } from '../host/editing/functionLenses.ts';
import type { ProvideLenses } from '../host/editing/lensSwitch.ts';
import { editCommands } from '../host/edits/editCommands.ts';
import type { AnswerLimit } from '../host/edits/fitsAnswer.ts';
import { ShownEdits } from '../host/edits/shownEdits.ts';
import { costView } from '../host/spend/costView.ts';
import { terminalCommands } from '../host/terminal/terminalCommands.ts';
import type { Terminals } from '../host/terminal/terminals.ts';
import type { EditorToolCommandId } from './editorToolCommands.ts';
import type { ConnectedPricing } from './pricing.ts';
import type { ConnectedQianfan } from './qianfan.ts';

/** Dependencies of the editor tools. */
export interface EditorToolParts {
  readonly context: vscode.ExtensionContext;
  readonly configuration: Configuration;
  readonly qianfan: ConnectedQianfan;
  readonly pricing: ConnectedPricing;
  readonly terminals: Terminals;
  /** Sends a question in the chat. */
  readonly ask: (question: NewQuestion) => Promise<void>;
  readonly allowHost: (host: string) => Promise<boolean>;
  readonly enterPrice: (model: string) => Promise<boolean>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Parts for files, edits and terminals needed only after a user action. A separate bundle, loaded on first use. */
export interface EditorTools {
  readonly commands: Pick<CommandTable, EditorToolCommandId>;
  /** Provides the code lenses above functions. */
  readonly lenses: ProvideLenses;
}

/** Connects the editor tools. Each starts with a user action. */
export function connectEditorTools(parts: EditorToolParts): EditorTools {
  const { context, configuration, qianfan, pricing, ask, clock, logger } = parts;
  const settings = (feature: Feature): OneQuestionSettings => {
    const model = qianfan.modelFor(feature);
    const { contextTokens, maxOutputTokens, thinking } = qianfan.models.find(model);
    return {
      model,
      maxOutputTokens: configuration.get('wenxin.maxOutputTokens'),
      modelContextTokens: contextTokens,
      modelOutputTokens: maxOutputTokens,
      isThinking: thinking,
      temperature: configuration.get('wenxin.temperature') ?? undefined,
    };
  };
  const once = askOnce({
    backend: qianfan.backend,
    settings,
    workspace: vscode.workspace.name ?? '',
    decideSecrets: new SecretCheck().decide,
    costCheck: pricing.costCheck,
    allowHost: parts.allowHost,
    enterPrice: parts.enterPrice,
    clock,
    logger,
  });
  const { subscriptions } = context;
  const costText = (question: OneQuestion): string => costView(pricing.expect(planned(question, { settings }))).text;
  const answerLimit = (feature: Feature): AnswerLimit => {
    const { maxOutputTokens, modelOutputTokens = Infinity } = settings(feature);
    return { tokens: Math.min(maxOutputTokens, modelOutputTokens), isOwn: maxOutputTokens < modelOutputTokens };
  };
  const replyLanguage = (): ReplyLanguage => configuration.get('wenxin.replyLanguage');
  const trustsWorkspace = (): boolean => vscode.workspace.isTrusted;
  const unsent = new UnsentQuestion(context.workspaceState, clock, logger, 'unsentInstruction');
  return {
    lenses: functionLenses,
    commands: {
      ...editCommands({
        askOnce: once,
        ask,
        edits: new ShownEdits(),
        costText,
        answerLimit,
        unsent,
        replyLanguage,
        trustsWorkspace,
        subscriptions,
        clock,
      }),
      ...commitCommands({
        askOnce: once,
        configuration,
        isThinking: () => settings('commitMessage').isThinking,
        isLocalSide: context.extension.extensionKind === vscode.ExtensionKind.UI,
        clock,
        logger,
      }),
      ...terminalCommands({ terminals: parts.terminals, ask, replyLanguage }),
    },
  };
}
