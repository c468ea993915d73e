import assert from 'node:assert/strict';
import { reasoningWords } from '../../../src/webview/chat/durationWords.ts';

describe('the words over the reasoning', () => {
  it('say how long it has gone on, from the first second', () => {
    assert.deepEqual(
      [undefined, 0, 1, 8, 60, 125].map(seconds => reasoningWords(seconds, true)),
      [
        'Reasoning...',
        'Reasoning...',
        'Reasoning... 1 s',
        'Reasoning... 8 s',
        'Reasoning... 1 min 0 s',
        'Reasoning... 2 min 5 s',
      ],
    );
  });

  it('say how long it took, where that is known and more than nothing', () => {
    assert.deepEqual(
      [undefined, 0, 12, 61].map(seconds => reasoningWords(seconds, false)),
      ['Reasoning', 'Reasoning', 'Thought for 12 s', 'Thought for 1 min 1 s'],
    );
  });
});
