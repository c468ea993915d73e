import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { AnswerKeys } from '../../../src/core/cache/answerKey.ts';
import type { ChatMessage, ChatRequest, Endpoint } from '../../../src/core/chat.ts';
import { exampleEndpoint, exampleRequest } from '../../support/exampleRequest.ts';

const PUBLIC: Endpoint = { name: 'Qianfan', baseUrl: 'https://qianfan.baidubce.com/v2' };

/** Its digits are the promise that answers that were kept are found again: see `SCHEME` before changing them. */
const KEY_OF_EXAMPLE = '36aee5d873e7e3a900fdf87ac56becb3fae7b99471f00bec75427fb65ec4337e';

describe('AnswerKeys', () => {
  const keys = new AnswerKeys(({ account = 'default' }) => account);

  const keyOf = (changes: Partial<ChatRequest> = {}, endpoint = PUBLIC): string | undefined => {
    const request = exampleRequest(changes);
    return keys.of(request, endpoint, request.model);
  };

  it('is a SHA-256 in hex, the same in every process', () => assert.equal(keyOf(), KEY_OF_EXAMPLE));

  it('is made for the model that answered', () => {
    const request = exampleRequest();
    assert.equal(keys.of(request, PUBLIC, 'ernie-other'), keyOf({ model: 'ernie-other' }));
    assert.notEqual(keys.of(request, PUBLIC, 'ernie-other'), keyOf());
  });

  it('is missing when a key is checked', () => assert.equal(keyOf({ feature: 'keyCheck' }), undefined));

  it('is missing for a question with tools', () => {
    assert.equal(keyOf({ options: { tools: [{ name: 'clock' }] } }), undefined);
  });

  it('is missing for a conversation in which tools were called, also when none are offered any more', () => {
    const calling: ChatMessage = {
      role: 'assistant',
      content: '',
      toolCalls: [{ id: 'c', name: 'clock', arguments: '{}' }],
    };
    const question: ChatMessage = { role: 'user', content: '?' };
    assert.equal(keyOf({ messages: [question, calling] }), undefined);
    assert.equal(keyOf({ messages: [{ role: 'tool', content: '12:00', toolCallId: 'c' }, question] }), undefined);
    assert.notEqual(keyOf({ messages: [question, { ...calling, toolCalls: [] }, question] }), undefined);
  });

  it('does not distinguish options that are missing, undefined or none at all', () => {
    const unset = { temperature: undefined, options: { seed: undefined, thinking: undefined } };
    assert.equal(keyOf(unset as unknown as Partial<ChatRequest>), keyOf());
    assert.equal(keyOf({ options: {} }), keyOf());
  });

  it('distinguishes 0 from nothing', () => assert.notEqual(keyOf({ temperature: 0 }), keyOf()));

  it('does not mind the order of keys in a schema', () => {
    const key = (schema: Record<string, unknown>): string | undefined =>
      keyOf({ options: { responseFormat: { name: 'person', schema } } });
    assert.equal(
      key({ type: 'object', properties: { name: { type: 'string' }, age: { type: 'integer' } } }),
      key({ properties: { age: { type: 'integer' }, name: { type: 'string' } }, type: 'object' }),
    );
    assert.notEqual(key({ enum: ['a', 'b'] }), key({ enum: ['b', 'a'] }));
  });

  it('does not mind the order of fields in a message', () => {
    assert.equal(
      keyOf({ messages: [{ role: 'user', content: 'a' }] }),
      keyOf({ messages: [{ content: 'a', role: 'user' }] }),
    );
  });

  it('distinguishes what no UTF-8 can hold', () => {
    const key = (content: string): string | undefined => keyOf({ messages: [{ role: 'user', content }] });
    assert.equal(new Set(['\ud800', '\udc00', '\ufffd'].map(key)).size, 3);
  });

  describe('of an endpoint', () => {
    const keyAt = (baseUrl: string, api?: 'v1' | 'v2'): string | undefined =>
      keyOf({}, { name: 'any', baseUrl, ...(api && { api }) });

    it('is the same at all addresses of the public service', () => {
      assert.equal(keyAt('https://qianfan.bj.baidubce.com/v2'), keyOf());
    });

    it('is another one for each protocol', () => {
      assert.notEqual(keyAt(PUBLIC.baseUrl, 'v1'), keyOf());
      assert.equal(keyAt(PUBLIC.baseUrl, 'v2'), keyOf());
    });

    it('is another one for each other host and path', () => {
      const addresses = [
        'https://one.test/v2',
        'https://two.test/v2',
        'https://one.test/v3',
        'https://one.test:8443/v2',
      ];
      assert.equal(new Set([keyOf(), ...addresses.map(address => keyAt(address))]).size, 5);
    });

    it('is not that of the public service where anybody can answer in its place', () => {
      const imposters = ['http://qianfan.baidubce.com/v2', 'https://qianfan.baidubce.com.one.test/v2'];
      assert.equal(new Set([keyOf(), ...imposters.map(address => keyAt(address))]).size, 3);
    });

    it('does not depend on how an address is written', () => {
      const spellings = ['https://one.test/v2', 'https://ONE.test:443/v2//', 'https://one.test/a/../v2#top'];
      assert.equal(new Set(spellings.map(address => keyAt(address))).size, 1);
    });

    it('exists for what is no address', () => assert.notEqual(keyAt('nonsense'), keyAt('other nonsense')));
  });

  it('is never the same for two different questions, however their parts are cut', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('', '"', '","', '],[', '\\', '\n', '0', 'null', '\ud800'),
      maxLength: 2,
    });
    const plain = { noNullPrototype: true };
    const message: fc.Arbitrary<ChatMessage> = fc.record(
      { role: fc.constantFrom('system', 'user', 'assistant'), content: nasty },
      plain,
    );
    const question = fc.record(
      {
        account: nasty,
        model: nasty,
        maxOutputTokens: fc.constantFrom(1, 10),
        temperature: fc.constantFrom(undefined, 0, 1),
        stop: fc.option(fc.array(nasty, { maxLength: 2 }), { nil: undefined }),
        messages: fc.array(message, { maxLength: 2 }),
      },
      plain,
    );
    type Question = typeof question extends fc.Arbitrary<infer Value> ? Value : never;
    const key = ({ account, temperature, stop, ...rest }: Question): string | undefined =>
      keyOf(
        { ...rest, ...(temperature !== undefined && { temperature }), ...(stop && { options: { stop } }) },
        { ...exampleEndpoint, account },
      );
    fc.assert(
      fc.property(question, question, (one, other) => {
        assert.equal(key(one) === key(other), isDeepStrictEqual(one, other));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never the same for a text that is cut into messages in two ways', () => {
    const places = fc.uniqueArray(fc.integer({ min: 0, max: 8 }), { maxLength: 3 });
    fc.assert(
      fc.property(places, places, (one, other) => {
        assert.equal(keyOf(cut(one)) === keyOf(cut(other)), isDeepStrictEqual(cut(one), cut(other)));
      }),
    );
  });
});

/** A text of which all pieces look like others, cut at these places. */
function cut(places: readonly number[]): Pick<ChatRequest, 'messages'> {
  const text = 'ab","ab"';
  const edges = [0, ...places.toSorted((one, other) => one - other), text.length];
  return {
    messages: edges.slice(1).map((edge, index) => ({ role: 'user', content: text.slice(edges[index], edge) })),
  };
}
