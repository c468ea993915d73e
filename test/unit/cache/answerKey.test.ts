import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { AnswerKeys } from '../../../src/core/cache/answerKey.ts';
import type { ChatMessage, ChatRequest, Endpoint } from '../../../src/core/chat.ts';
import { exampleEndpoint, exampleRequest } from '../../support/exampleRequest.ts';

const PUBLIC: Endpoint = { name: 'Qianfan', baseUrl: 'https://qianfan.baidubce.com/v2' };

/** A change of this value makes all cached answers unreachable: see `SCHEME` before changing it. */
const KEY_OF_EXAMPLE = '36aee5d873e7e3a900fdf87ac56becb3fae7b99471f00bec75427fb65ec4337e';

describe('An answer key', () => {
  const keys = new AnswerKeys(({ account = 'default' }) => account);

  const keyOf = (changes: Partial<ChatRequest> = {}, endpoint = PUBLIC): string | undefined => {
    const request = exampleRequest(changes);
    return keys.of(request, endpoint, request.model);
  };

  it('is a SHA-256 in hex that is the same in every process', () => assert.equal(keyOf(), KEY_OF_EXAMPLE));

  it('depends on the model that answered', () => {
    const request = exampleRequest();
    assert.equal(keys.of(request, PUBLIC, 'ernie-other'), keyOf({ model: 'ernie-other' }));
    assert.notEqual(keys.of(request, PUBLIC, 'ernie-other'), keyOf());
  });

  it('is missing for a credential check', () => assert.equal(keyOf({ feature: 'keyCheck' }), undefined));

  it('is missing for a question with tools', () => {
    assert.equal(keyOf({ options: { tools: [{ name: 'clock' }] } }), undefined);
  });

  it('is missing for a conversation with tool calls, even when no tools are offered any more', () => {
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

  it('does not distinguish missing, undefined and empty options', () => {
    const unset = { temperature: undefined, options: { seed: undefined, thinking: undefined } };
    assert.equal(keyOf(unset as unknown as Partial<ChatRequest>), keyOf());
    assert.equal(keyOf({ options: {} }), keyOf());
  });

  it('distinguishes 0 from a missing value', () => assert.notEqual(keyOf({ temperature: 0 }), keyOf()));

  it('does not depend on the order of keys in a schema', () => {
    const key = (schema: Record<string, unknown>): string | undefined =>
      keyOf({ options: { responseFormat: { name: 'person', schema } } });
    assert.equal(
      key({ type: 'object', properties: { name: { type: 'string' }, age: { type: 'integer' } } }),
      key({ properties: { age: { type: 'integer' }, name: { type: 'string' } }, type: 'object' }),
    );
    assert.notEqual(key({ enum: ['a', 'b'] }), key({ enum: ['b', 'a'] }));
  });

  it('does not depend on the order of fields in a message', () => {
    assert.equal(
      keyOf({ messages: [{ role: 'user', content: 'a' }] }),
      keyOf({ messages: [{ content: 'a', role: 'user' }] }),
    );
  });

  it('distinguishes lone surrogates', () => {
    const key = (content: string): string | undefined => keyOf({ messages: [{ role: 'user', content }] });
    assert.equal(new Set(['\ud800', '\udc00', '\ufffd'].map(key)).size, 3);
  });

  describe('for an endpoint', () => {
    const keyAt = (baseUrl: string, api?: 'v1' | 'v2'): string | undefined =>
      keyOf({}, { name: 'any', baseUrl, ...(api && { api }) });

    it('is the same at all addresses of the public service', () => {
      assert.equal(keyAt('https://qianfan.bj.baidubce.com/v2'), keyOf());
    });

    it('differs by protocol', () => {
      assert.notEqual(keyAt(PUBLIC.baseUrl, 'v1'), keyOf());
      assert.equal(keyAt(PUBLIC.baseUrl, 'v2'), keyOf());
    });

    it('differs by host, port and path', () => {
      const addresses = [
        'https://one.test/v2',
        'https://two.test/v2',
        'https://one.test/v3',
        'https://one.test:8443/v2',
      ];
      assert.equal(new Set([keyOf(), ...addresses.map(address => keyAt(address))]).size, 5);
    });

    it('differs from that of the public service when the address can be impersonated', () => {
      const imposters = ['http://qianfan.baidubce.com/v2', 'https://qianfan.baidubce.com.one.test/v2'];
      assert.equal(new Set([keyOf(), ...imposters.map(address => keyAt(address))]).size, 3);
    });

    it('does not depend on the spelling of an address', () => {
      const spellings = ['https://one.test/v2', 'https://ONE.test:443/v2//', 'https://one.test/a/../v2#top'];
      assert.equal(new Set(spellings.map(address => keyAt(address))).size, 1);
    });

    it('exists for an invalid address', () => assert.notEqual(keyAt('nonsense'), keyAt('other nonsense')));
  });

  it('is never the same for two different requests, however their parts are split', () => {
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

  it('is never the same for a text that is split into messages in different ways', () => {
    const places = fc.uniqueArray(fc.integer({ min: 0, max: 8 }), { maxLength: 3 });
    fc.assert(
      fc.property(places, places, (one, other) => {
        assert.equal(keyOf(cut(one)) === keyOf(cut(other)), isDeepStrictEqual(cut(one), cut(other)));
      }),
    );
  });
});

/** Splits a text with many similar pieces into messages at these positions. */
function cut(places: readonly number[]): Pick<ChatRequest, 'messages'> {
  const text = 'ab","ab"';
  const edges = [0, ...places.toSorted((one, other) => one - other), text.length];
  return {
    messages: edges.slice(1).map((edge, index) => ({ role: 'user', content: text.slice(edges[index], edge) })),
  };
}
