import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ChatMessage } from '../../../src/core/chat.ts';
import { SCRIPTS, wholeTokens } from '../../../src/core/scriptCounts.ts';
import {
  countMessages,
  countsOf,
  TokenCounter,
  estimateMessagesTokens,
  estimateTokens,
  inputBound,
} from '../../../src/core/tokens.ts';

/** Texts with characters of every class that is counted separately, including lone surrogates. */
const piece = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[a-zA-Z0-9_ \n\t(){};.,]*$/),
  fc.constantFrom('文心一言', 'ひらがな', '한국어', '，。', '😀', '\ud83d', '\ude00', '𠮷', 'é', '\r\n', '    '),
);
const text = fc.array(piece, { maxLength: 8 }).map(pieces => pieces.join(''));
const messages: fc.Arbitrary<ChatMessage[]> = fc.array(
  fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content: text }),
  { maxLength: 6 },
);

describe('estimateTokens', () => {
  it('counts no tokens in an empty text', () => assert.equal(estimateTokens(''), 0));

  for (const [sample, least, most] of [
    ['你好，请用一句话介绍文心一言', 8, 14],
    ['东京都に住んでいます', 6, 11],
    ['안녕하세요', 3, 6],
    ['The quick brown fox jumps over the lazy dog.', 9, 12],
    ['internationalization', 2, 5],
    ['getUserAccountById', 4, 6],
    ['MAX_RETRY_COUNT', 4, 8],
    ['3.14159', 3, 7],
    ['  return items.filter(item => item.price > 0);\n', 11, 22],
    ['        \n        \n', 1, 4],
    ['😀', 1, 4],
    ['Grüße', 1, 4],
  ] as const) {
    it(`counts ${least} to ${most} in ${JSON.stringify(sample)}`, () => {
      const tokens = estimateTokens(sample);
      assert.ok(tokens >= least && tokens <= most, String(tokens));
    });
  }

  it('counts a long identifier or number as several tokens', () => {
    assert.ok(estimateTokens('reallyQuiteLongIdentifierWithManyWords') >= 6);
    assert.ok(estimateTokens('0x1234567890') >= 8);
  });

  it('counts an indentation once, not each space', () => {
    assert.equal(estimateTokens('a\n        b'), estimateTokens('a\nb'));
    assert.equal(estimateTokens('a\n  \n  b'), estimateTokens('a\nb'));
  });

  it('counts a rare Han character like any other', () => {
    assert.equal(estimateTokens('𠮷'.repeat(100)), estimateTokens('吉'.repeat(100)));
  });

  it('never exceeds the number of UTF-8 bytes', () => {
    fc.assert(fc.property(text, sample => estimateTokens(sample) <= Buffer.byteLength(sample)));
  });
});

describe('TokenCounter', () => {
  it('counts the same however the text is split', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        const counter = new TokenCounter();
        for (const part of pieces) counter.add(part);
        assert.equal(counter.tokens, estimateTokens(pieces.join('')));
        assert.deepEqual(counter.counts, countsOf(pieces.join('')));
      }),
    );
  });

  it('counts the same code unit by code unit', () => {
    fc.assert(
      fc.property(text, sample => {
        const counter = new TokenCounter();
        for (const unit of sample.split('')) counter.add(unit);
        assert.equal(counter.tokens, estimateTokens(sample));
      }),
    );
  });

  it('never counts down', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        const counter = new TokenCounter();
        let before = 0;
        for (const part of pieces) {
          counter.add(part);
          assert.ok(counter.tokens >= before);
          before = counter.tokens;
        }
      }),
    );
  });
});

describe('countsOf', () => {
  for (const [sample, script] of [
    ['文心一言', 'han'],
    ['𠮷', 'han'],
    ['Internationalization', 'word'],
    ['MAX', 'word'],
    ['({[]});', 'mark'],
    ['\n\n        ', 'mark'],
    ['31415', 'digit'],
    ['ひらがな，', 'other'],
    ['é', 'other'],
    ['😀', 'other'],
  ] as const) {
    it(`takes ${JSON.stringify(sample)} for ${script}`, () => {
      const counts = countsOf(sample);
      assert.ok(counts[script] > 0);
      assert.deepEqual(
        SCRIPTS.filter(each => counts[each] !== 0),
        [script],
      );
    });
  }

  it('separates the scripts of a mixed text, and adds up to its tokens', () => {
    const counts = countsOf('用 TypeScript 写 100 行 {}');
    assert.deepEqual(
      SCRIPTS.filter(script => counts[script] > 0),
      ['han', 'word', 'mark', 'digit'],
    );
    fc.assert(fc.property(text, sample => wholeTokens(countsOf(sample)) === estimateTokens(sample)));
  });

  it('counts in whole hundredths', () => {
    fc.assert(fc.property(text, sample => SCRIPTS.every(script => Number.isInteger(countsOf(sample)[script]))));
  });
});

describe('The tokens of messages', () => {
  it('add up over the scripts to the total, with the chat template counted as marks', () => {
    fc.assert(
      fc.property(messages, sample => {
        assert.equal(wholeTokens(countMessages(sample)), estimateMessagesTokens(sample));
      }),
    );
    const counts = countMessages([{ role: 'user', content: '你好' }]);
    assert.deepEqual(counts, { ...countsOf('你好'), mark: 400 + 70 });
  });

  it('use the given counting function for every text', () => {
    const asked: string[] = [];
    const one: ChatMessage = { role: 'user', content: '你好' };
    const counts = countMessages([one, one], [], sample => {
      asked.push(sample);
      return countsOf(sample);
    });
    assert.deepEqual(asked, ['你好', '你好']);
    assert.deepEqual(counts, countMessages([one, one]));
  });

  it('are those of the texts plus some for each message', () => {
    const one: ChatMessage = { role: 'user', content: '你好' };
    assert.equal(estimateMessagesTokens([]), 0);
    assert.ok(estimateMessagesTokens([one]) > estimateTokens('你好'));
    assert.equal(estimateMessagesTokens([one, one]), 2 * estimateMessagesTokens([one]));
  });

  it('are bounded by the bytes of the texts, plus 16 for each message and 64', () => {
    assert.equal(inputBound([]), 64);
    assert.equal(
      inputBound([
        { role: 'system', content: 'ab' },
        { role: 'user', content: '你好' },
      ]),
      64 + 16 + 2 + 16 + 6,
    );
  });

  it('include the tool calls in the messages and the tools on offer', () => {
    const call = { id: 'call-1', name: 'read', arguments: '{"path":"src/a.ts"}' };
    const plain: ChatMessage = { role: 'assistant', content: '' };
    const calling: ChatMessage = { ...plain, toolCalls: [call] };
    const tool = { name: 'read', description: '读一个文件', parameters: { type: 'object' } };
    assert.ok(estimateMessagesTokens([calling]) >= estimateMessagesTokens([plain]) + estimateTokens(call.arguments));
    assert.ok(inputBound([calling]) >= inputBound([plain]) + call.arguments.length);
    assert.ok(estimateMessagesTokens([plain], [tool]) >= estimateMessagesTokens([plain]) + 5);
    assert.ok(inputBound([plain], [tool]) >= inputBound([plain]) + 1024 + Buffer.byteLength(tool.description));
  });

  it('are never estimated above the bound', () => {
    fc.assert(fc.property(messages, sample => estimateMessagesTokens(sample) <= inputBound(sample)));
  });
});
