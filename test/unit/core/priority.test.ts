import assert from 'node:assert/strict';
import { agedPriority, isInteractive, PRIORITY } from '../../../src/core/priority.ts';
import { goesBefore } from '../../../src/core/flow/waitingLine.ts';

describe('The priority of a question', () => {
  it('tells whether a person waits', () => {
    const { chat, editor, background, batch } = PRIORITY;
    assert.deepEqual([chat, editor, background, batch].map(isInteractive), [true, true, false, false]);
  });

  it('rises by a class for each minute of waiting, up to that of an editor command', () => {
    const classes = (waitsMs: number[]): number[] => waitsMs.map(waitedMs => agedPriority(PRIORITY.batch, waitedMs));
    assert.deepEqual(classes([0, 59_999, 60_000, 119_999, 120_000, 86_400_000]), [3, 3, 2, 2, 1, 1]);
    assert.equal(agedPriority(PRIORITY.background, 59_999), 2);
    assert.equal(agedPriority(PRIORITY.background, 60_000), 1);
  });

  it('never rises to that of chat, and chat keeps its own', () => {
    for (const priority of [PRIORITY.editor, PRIORITY.background, PRIORITY.batch]) {
      assert.equal(agedPriority(priority, Number.MAX_SAFE_INTEGER), PRIORITY.editor);
      const old = { priority, arrivedAtMs: 0 };
      const chat = { priority: PRIORITY.chat, arrivedAtMs: 86_400_000 };
      assert.equal(goesBefore(chat, old, 86_400_000), true);
      assert.equal(goesBefore(old, chat, 86_400_000), false);
    }
    assert.equal(agedPriority(PRIORITY.chat, 86_400_000), PRIORITY.chat);
  });

  it('lets a question that waited long enough go before a later editor command', () => {
    const batch = { priority: PRIORITY.batch, arrivedAtMs: 0 };
    const click = { priority: PRIORITY.editor, arrivedAtMs: 100_000 };
    assert.equal(goesBefore(batch, click, 119_999), false);
    assert.equal(goesBefore(batch, click, 120_000), true);
  });
});
