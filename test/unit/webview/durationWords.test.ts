import assert from 'node:assert/strict';
import { reasoningWords } from '../../../src/webview/chat/durationWords.ts';

describe('The heading of the reasoning', () => {
  it('shows the elapsed time from the first second', () => {
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

  it('shows the duration afterwards, when it is known and not zero', () => {
    assert.deepEqual(
      [undefined, 0, 12, 61].map(seconds => reasoningWords(seconds, false)),
      ['Reasoning', 'Reasoning', 'Thought for 12 s', 'Thought for 1 min 1 s'],
    );
  });
});
