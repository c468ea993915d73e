import assert from 'node:assert/strict';
import type { AnswerOptions } from '../../../src/core/answerOptions.ts';
import { AnswerKeys } from '../../../src/core/cache/answerKey.ts';
import type { ChatMessage, ChatRequest, Endpoint } from '../../../src/core/chat.ts';
import { PRIORITY } from '../../../src/core/priority.ts';
import { Urgency } from '../../../src/core/urgency.ts';
import { exampleRequest } from '../../support/exampleRequest.ts';

/** The effect of a field on the key, and a value that differs from the example's. */
interface Verdict<Value> {
  readonly is: 'in' | 'out' | 'no key';
  readonly because: string;
  readonly other: Value;
}

/** A verdict for every field, so that a new field does not compile without one. */
type Verdicts<T> = { readonly [Field in keyof Required<T>]: Verdict<Required<T>[Field]> };

type FieldsOf<Union> = Union extends unknown ? keyof Union : never;

type Changed = (field: string, other: unknown) => string | undefined;

const WORDS = { in: 'minds', out: 'does not mind', 'no key': 'is missing with' };

function into<Value>(because: string, other: Value): Verdict<Value> {
  return { is: 'in', because, other };
}

function out<Value>(because: string, other: Value): Verdict<Value> {
  return { is: 'out', because, other };
}

function withoutKey<Value>(because: string, other: Value): Verdict<Value> {
  return { is: 'no key', because, other };
}

const PUBLIC: Endpoint = { name: 'Qianfan', baseUrl: 'https://qianfan.baidubce.com/v2' };

describe('AnswerKeys', () => {
  const keys = new AnswerKeys(({ account = 'default' }) => account);

  const keyOf = (changes: Partial<ChatRequest> = {}, endpoint = PUBLIC): string | undefined => {
    const request = exampleRequest(changes);
    return keys.of(request, endpoint, request.model);
  };

  const REQUEST: Verdicts<ChatRequest> = {
    questionId: out('it is another one each time', 'question-2'),
    feature: out('the messages say all that the model hears of it', 'explain'),
    workspace: out('it only says where the question is booked', 'elsewhere'),
    consumer: out('it only says who asks', 'another.extension'),
    cause: out('it only says how urgent the question is', 'batch'),
    batch: out('it only says who pays', 'batch-1'),
    model: into('another model says something else', 'ernie-other'),
    messages: into('they are the question', [{ role: 'user', content: '再见' }]),
    maxOutputTokens: into('callers who share a running request want the same limit', 2_000),
    temperature: into('it changes how the model chooses its words', 0.1),
    options: into('each is something the model is asked for', { seed: 1 }),
    consent: out('it only says what the person agreed to', { probe: true }),
    fresh: out('the new answer takes the place of the old one', true),
    isPart: withoutKey('it is no answer without what it goes on with', true),
    urgency: out('it only says how urgent the question is', new Urgency(PRIORITY.batch)),
    onBooked: out('it only listens', () => undefined),
    onSettle: out('it only writes down what it came to', () => undefined),
    onSlow: out('it only listens', () => undefined),
    onAttemptFailed: out('it only listens', () => undefined),
    onFresher: out('it only listens', () => undefined),
  };
  const OPTIONS: Verdicts<AnswerOptions> = {
    webSearch: into('pages change the answer', true),
    responseFormat: into('it shapes the answer', 'json_object'),
    thinking: into('a model that thinks finds something else', { enabled: true }),
    tools: withoutKey('the answer is only a step, and tools change the world', [{ name: 'clock' }]),
    toolChoice: into('it is sent', 'none'),
    stop: into('it ends the answer', ['。']),
    seed: into('it decides what chance decides', 7),
    penaltyScore: into('it changes how the model chooses its words', 1.5),
  };
  const ENDPOINT: Verdicts<Endpoint> = {
    name: out('the person calls it as they like', 'another name'),
    baseUrl: into('another host has other models', 'https://one.test/v2'),
    api: into('the protocols do not say the same to the model', 'v1'),
    appId: out('it only says where the usage is booked', 'app-1'),
    account: into('a model can be the account’s own, and who may read its answers is its matter', 'work'),
  };
  const CALL = { id: 'call-1', name: 'clock', arguments: '{}' };
  const MESSAGE: { readonly [Field in FieldsOf<ChatMessage>]: Verdict<readonly [ChatMessage, ChatMessage]> } = {
    role: into('the model minds who said it', [
      { role: 'user', content: 'a' },
      { role: 'system', content: 'a' },
    ]),
    content: into('it is what was said', [
      { role: 'user', content: 'a' },
      { role: 'user', content: 'b' },
    ]),
    toolCalls: withoutKey('no other conversation has the ids of its calls', [
      { role: 'assistant', content: 'a', toolCalls: [CALL] },
      { role: 'user', content: 'a' },
    ]),
    toolCallId: withoutKey('what tools found is not to be kept', [
      { role: 'tool', content: 'a', toolCallId: 'call-1' },
      { role: 'user', content: 'a' },
    ]),
  };

  each('question', REQUEST, (field, other) => keyOf({ [field]: other }));
  each('option', OPTIONS, (field, other) => keyOf({ options: { [field]: other } }));
  each('endpoint', ENDPOINT, (field, other) => keyOf({}, { ...PUBLIC, [field]: other }));
  for (const [field, { is, other, because }] of Object.entries(MESSAGE)) {
    it(`${WORDS[is]} a message's ${field}: ${because}`, () => {
      const [one, another] = other.map(message => keyOf({ messages: [message, { role: 'user', content: 'c' }] }));
      assert.notEqual(one, another);
      assert.equal(one === undefined, is === 'no key');
    });
  }

  /** Tests each field with its other value. */
  function each<T extends object>(what: string, verdicts: Verdicts<T>, key: Changed): void {
    for (const [field, { is, because, other }] of Object.entries<Verdict<unknown>>(verdicts)) {
      it(`${WORDS[is]} the ${what}'s ${field}: ${because}`, () => {
        const changed = key(field, other);
        if (is === 'no key') assert.equal(changed, undefined);
        else if (is === 'in') assert.notEqual(changed, keyOf());
        else assert.equal(changed, keyOf());
      });
    }
  }
});
