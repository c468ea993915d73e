import assert from 'node:assert/strict';
import { newAnswer } from '../../src/core/conversation/answer.ts';
import type { Answer } from '../../src/core/conversation/conversation.ts';
import { turnView } from '../../src/host/chat/turnView.ts';

/** What is said under an answer that was cut by its length. */
function notice(change: Partial<Answer>): string | undefined {
  const answer: Answer = { ...newAnswer('ernie-x'), state: 'finished', finish: 'length', text: 'half', ...change };
  const turn = { id: 't', feature: 'chat', question: 'q', prompt: 'q', attachments: [], askedAtMs: 0 } as const;
  return turnView({ ...turn, answer }).answer.notice;
}

describe('The note under an answer that was cut', () => {
  it('advises to raise the limit in the settings where that is what cut it', () => {
    assert.equal(
      notice({}),
      'The answer was cut at the output limit. Ask to continue, or raise the limit in the settings.',
    );
  });

  it('does not where the model writes no more, or the budget was the limit', () => {
    assert.equal(
      notice({ isModelLimit: true }),
      'The answer was cut: ernie-x writes no more at once. Ask to continue.',
    );
    const limited = { maxOutputTokens: 300, leftNanoYuan: 9_000_000 };
    assert.match(notice({ limited, isModelLimit: true }) ?? '', /limited to 300 tokens\. It was cut there\.$/);
  });
});
