import assert from 'node:assert/strict';
import { AnswerSoFar } from '../../../src/core/answerSoFar.ts';
import type { ChatEvent } from '../../../src/core/chat.ts';

describe('The answer so far', () => {
  const after = (...events: readonly ChatEvent[]) => {
    const soFar = new AnswerSoFar();
    for (const event of events) soFar.add(event);
    return soFar.answer;
  };

  it('joins pieces of text, reasoning and tool calls', () => {
    const answer = after(
      { type: 'reasoning', text: 'Hm' },
      { type: 'text', text: 'Yes' },
      { type: 'text', text: '.' },
      { type: 'toolCall', index: 1, id: 'b', name: 'two', arguments: '{' },
      { type: 'toolCall', index: 1, arguments: '}' },
      { type: 'done', finish: 'tools' },
    );
    const toolCalls = [{ id: 'b', name: 'two', arguments: '{}' }];
    assert.deepEqual(answer, { text: 'Yes.', reasoning: 'Hm', toolCalls, finish: 'tools' });
  });

  it('has no finish reason before it has ended', () => {
    assert.deepEqual(after({ type: 'text', text: 'Ye' }), { text: 'Ye', reasoning: '', toolCalls: [] });
  });

  for (const verdict of ['hide', 'withdraw'] as const) {
    it(`keeps nothing of what the service wants to ${verdict}, and ends as filtered`, () => {
      const answer = after(
        { type: 'reasoning', text: 'Hm' },
        { type: 'text', text: 'Bad' },
        { type: 'safety', verdict },
        { type: 'text', text: ' words' },
        { type: 'done', finish: 'stop' },
      );
      assert.deepEqual(answer, { text: '', reasoning: '', toolCalls: [], finish: 'filtered' });
    });
  }

  it('keeps what the service only warns about', () => {
    const answer = after({ type: 'text', text: 'Yes' }, { type: 'safety', verdict: 'warn' });
    assert.equal(answer.text, 'Yes');
  });
});
