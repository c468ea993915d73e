import { randomUUID } from 'node:crypto';
import { abortable } from '../../core/abortable.ts';
import type { ChatBackend } from '../../core/chat.ts';
import type { Clock } from '../../core/clock.ts';
import type { Consent } from '../../core/consent.ts';
import { newAnswer } from '../../core/conversation/answer.ts';
import type { Answer, Failure } from '../../core/conversation/conversation.ts';
import { Following } from '../../core/conversation/following.ts';
import { messagesOfOne } from '../../core/conversation/oneRequest.ts';
import type { PlannedRequest } from '../../core/conversation/plannedRequest.ts';
import { refuseTooLong } from '../../core/conversation/tooLong.ts';
import { describeError } from '../../core/errors.ts';
import type { Feature } from '../../core/feature.ts';
import type { Logger } from '../../core/logger.ts';
import type { CostCheck } from '../chat/costCheck.ts';
import type { DecideSecrets } from '../chat/secretCheck.ts';
import { consentOf, type FailureActionId, isAsking } from '../failures/failureActions.ts';
import type { AskOnce, OneQuestion } from './oneQuestion.ts';
import { showProgress } from './showProgress.ts';
import { tellFailure } from './tellFailure.ts';
import { tellNoAnswer } from './tellNoAnswer.ts';

/** Settings that are read again for every question. */
export interface OneQuestionSettings {
  readonly model: string;
  /** The user's limit for answers, in tokens. */
  readonly maxOutputTokens: number;
  /** The model's limits; `undefined` when unknown. */
  readonly modelContextTokens: number | undefined;
  readonly modelOutputTokens: number | undefined;
  /** The model reasons before it answers, for an unknown number of tokens. */
  readonly isThinking: boolean;
  readonly temperature: number | undefined;
}

export interface AskOnceOptions {
  readonly backend: ChatBackend;
  readonly settings: (feature: Feature) => OneQuestionSettings;
  /** Name of the workspace that usage is booked to. */
  readonly workspace: string;
  readonly decideSecrets: DecideSecrets;
  readonly costCheck: CostCheck;
  /** Asks whether the key may go to a host that it was not given for; true when the user agreed. */
  readonly allowHost: (host: string) => Promise<boolean>;
  /** Asks the user for a model's price; true when there is one now. */
  readonly enterPrice: (model: string) => Promise<boolean>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Used instead of a conversation id: what the user allows in one of these questions also applies to the window's later
 * ones.
 */
const SECRETS_OF = 'askOnce';

/** Creates the function that asks questions outside of the chat. */
export function askOnce(options: AskOnceOptions): AskOnce {
  const { decideSecrets, costCheck } = options;
  return async (question, { onText, signal = new AbortController().signal } = {}) => {
    const sent = signal.aborted ? undefined : await withoutUnwanted(decideSecrets, question);
    if (sent === undefined) return undefined;
    let heard = '';
    const hear = (text: string): void => {
      if (text !== heard) onText?.((heard = text));
    };
    for (let consent: Consent | undefined; ;) {
      // The caller may have aborted while a dialog was open.
      if (signal.aborted) return undefined;
      // A user who has agreed to an amount is not asked about it again.
      const isAgreed = consent?.allowance !== undefined;
      if (!isAgreed && !(await costCheck.decide(() => planned(sent, options)))) return undefined;
      if (signal.aborted) return undefined;
      const answer = await follow(sent, options, consent, hear, signal);
      const { state, failure } = answer;
      if (state === 'finished' && answer.text.trim() !== '') return { answer, sent };
      if (state === 'finished') tellNoAnswer(answer);
      if (state !== 'failed' || failure === undefined) return undefined;
      const action = await unlessAborted(tellFailure(sent.feature, answer, failure), signal);
      if (action === undefined || !(await mayGoOn(action, answer, failure, options))) return undefined;
      consent = isAsking(action) ? consentOf(action, failure) : undefined;
    }
  };
}

/** Does what the chosen action requires before the question can be asked again. */
async function mayGoOn(
  action: FailureActionId,
  { model }: Answer,
  { host = '' }: Failure,
  { allowHost, enterPrice }: AskOnceOptions,
): Promise<boolean> {
  if (action === 'allowHost') return allowHost(host);
  return action !== 'enterPrice' || enterPrice(model);
}

/** Stops waiting once `signal` aborts; the message stays on screen. */
async function unlessAborted<T>(told: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await abortable(told, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    return undefined;
  }
}

/** Masks secrets as the user decides; returns `undefined` when the user goes back. */
async function withoutUnwanted(decideSecrets: DecideSecrets, question: OneQuestion): Promise<OneQuestion | undefined> {
  const { feature, typed, prompt, attachments } = question;
  const decided = await decideSecrets({ feature, question: typed, prompt, attachments }, SECRETS_OF);
  return decided && { ...question, typed: decided.question, prompt: decided.prompt, attachments: decided.attachments };
}

/** Returns the request for a question under the current settings. */
export function planned(question: OneQuestion, { settings }: Pick<AskOnceOptions, 'settings'>): PlannedRequest {
  const { feature, system, earlier = [] } = question;
  const { model, maxOutputTokens, modelOutputTokens = maxOutputTokens, isThinking, temperature } = settings(feature);
  return {
    feature,
    model,
    messages: messagesOfOne(system, earlier, question),
    // A limit that fits the answer could be used up by the reasoning, which is billed even when no answer follows.
    maxOutputTokens: Math.min(isThinking ? Infinity : question.maxOutputTokens, maxOutputTokens, modelOutputTokens),
    ...(temperature !== undefined && { temperature }),
  };
}

async function follow(
  question: OneQuestion,
  options: AskOnceOptions,
  consent: Consent | undefined,
  hear: (text: string) => void,
  signal: AbortSignal,
): Promise<Answer> {
  const { backend, settings, workspace, clock, logger } = options;
  const { model, modelContextTokens } = settings(question.feature);
  const following: Following = new Following({
    backend,
    clock,
    begin: newAnswer(model),
    tell: answer => {
      progress.show(answer);
      hear(answer.text);
    },
    onRefresh: () => undefined,
    onError: error => logger.warn(`${question.title}: ${describeError(error)}`),
  });
  hear('');
  const progress = showProgress(question.title, clock, following);
  const stop = (): void => following.stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await following.run(() => {
      const request = planned(question, options);
      refuseTooLong(request.messages, modelContextTokens);
      return {
        questionId: randomUUID(),
        workspace,
        consumer: 'ask-wenxin',
        cause: 'user',
        ...request,
        ...(consent && { consent }),
        ...(question.fresh && { fresh: true }),
      };
    });
  } finally {
    signal.removeEventListener('abort', stop);
    progress.end();
  }
  return following.answer;
}
