import assert from 'node:assert/strict';
import type { Booking } from '../../src/core/booking.ts';
import type { ChatEvent, ChatRequest } from '../../src/core/chat.ts';
import { WenxinError } from '../../src/core/errors.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { askOnce, type OneQuestionSettings } from '../../src/host/asking/askOnce.ts';
import type { OneAnswer, OneQuestion } from '../../src/host/asking/oneQuestion.ts';
import { CostCheck } from '../../src/host/chat/costCheck.ts';
import { SecretCheck } from '../../src/host/chat/secretCheck.ts';
import type { Expectation } from '../../src/host/spend/expectation.ts';
import { ScriptedBackend, type Step } from '../support/scriptedBackend.ts';
import { VirtualClock } from '../support/virtualClock.ts';
import { expectation } from './expectations.ts';
import type { Person } from './person.ts';

export const QUESTION: OneQuestion = {
  feature: 'edit',
  title: 'Editing cart.ts',
  system: 'You change code.',
  typed: 'make it shorter',
  prompt: 'Change the code: make it shorter',
  attachments: [{ id: 'a', path: 'cart.ts', languageId: 'typescript', startLine: 3, endLine: 3, text: 'let a = 1;' }],
  maxOutputTokens: 500,
};

const SETTINGS: OneQuestionSettings = {
  model: 'ernie-5.1',
  maxOutputTokens: 4_096,
  modelOutputTokens: 65_536,
  modelContextTokens: 131_072,
  isThinking: false,
  temperature: undefined,
};

/** The progress that the user sees while the question is asked. */
export const PROGRESS = 'progress (cancellable): Editing cart.ts';
export const DONE: ChatEvent = { type: 'done', finish: 'stop' };
export const HANGS: Step = { type: 'hang' };
export const text = (part: string): ChatEvent => ({ type: 'text', text: part });
export const fails = (...given: ConstructorParameters<typeof WenxinError>): Step => ({
  type: 'throw',
  error: new WenxinError(...given),
});

/** Steps of the service for one question; functions among them receive the request. */
export type Script = readonly (Step | ((request: ChatRequest) => void))[];

/** Creates an `askOnce` whose service plays one script per request. */
export function askOnceStage({
  scripts = [[text('shorter'), DONE]],
  cost = 'free',
}: { readonly scripts?: readonly Script[]; readonly cost?: Expectation['cost'] } = {}) {
  const clock = new VirtualClock();
  const left = [...scripts];
  const service = new ScriptedBackend<ChatRequest>(request => {
    const script = left.shift() ?? assert.fail('asked once more');
    return script.flatMap(step => (typeof step === 'function' ? (step(request), []) : step));
  });
  let settings = SETTINGS;
  let expected = cost;
  const allowed: string[] = [];
  const ask = askOnce({
    backend: service.backend,
    settings: () => settings,
    workspace: 'demo',
    decideSecrets: new SecretCheck().decide,
    costCheck: new CostCheck(
      () => expectation({ cost: expected }),
      () => 1e9,
    ),
    allowHost: host => Promise.resolve(allowed.push(host) > 0),
    enterPrice: () => Promise.resolve(true),
    clock,
    logger: silentLogger,
  });
  const heard: string[] = [];
  const onText = (soFar: string): void => void heard.push(soFar);
  return {
    ask: (change: Partial<OneQuestion> = {}, signal?: AbortSignal) =>
      ask({ ...QUESTION, ...change }, { onText, ...(signal && { signal }) }),
    /** Asks with `person` present; `meanwhile` runs once the question is under way. */
    askBefore: async (person: Person, change: Partial<OneQuestion> = {}, meanwhile?: () => Promise<void> | void) => {
      let answered: OneAnswer | undefined;
      await person.during(async () => {
        const asking = ask({ ...QUESTION, ...change }, { onText });
        await clock.advance(0);
        await meanwhile?.();
        answered = await asking;
      });
      return answered;
    },
    service,
    clock,
    heard,
    allowed,
    set: (change: Partial<OneQuestionSettings>) => (settings = { ...settings, ...change }),
    costsNow: (now: Expectation['cost']) => (expected = now),
  };
}

/** Returns a step that books the cost of the attempt. */
export const booked =
  (outcome: Booking['outcome']) =>
  ({ questionId, model, onBooked }: ChatRequest): void =>
    onBooked?.({
      questionId,
      model,
      endpoint: 'test',
      usage: { inputTokens: 10, cachedInputTokens: 0, outputTokens: 5, reasoningTokens: 0 },
      source: 'usage',
      amountNanoYuan: 1_230_000,
      outcome,
      totalMs: 1,
    });
