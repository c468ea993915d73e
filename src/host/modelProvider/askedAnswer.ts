import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Booking, Usage } from '../../core/booking.ts';
import type { ChatRequest, ToolCall } from '../../core/chat.ts';
import { CHAT_CONSUMER, VSCODE_CONSUMER } from '../consumer.ts';
import { failed, newAnswer, withBooking, withEvent } from '../../core/conversation/answer.ts';
import type { Answer } from '../../core/conversation/conversation.ts';
import { refuseTooLong } from '../../core/conversation/tooLong.ts';
import { describeError } from '../../core/errors.ts';
import { PRIORITY } from '../../core/priority.ts';
import { Urgency } from '../../core/urgency.ts';
import { withWholeCalls } from '../../core/tools/wholeCalls.ts';
import { consumerLabel } from '../spend/attributionWords.ts';
import { AnswerParts } from './answerParts.ts';
import { answerSettings } from './answerSettings.ts';
import { type Asker, askerOf } from './asker.ts';
import { chatMessages, holdsMoreThanText } from './chatMessages.ts';
import { failureText } from './failureText.ts';
import type { AskedMessage } from './messagePart.ts';
import { providerError } from './providerError.ts';
import { cutText, unreadableCallText } from './unwholeText.ts';
import type { ProviderSettings, WenxinModelsOptions } from './wenxinModelsOptions.ts';

/** A request from VS Code's chat or another extension. */
interface Asked {
  readonly model: string;
  readonly messages: readonly AskedMessage[];
  readonly options: vscode.ProvideLanguageModelChatResponseOptions;
  readonly progress: vscode.Progress<vscode.LanguageModelResponsePart>;
}

/** A finished answer, with the parts that are reported only at the end. */
interface Ended {
  readonly answer: Answer;
  readonly calls: readonly ToolCall[];
  readonly usage: Usage | undefined;
}

/**
 * Answers a request from another extension part by part. Throws the error that VS Code shows for a failure. A truncated
 * answer throws too, because there is no other way to signal it.
 */
export async function askedAnswer(asked: Asked, options: WenxinModelsOptions, signal: AbortSignal): Promise<void> {
  const asker = askerOf(asked.options);
  if (holdsMoreThanText(asked.messages)) throw providerError(moreThanText(), 'invalid', asker);
  if (!(await isDecided(asked, asker, options, signal))) throw providerError(undecidedText(), 'budget', asker);
  if (!asker.isVSCode && !(await isAllowed(asked, asker, options, signal))) {
    throw providerError(deniedText(asker), 'paused', asker);
  }
  const limits = settingsNow(asked, asker, options);
  const known = options.models.find(asked.model);
  const { isOwnLimit, ...settings } = answerSettings(
    { ...asked.options, mustCallTool: asked.options.toolMode === vscode.LanguageModelChatToolMode.Required },
    {
      maxOutputTokens: Math.min(known.maxOutputTokens ?? Infinity, limits.maxOutputTokens),
      temperature: limits.temperature,
    },
  );
  const tools = settings.options?.tools ?? [];
  const parts = new AnswerParts(asked.progress, tools);
  const request = { ...requestOf(asked, asker, options.workspace), ...settings };
  const isModelLimit = known.maxOutputTokens === request.maxOutputTokens;
  const { answer, calls, usage } = await toItsEnd(request, asker, parts, { ...options, isModelLimit }, signal);
  const cut = cutText(answer, isOwnLimit && answer.limited === undefined, options.priceOf);
  if (cut !== undefined) throw providerError(cut, answer.finish === 'length' ? undefined : 'unsafe', asker);
  const broken = parts.calls(calls);
  if (broken !== undefined) throw providerError(unreadableCallText(broken.name, answer), undefined, asker);
  if (usage !== undefined && asker.consumer === CHAT_CONSUMER) parts.usage(usage);
}

