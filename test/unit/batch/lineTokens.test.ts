import assert from 'node:assert/strict';
import { LineTokens } from '../../../src/core/batch/plan/lineTokens.ts';
import type { ChatMessage } from '../../../src/core/chat.ts';
import { wholeTokens } from '../../../src/core/scriptCounts.ts';
import { countMessages } from '../../../src/core/tokens.ts';

const TOOLS = [{ name: 'weather', description: 'Tells it' }];

describe('The tokens of a line', () => {
  it('are those of its messages and tools, also when parts of them are cached', () => {
    const tokens = new LineTokens();
    for (let number = 0; number < 100; number++) {
      const messages: ChatMessage[] = [
        { role: 'system', content: 'Be brief. 请简短。' },
        { role: 'user', content: `Why ${number % 40}?\n${'word '.repeat(number)}` },
      ];
      assert.deepEqual(tokens.count(messages, TOOLS), countMessages(messages, TOOLS));
    }
  });

  it('are extrapolated from its beginning when it is too long for any model', () => {
    const count = (length: number): number =>
      wholeTokens(new LineTokens().count([{ role: 'user', content: 'word '.repeat(length / 5) }]));
    assert.ok(Math.abs(count(2_000_000) / count(400_000) - 5) < 0.01);
  });
});
