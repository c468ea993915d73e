import { randomUUID } from 'node:crypto';
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
import type { SecretCheck } from '../chat/secretCheck.ts';
import { consentOf, isAsking } from '../failures/failureActions.ts';
import type { AskOnce, OneQuestion } from './oneQuestion.ts';
import { showProgress } from './showProgress.ts';
import { tellEnd } from './tellEnd.ts';

/** What is read anew for every question. */
export interface OneQuestionSettings {
  readonly model: string;
  /** What the person lets answers have at most. */
  readonly maxOutputTokens: number;
  /** What the model takes and gives at most; `undefined` when unknown. */
  readonly modelContextTokens: number | undefined;
  readonly modelOutputTokens: number | undefined;
  readonly temperature: number | undefined;
}

export interface AskOnceOptions {
  readonly backend: ChatBackend;
  readonly settings: (feature: Feature) => OneQuestionSettings;
  /** Name of the workspace that questions are booked to. */
  readonly workspace: string;
  readonly secretCheck: SecretCheck;
  readonly costCheck: CostCheck;
  /** Lets the key go to a host it was not given for; true when the person agreed. */
  readonly allowHost: (host: string) => Promise<boolean>;
  /** Has the person enter the price of a model; true when there is one now. */
  readonly enterPrice: (model: string) => Promise<boolean>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What a person allowed in one window's questions holds for the others. */
const SECRETS_OF = 'askOnce';

/** Makes the one way in which questions outside of the chat are asked. */
export function askOnce(options: AskOnceOptions): AskOnce {
  const { secretCheck, costCheck, allowHost, enterPrice } = options;
  return async (question, { onText, signal } = {}) => {
    const sent = await withoutUnwanted(secretCheck, question);
    if (sent === undefined || !(await costCheck.decide(() => planned(sent, options)))) return undefined;
    let consent: Consent | undefined;
    for (;;) {
      const answer = await follow(sent, options, consent, onText, signal);
      const action = await tellEnd(answer);
      if (action === undefined)
        return answer.state === 'finished' && answer.text.trim() !== '' ? { answer, sent } : undefined;
      const failure: Failure = answer.failure ?? { kind: 'unexpected' };
      if (action === 'allowHost' && !(await allowHost(failure.host ?? ''))) return undefined;
      if (action === 'enterPrice' && !(await enterPrice(answer.model))) return undefined;
      consent = isAsking(action) ? consentOf(action, failure) : undefined;
    }
  };
}

/** The question with its secrets masked where the person wants that; `undefined` when they go back. */
async function withoutUnwanted(secretCheck: SecretCheck, question: OneQuestion): Promise<OneQuestion | undefined> {
  const { feature, typed, prompt, attachments } = question;
  const decided = await secretCheck.decide({ feature, question: typed, prompt, attachments }, SECRETS_OF);
  return decided && { ...question, typed: decided.question, prompt: decided.prompt, attachments: decided.attachments };
}

function planned(question: OneQuestion, { settings }: AskOnceOptions): PlannedRequest {
  const { feature, system, earlier = [] } = question;
  const { model, maxOutputTokens, modelOutputTokens = maxOutputTokens, temperature } = settings(feature);
  return {
    feature,
    model,
    messages: messagesOfOne(system, earlier, question),
    maxOutputTokens: Math.min(question.maxOutputTokens, maxOutputTokens, modelOutputTokens),
    ...(temperature !== undefined && { temperature }),
  };
}

async function follow(
  question: OneQuestion,
  options: AskOnceOptions,
  consent: Consent | undefined,
  onText: ((text: string) => void) | undefined,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const { backend, settings, workspace, clock, logger } = options;
  const { model, modelContextTokens } = settings(question.feature);
  const progress = showProgress(question.title, clock, () => following);
  const following = new Following({
    backend,
    clock,
    begin: newAnswer(model),
    tell: (answer, delta) => {
      progress.show(answer);
      if (answer.text !== '' && delta?.text !== '') onText?.(answer.text);
    },
    onRefresh: () => undefined,
    onError: error => logger.warn(`${question.title}: ${describeError(error)}`),
  });
  const stop = (): void => following.stop();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();
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
    signal?.removeEventListener('abort', stop);
    progress.end();
  }
  return following.answer;
}