/** Returns whether the user has decided on a daily limit for other extensions, asking if necessary. */
async function isDecided(
  { model }: Asked,
  asker: Asker,
  { cap, logger, clock }: WenxinModelsOptions,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    // Users do not know VS Code's background helpers, so ask in the name of VS Code.
    return await cap.isDecided(asker.isBackground ? VSCODE_CONSUMER : asker.consumer, model, signal);
  } catch (error) {
    if (signal.aborted) throw new vscode.CancellationError();
    logger.warn(`Nothing is sent for ${asker.consumer}: ${describeError(error)}`);
    throw errorOf(failed(newAnswer(model), error, clock.now()), asker);
  }
}

/** Reads the settings; throws the error that VS Code shows when they are invalid. */
function settingsNow({ model }: Asked, asker: Asker, { settings, clock }: WenxinModelsOptions): ProviderSettings {
  try {
    return settings();
  } catch (error) {
    throw errorOf(failed(newAnswer(model), error, clock.now()), asker);
  }
}

/** Returns whether the user lets the extension use the key, asking if necessary. */
async function isAllowed(
  { model }: Asked,
  { consumer }: Asker,
  { consent }: WenxinModelsOptions,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    return await consent.mayUse(consumer, model, signal);
  } catch (error) {
    if (signal.aborted) throw new vscode.CancellationError();
    throw error;
  }
}

function requestOf(
  { model, messages }: Asked,
  { consumer, isBackground }: Asker,
  workspace: string,
): Omit<ChatRequest, 'maxOutputTokens'> {
  return {
    questionId: randomUUID(),
    feature: 'modelProvider',
    workspace,
    consumer,
    cause: 'user',
    model,
    messages: chatMessages(messages),
    ...(isBackground && { urgency: new Urgency(PRIORITY.background) }),
  };
}

/** Reports text and reasoning as they arrive. Throws the error that VS Code shows, or `CancellationError`. */
async function toItsEnd(
  request: ChatRequest,
  asker: Asker,
  parts: AnswerParts,
  { backend, models, clock, logger, isModelLimit }: WenxinModelsOptions & { readonly isModelLimit: boolean },
  signal: AbortSignal,
): Promise<Ended> {
  const calls: ToolCall[] = [];
  let answer: Answer = { ...newAnswer(request.model), ...(isModelLimit && { isModelLimit: true }) };
  let usage: Usage | undefined;
  const onBooked = (booking: Booking): void => void (answer = withBooking(answer, booking));
  try {
    refuseTooLong(request.messages, models.find(request.model).contextTokens, request.options?.tools);
    for await (const event of withWholeCalls(backend({ ...request, onBooked }, signal))) {
      if (event.type === 'call') {
        calls.push(event.call);
        continue;
      }
      answer = withEvent(answer, event, clock.now());
      if (event.type === 'done') usage = event.usage;
      if (answer.safety === 'withdrawn') continue;
      if (event.type === 'text') parts.text(event.text);
      if (event.type === 'reasoning') parts.reasoning(event.text);
    }
  } catch (error) {
    if (signal.aborted) throw new vscode.CancellationError();
    logger.warn(`The request of ${request.consumer} failed: ${describeError(error)}`);
    throw errorOf(failed(answer, error, clock.now()), asker);
  }
  return { answer, calls, usage };
}

function errorOf(answer: Answer, asker: Asker): Error {
  const failure = answer.failure ?? { kind: 'unexpected' };
  return providerError(failureText(failure, answer), failure.kind, asker);
}

function moreThanText(): string {
  return vscode.l10n.t(
    'The question contains an image or another file, but these models are sent text only. Nothing was sent. Remove it, then ask again.',
  );
}

function undecidedText(): string {
  return vscode.l10n.t(
    'No daily budget is set yet for other chats and extensions, so nothing was sent or charged. Ask again to choose one, or run “{command}” in the Command Palette.',
    { command: vscode.l10n.t('Set Budget...') },
  );
}

function deniedText({ consumer }: Asker): string {
  return vscode.l10n.t(
    'Nothing was sent or charged: you have not let “{consumer}” use your key. To allow it, run “{command}” in the Command Palette.',
    { consumer: consumerLabel(consumer), command: vscode.l10n.t('Manage Access of Other Extensions...') },
  );
}
