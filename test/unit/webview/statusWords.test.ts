import assert from 'node:assert/strict';
import type { AnswerView } from '../../../src/protocol/chat.ts';
import { statusWords } from '../../../src/webview/chat/statusWords.ts';

const words = (answer: Partial<AnswerView>): string =>
  statusWords({
    id: 'a',
    question: 'q',
    attachments: [],
    answer: { state: 'waiting', reasoning: '', text: '', ...answer },
  });

describe('what a screen reader hears', () => {
  it('is what an answer waits for, where that is not the service', () => {
    assert.equal(words({}), 'Waiting for an answer...');
    assert.equal(words({ progress: 'Waiting for others.' }), 'Waiting for others.');
  });

  it('is how an answer ended', () => {
    assert.equal(words({ state: 'finished', text: 'long' }), 'The answer is complete.');
    assert.equal(
      words({ state: 'failed', failure: { severity: 'warning', message: 'No money.', actions: [] } }),
      'No money.',
    );
  });

  it('is nothing before the first question', () => {
    assert.equal(statusWords(undefined), '');
  });
});
