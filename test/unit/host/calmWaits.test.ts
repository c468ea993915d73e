import assert from 'node:assert/strict';
import { newAnswer } from '../../../src/core/conversation/answer.ts';
import type { Turn, Wait } from '../../../src/core/conversation/conversation.ts';
import { CalmWaits } from '../../../src/host/chat/calmWaits.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

function stage() {
  const clock = new VirtualClock();
  let lasted = 0;
  const waits = new CalmWaits(clock, () => lasted++);
  const turn = (waiting?: Omit<Wait, 'canSkip'>): Turn => ({
    id: 't',
    feature: 'chat',
    question: 'q',
    prompt: 'q',
    attachments: [],
    askedAtMs: 0,
    answer: { ...newAnswer('ernie-5.1'), ...(waiting && { waiting: { ...waiting, canSkip: true } }) },
  });
  const isShown = (shown: Turn): boolean => shown.answer.waiting !== undefined;
  return { clock, waits, turn, isShown, lasted: () => lasted };
}

describe('Waits in the chat', () => {
  it('are not shown when they are short', async () => {
    const { clock, waits, turn, isShown, lasted } = stage();
    assert.equal(isShown(waits.changed(turn({ why: 'queue' }))), false);
    await clock.advance(699);
    waits.changed(turn());
    await clock.advance(5_000);
    assert.equal(lasted(), 0);
  });

  it('are shown once they have lasted, even without another change', async () => {
    const { clock, waits, turn, isShown, lasted } = stage();
    const queued = turn({ why: 'queue' });
    waits.changed(queued);
    await clock.advance(700);
    assert.equal(lasted(), 1);
    assert.equal(isShown(waits.shown(queued)), true);
  });

  it('are shown at once when their end is known to be far', () => {
    const { clock, waits, turn, isShown } = stage();
    const untilMs = clock.now() + 700;
    assert.equal(isShown(waits.changed(turn({ why: 'backoff', untilMs: untilMs - 1 }))), false);
    assert.equal(isShown(waits.changed(turn({ why: 'backoff', untilMs }))), true);
  });

  it('remain visible to their end, whatever they become', async () => {
    const { clock, waits, turn, isShown } = stage();
    waits.changed(turn({ why: 'rate', untilMs: clock.now() + 3_000 }));
    await clock.advance(2_900);
    assert.equal(isShown(waits.changed(turn({ why: 'rate', untilMs: clock.now() + 100 }))), true);
    assert.equal(isShown(waits.changed(turn({ why: 'queue' }))), true);
    waits.changed(turn());
    assert.equal(isShown(waits.changed(turn({ why: 'queue' }))), false, 'the next one is another');
  });

  it('are shown again when their conversation is, after a wait in another one', async () => {
    const { clock, waits, turn, isShown, lasted } = stage();
    const queued = turn({ why: 'queue' });
    const paused = turn({ why: 'backoff', untilMs: clock.now() + 60_000 });
    waits.changed({ ...queued, id: 'other' });
    assert.equal(isShown(waits.shown(paused)), true);
    waits.changed({ ...queued, id: 'other' });
    assert.equal(isShown(waits.shown(queued)), false);
    await clock.advance(700);
    assert.equal(lasted(), 1);
    assert.equal(isShown(waits.shown(queued)), true);
  });
});
