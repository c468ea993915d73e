import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeAnswer, encodeAnswer } from '../../../src/core/cache/encodedAnswer.ts';
import type { KeptAnswer, KeptContent } from '../../../src/core/cache/keptAnswer.ts';
import { exampleAnswer } from './keptExample.ts';

const VERSION = 1;

describe('encodeAnswer', () => {
  it('starts with the version', () => assert.equal(encodeAnswer(exampleAnswer())[0], VERSION));
});

describe('decodeAnswer', () => {
  it('reads what was encoded', () => {
    const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
    const text = fc.string({ unit: fc.constantFrom('a', '文', '"', '\n', '\0', '\ud800', '\udc00', '\ufeff') });
    const url = text.map(path => `https://localhost/${path}`);
    const whole = { noNullPrototype: true };
    const page = fc.record({ index: count, url, title: text }, whole);
    const content: fc.Arbitrary<KeptContent> = fc.oneof(
      fc.record({ type: fc.constantFrom('text', 'reasoning'), text }, whole),
      fc.record({ type: fc.constant('citations'), citations: fc.array(page) }, whole),
    );
    const usage = fc.record(
      { inputTokens: count, cachedInputTokens: count, outputTokens: count, reasoningTokens: count },
      whole,
    );
    const answer: fc.Arbitrary<KeptAnswer> = fc.record(
      { content: fc.array(content), usage, amountNanoYuan: count, answeredAtMs: count },
      { requiredKeys: ['content', 'answeredAtMs'], noNullPrototype: true },
    );
    fc.assert(fc.property(answer, each => assert.deepEqual(decodeAnswer(encodeAnswer(each)), each)));
  });

  it('rejects another version', () => {
    const bytes = encodeAnswer(exampleAnswer());
    bytes[0] = VERSION + 1;
    assert.equal(decodeAnswer(bytes), undefined);
  });

  it('rejects a truncated answer', () => {
    const bytes = encodeAnswer(exampleAnswer());
    for (let length = 0; length < bytes.length; length++) {
      assert.equal(decodeAnswer(bytes.subarray(0, length)), undefined);
    }
  });

  it('never throws on invalid data', () => {
    const bytes = fc.uint8Array().map(tail => Uint8Array.of(VERSION, ...tail));
    fc.assert(fc.property(bytes, each => assert.equal(decodeAnswer(each), undefined)));
    assert.equal(decodeAnswer(encoded('['.repeat(1_000_000))), undefined);
  });

  it('rejects invalid UTF-8', () => {
    const bytes = encodeAnswer(exampleAnswer({ content: [{ type: 'text', text: 'é' }] }));
    bytes[Buffer.from(bytes).indexOf(0xc3)] = 0xff;
    assert.equal(decodeAnswer(bytes), undefined);
  });

  it('rejects a byte order mark', () => {
    assert.equal(decodeAnswer(encoded(`\ufeff${JSON.stringify(exampleAnswer())}`)), undefined);
  });

  const [citations] = exampleAnswer().content.filter(({ type }) => type === 'citations');
  const broken: Record<string, object> = {
    'without content': { content: undefined },
    'with content of another kind': { content: [{ type: 'safety', text: 'a' }] },
    'with a text that is none': { content: [{ type: 'text', text: 1 }] },
    'with a page that is no http(s) address': {
      content: [{ type: 'citations', citations: [{ index: 1, url: 'command:run', title: '' }] }],
    },
    'with a page that has no title': {
      content: [{ ...citations, citations: [{ index: 1, url: 'https://localhost' }] }],
    },
    'without a time': { answeredAtMs: undefined },
    'with a time that is a text': { answeredAtMs: '1' },
    'with an amount below 0': { amountNanoYuan: -1 },
    'with half a nano-yuan': { amountNanoYuan: 0.5 },
    'with half a usage': { usage: { inputTokens: 1 } },
    'with something unknown': { more: true },
  };
  for (const [what, change] of Object.entries(broken)) {
    it(`refuses an answer ${what}`, () => {
      assert.equal(decodeAnswer(encoded(JSON.stringify({ ...exampleAnswer(), ...change }))), undefined);
    });
  }

  it('rejects numbers that are not finite', () => {
    const json = JSON.stringify(exampleAnswer({ answeredAtMs: 123_456 })).replace('123456', '1e999');
    assert.equal(decodeAnswer(encoded(json)), undefined);
  });

  it('rejects anything but an object', () => {
    for (const json of ['null', '1', '[]', '"text"', '']) assert.equal(decodeAnswer(encoded(json)), undefined);
  });
});

function encoded(json: string): Uint8Array {
  return Buffer.concat([Uint8Array.of(VERSION), Buffer.from(json)]);
}
