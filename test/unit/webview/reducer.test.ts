import assert from 'node:assert/strict';
import type { ChatView } from '../../../src/protocol/chatView.ts';
import type { AnswerView, TurnView } from '../../../src/protocol/turnView.ts';
import { isAnswering, reduce } from '../../../src/webview/chat/reducer.ts';

const EMPTY: ChatView = {
  conversationId: 'c',
  turns: [],
  earlier: 0,
  later: 0,
  last: null,
  place: null,
  unsentUpTo: null,
  attachments: [],
  draft: '',
  cost: null,
  setup: { hasCredentials: true, host: 'qianfan.baidubce.com' },
  model: 'ernie-5.1',
  modelProblem: null,
  sendKey: 'enter',
  recent: [],
};

function turn(id: string, answer: Partial<AnswerView> = {}): TurnView {
  return {
    id,
    question: `Question ${id}`,
    attachments: [],
    answer: { state: 'waiting', reasoning: '', text: '', ...answer },
  };
}

describe('The view of the chat page', () => {
  it('is a snapshot when one arrives', () => {
    assert.equal(reduce(undefined, { type: 'snapshot', view: EMPTY, texts: {} }), EMPTY);
    const other = { ...EMPTY, model: 'ernie-4.5' };
    assert.equal(reduce(EMPTY, { type: 'snapshot', view: other, texts: {} }), other);
  });

  it('is undefined before the first snapshot', () => {
    assert.equal(reduce(undefined, { type: 'turn', turn: turn('a'), total: 1 }), undefined);
    assert.equal(reduce(undefined, { type: 'delta', turnId: 'a', reasoning: '', text: 'x' }), undefined);
    assert.equal(reduce(undefined, { type: 'changed', change: { model: 'm' } }), undefined);
    assert.equal(reduce(undefined, { type: 'focusComposer' }), undefined);
  });

  it('gets a new turn at the end', () => {
    const view = { ...EMPTY, turns: [turn('a')] };
    assert.deepEqual(reduce(view, { type: 'turn', turn: turn('b'), total: 2 })?.turns, [turn('a'), turn('b')]);
  });

  it('replaces an existing turn, and keeps the other turns as the same objects', () => {
    const view = { ...EMPTY, turns: [turn('a'), turn('b'), turn('c')] };
    const changed = turn('b', { state: 'finished', text: 'done' });
    const next = reduce(view, { type: 'turn', turn: changed, total: 3 });
    assert.deepEqual(next?.turns, [turn('a'), changed, turn('c')]);
    assert.equal(next?.turns[0], view.turns[0]);
    assert.equal(next?.turns[2], view.turns[2]);
  });

  it('appends a delta, and a waiting answer becomes a streaming one', () => {
    const view = { ...EMPTY, turns: [turn('a', { state: 'finished' }), turn('b', { reasoning: 'hm', text: 'He' })] };
    const next = reduce(view, { type: 'delta', turnId: 'b', reasoning: '!', text: 'llo' });
    assert.deepEqual(next?.turns[1]?.answer, { state: 'streaming', reasoning: 'hm!', text: 'Hello' });
    assert.equal(next?.turns[0], view.turns[0]);
  });

  it('ignores a delta for an unknown turn or an ended answer', () => {
    for (const state of ['finished', 'stopped', 'failed'] as const) {
      const view = { ...EMPTY, turns: [turn('a', { state, text: 'all' })] };
      assert.equal(reduce(view, { type: 'delta', turnId: 'a', reasoning: '', text: 'x' }), view);
      assert.equal(reduce(view, { type: 'delta', turnId: 'b', reasoning: '', text: 'x' }), view);
    }
  });

  it('replaces only the fields of a change', () => {
    const view = { ...EMPTY, turns: [turn('a')], draft: 'half a que' };
    const next = reduce(view, { type: 'changed', change: { model: 'ernie-4.5', attachments: [] } });
    assert.deepEqual(next, { ...view, model: 'ernie-4.5' });
    assert.equal(next?.turns, view.turns);
  });

  it('removes a model’s warning when the next model has none', () => {
    const view = { ...EMPTY, model: 'ernie-5.0', modelProblem: 'ernie-5.0 was retired.' };
    assert.deepEqual(reduce(view, { type: 'changed', change: { model: 'ernie-5.1', modelProblem: null } }), EMPTY);
  });

  it('stays the same object when only the cursor moves', () => {
    assert.equal(reduce(EMPTY, { type: 'focusComposer' }), EMPTY);
  });

  it('is not mutated', () => {
    const view = Object.freeze({ ...EMPTY, turns: Object.freeze([Object.freeze(turn('a'))]) });
    reduce(view, { type: 'turn', turn: turn('a', { text: 'x' }), total: 1 });
    reduce(view, { type: 'delta', turnId: 'a', reasoning: 'x', text: 'x' });
    assert.deepEqual(view.turns, [turn('a')]);
  });
});

describe('isAnswering', () => {
  it('is true while more of the answer is to come', () => {
    const states = (['waiting', 'streaming', 'finished', 'stopped', 'failed'] as const).filter(state =>
      isAnswering(turn('a', { state }).answer),
    );
    assert.deepEqual(states, ['waiting', 'streaming']);
  });
});
