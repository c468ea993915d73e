import assert from 'node:assert/strict';
import type { AnswerView, ProgressView } from '../../../src/protocol/turnView.ts';
import { nextStatus, type TellingStatus } from '../../../src/webview/chat/statusWords.ts';

const SILENT: TellingStatus = { words: '' };

function status(answer: Partial<AnswerView>, before = SILENT): TellingStatus {
  const turn = {
    id: 'a',
    question: 'q',
    attachments: [],
    answer: { state: 'waiting', reasoning: '', text: '', ...answer },
  } as const;
  return nextStatus(before, turn);
}

const wait = (text: string, remainingMs?: number): ProgressView => ({
  text,
  actions: [],
  ...(remainingMs !== undefined && { remainingMs }),
});

describe('The status for a screen reader', () => {
  it('says what an answer waits for', () => {
    assert.equal(status({}).words, 'Waiting for an answer...');
    const progress = wait('Queued: {seconds} s.', 4_200);
    assert.equal(status({ progress }).words, 'Queued: 5 s.');
  });

  it('does not change while the wait is counted down or moves up', () => {
    let told = status({ progress: wait('Queued: 3 ahead, about {seconds} s.', 9_000) });
    for (const [ahead, leftMs] of [
      [3, 8_000],
      [2, 6_000],
      [1, 1_000],
    ] as const) {
      told = status({ progress: wait(`Queued: ${ahead} ahead, about {seconds} s.`, leftMs) }, told);
      assert.equal(told.words, 'Queued: 3 ahead, about 9 s.');
    }
    assert.equal(status({ progress: wait('ernie-5.1 is busy.') }, told).words, 'ernie-5.1 is busy.');
  });

  it('is updated when the same wait occurs again', () => {
    const busy = (leftMs: number): Partial<AnswerView> => ({ progress: wait('Busy, {seconds} s.', leftMs) });
    const between = status({}, status(busy(3_000)));
    assert.equal(status(busy(7_000), between).words, 'Busy, 7 s.');
  });

  it('says once that an answer is being written, however it grows', () => {
    const told = status({ state: 'streaming', text: 'On' }).words;
    assert.equal(told, 'The answer is being written.');
    assert.equal(status({ state: 'streaming', text: 'One' }).words, told);
  });

  it('says how an answer ended', () => {
    assert.equal(status({ state: 'finished', text: '好的😀' }).words, 'The answer is complete, 3 characters.');
    const cached = { text: 'From the cache (just now).', description: 'Kept in memory.', actions: [] };
    assert.equal(
      status({ state: 'finished', cached }).words,
      'The answer is complete, 0 characters. From the cache (just now).',
    );
    const failure = { severity: 'warning', message: 'No money.', actions: [] } as const;
    assert.equal(status({ state: 'failed', failure }).words, 'No money.');
  });

  it('is empty before the first question', () => {
    assert.equal(nextStatus({ words: 'Stopped.' }, undefined).words, '');
  });
});
