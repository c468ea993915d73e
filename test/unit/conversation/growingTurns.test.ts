import assert from 'node:assert/strict';
import { systemClock } from '../../../src/core/clock.ts';
import type { HistoryStore } from '../../../src/core/conversation/historyStore.ts';
import type { Answer, Turn } from '../../../src/core/conversation/conversation.ts';
import { exampleTurn } from '../../support/exampleTurn.ts';
import { HistoryStage } from './historyStage.ts';

const streaming = (text: string, more: Partial<Answer> = {}): Turn => {
  const { finish: _, ...answer } = exampleTurn('a').answer;
  return { ...exampleTurn('a'), answer: { ...answer, state: 'streaming', text, ...more } };
};

/** Returns the same turn with more text, as a session does: unchanged parts keep their identity. */
const longer = (turn: Turn, text: string, reasoning = ''): Turn => ({
  ...turn,
  answer: { ...turn.answer, text: turn.answer.text + text, reasoning: turn.answer.reasoning + reasoning },
});

describe('A turn that is being answered', () => {
  let stage: HistoryStage;
  let store: HistoryStore;
  beforeEach(async () => {
    stage = new HistoryStage();
    store = await stage.window();
  });
  afterEach(() => stage.close());

  const textOf = async (from: HistoryStore = store): Promise<string | undefined> =>
    (await from.load('c'))?.turns[0]?.answer.text;
  const count = (sql: string): number => Number(stage.rows(`SELECT count(*) AS count FROM ${sql}`)[0]?.['count']);

  it('is not rewritten for each piece of text: only the new text is added', async () => {
    const first = streaming('一');
    await store.save('c', first);
    const row = stage.rows('SELECT json FROM turn');
    const second = longer(first, '二', '想');
    await store.save('c', second);
    await store.save('c', longer(second, '三'));
    assert.deepEqual(stage.rows('SELECT json FROM turn'), row);
    assert.deepEqual(
      stage.rows('SELECT json FROM piece ORDER BY number').map(({ json }) => JSON.parse(String(json)) as unknown),
      [
        { reasoning: '想', text: '二' },
        { reasoning: '', text: '三' },
      ],
    );
  });

  it('is reassembled from its pieces after its process ended', async () => {
    const first = streaming('一', { reasoning: '想' });
    await store.save('c', first);
    const second = longer(first, '二', '着');
    await store.save('c', second);
    await store.save('c', longer(second, '三'));
    const answer = (await (await stage.window()).load('c'))?.turns[0]?.answer;
    assert.deepEqual(
      [answer?.text, answer?.reasoning, answer?.state, answer?.failure],
      ['一二三', '想着', 'failed', { kind: 'interrupted' }],
    );
  });

  it('is written whole when it ends, and its pieces are deleted', async () => {
    const first = streaming('一');
    await store.save('c', first);
    const last = longer(first, '二');
    await store.save('c', last);
    await store.save('c', { ...last, answer: { ...last.answer, state: 'finished' } });
    assert.equal(count('piece'), 0);
    assert.equal(count('turn WHERE growth IS NOT NULL'), 0);
    assert.equal(await textOf(), '一二');
  });

  it('is written whole when more than its text changed', async () => {
    const first = streaming('一');
    await store.save('c', first);
    await store.save('c', longer(first, '二'));
    const citations = [{ index: 1, url: 'https://example.com', title: '' }];
    await store.save('c', { ...first, answer: { ...first.answer, text: '一二三', citations } });
    assert.equal(count('piece'), 0);
    await store.save('c', streaming('', { safety: 'withdrawn' }));
    assert.equal(await textOf(), '');
  });

  it('is written whole when its text was replaced instead of extended', async () => {
    const first = streaming('一二');
    await store.save('c', first);
    await store.save('c', { ...first, answer: { ...first.answer, text: '一三四' } });
    assert.equal(await textOf(), '一三四');
  });

  it('may be split in the middle of a character', async () => {
    const first = streaming('a');
    await store.save('c', first);
    const second = longer(first, '\ud83d');
    await store.save('c', second);
    await store.save('c', longer(second, '\ude00'));
    assert.equal(await textOf(), 'a😀');
  });

  it('adds text that waited for a lock exactly once', async () => {
    const waiting = await stage.window({ clock: systemClock });
    const first = streaming('一');
    await waiting.save('c', first);
    const second = longer(first, '二');
    const saves = stage.with(database => {
      database.exec('BEGIN IMMEDIATE');
      return [waiting.save('c', second), waiting.save('c', longer(second, '三'))];
    });
    await Promise.all(saves);
    assert.equal(await textOf(), '一二三');
  });

  it('does not mix with the changes another window made to it', async () => {
    const first = streaming('一');
    await store.save('c', first);
    const other = await stage.window();
    const seen = (await other.load('c'))?.turns[0];
    assert.ok(seen);
    await other.save('c', { ...seen, answer: { ...seen.answer, text: '别的' } });
    const last = longer(first, '二');
    await store.save('c', last);
    assert.equal(await textOf(), '一二');
    await store.save('c', longer(last, '三'));
    assert.equal(await textOf(other), '一二三');
    assert.equal(count('piece'), 1);
  });

  it('does not affect turns that another window adds to the conversation', async () => {
    const other = await stage.window();
    const first = streaming('一');
    await store.save('c', first);
    await other.save('c', exampleTurn('b', { askedAtMs: 2 }));
    await store.save('c', longer(first, '二'));
    assert.deepEqual(
      (await other.load('c'))?.turns.map(({ answer }) => answer.text),
      ['一二', '回答 😀'],
    );
  });
});
