import assert from 'node:assert/strict';
import { SharedAnswer } from '../../../src/core/cache/sharedAnswer.ts';
import { ATTEMPT, queued, text } from './flightStage.ts';

describe('SharedAnswer', () => {
  it('calls a waiting callback once, however much arrives', () => {
    const answer = new SharedAnswer();
    let calls = 0;
    answer.onceMore(() => calls++);
    assert.equal(calls, 0);
    answer.tell(text('一'));
    answer.tell(text('二'));
    answer.fail(new Error('scripted'));
    assert.equal(calls, 1);
  });

  it('keeps each note at its index when an earlier one is over', () => {
    const answer = new SharedAnswer();
    for (const note of [queued(2), queued(1), ATTEMPT, text('一')]) answer.tell(note);
    assert.deepEqual(answer.notes, [undefined, undefined, ATTEMPT, text('一')]);
  });
});
