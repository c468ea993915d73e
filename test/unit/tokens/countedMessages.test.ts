import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ChatMessage } from '../../../src/core/chat.ts';
import { CountedMessages } from '../../../src/core/countedMessages.ts';
import { wholeTokens } from '../../../src/core/scriptCounts.ts';
import { countMessages, estimateMessagesTokens } from '../../../src/core/tokens.ts';

const CODE = 'export const rows = text.split("\\n").map(toRow); // 每行一项\n';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('好'.repeat(300), 'word '.repeat(300)));
const messages: fc.Arbitrary<ChatMessage[]> = fc.array(
  fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content: text }),
  { maxLength: 6 },
);

const ask = (content: string): ChatMessage[] => [
  { role: 'assistant', content: '好' },
  { role: 'user', content },
];

describe('CountedMessages', () => {
  it('counts the same as without a cache, on the first call and later', () => {
    const counted = new CountedMessages();
    fc.assert(
      fc.property(messages, sample => {
        assert.deepEqual(counted.count(sample), countMessages(sample));
        assert.deepEqual(counted.count(sample), countMessages(sample));
      }),
    );
  });

  it('counts a text again after it grew', () => {
    const counted = new CountedMessages();
    counted.count(ask('好'.repeat(300)));
    assert.deepEqual(counted.count(ask('好'.repeat(301))), countMessages(ask('好'.repeat(301))));
  });

  it('is at most one token too high for each piece boundary in a long text', () => {
    const counted = new CountedMessages();
    for (const length of [16_384, 16_385, 100_000, 500_000]) {
      const long = CODE.repeat(20_000).slice(0, length);
      for (const typed of ['', '为什么？', 'why']) {
        const off = wholeTokens(counted.count(ask(long + typed))) - estimateMessagesTokens(ask(long + typed));
        assert.ok(off >= 0 && off <= Math.ceil(length / 16_384), `${off} of ${length}`);
      }
    }
  });

  it('extrapolates a text too long for any model from its beginning', () => {
    const long = ask(CODE.repeat(40_000));
    const share = wholeTokens(new CountedMessages().count(long)) / estimateMessagesTokens(long);
    assert.ok(Math.abs(share - 1) < 0.01, String(share));
  });
});
