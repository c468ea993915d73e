import assert from 'node:assert/strict';
import fc from 'fast-check';
import { newAnswer } from '../../../src/core/conversation/answer.ts';
import type { Attachment, Turn } from '../../../src/core/conversation/conversation.ts';
import { plannedRequest } from '../../../src/core/conversation/plannedRequest.ts';
import { earlierCounts, type Room, trimmedTurns } from '../../../src/core/conversation/trimmedTurns.ts';
import { estimateMessagesTokens } from '../../../src/core/tokens.ts';
import { SETTINGS } from './sessionStage.ts';

const WIDE: Room = {
  contextTokens: 131_072,
  outputTokens: 4_096,
  mostTurns: 20,
  replyLanguage: 'auto',
  tokensOf: undefined,
};

function turn(id: string, prompt: string, answer: string, more: Partial<Turn> = {}): Turn {
  return {
    id,
    feature: 'chat',
    question: prompt,
    prompt,
    attachments: [],
    askedAtMs: 0,
    answer: { ...newAnswer('m'), state: 'finished', text: answer },
    ...more,
  };
}

const QUESTION = turn('q', 'and now?', '');

const ids = (turns: readonly Turn[]): string[] => turns.map(({ id }) => id);

describe('The earlier turns that are sent', () => {
  it('are all of them while they fit', () => {
    const turns = ['a', 'b', 'c'].map(id => turn(id, 'ask', 'answer'));
    const { sent, leftOut } = trimmedTurns([...turns, QUESTION], WIDE);
    assert.deepEqual([ids(sent), ids(leftOut)], [['a', 'b', 'c'], []]);
  });

  it('are the newest when not all fit, with length as the reason', () => {
    const long = '词'.repeat(1_000);
    const turns = ['a', 'b', 'c', 'd'].map(id => turn(id, 'ask', long));
    const { sent, leftOut, because } = trimmedTurns([...turns, QUESTION], { ...WIDE, contextTokens: 4_096 + 1_900 });
    assert.deepEqual([ids(sent), ids(leftOut), because], [['c', 'd'], ['a', 'b'], 'length']);
  });

  it('are at most as many as the settings allow, with count as the reason', () => {
    const turns = ['a', 'b', 'c', 'd'].map(id => turn(id, 'ask', 'answer'));
    const { sent, leftOut, because } = trimmedTurns([...turns, QUESTION], { ...WIDE, mostTurns: 3 });
    assert.deepEqual([ids(sent), ids(leftOut), because], [['b', 'c', 'd'], ['a'], 'count']);
  });

  it('end at the first turn that does not fit, even when an older one would', () => {
    const turns = [turn('small', 'ask', 'answer'), turn('huge', 'ask', '词'.repeat(9_000)), turn('new', 'ask', 'yes')];
    const { sent, leftOut } = trimmedTurns([...turns, QUESTION], { ...WIDE, contextTokens: 4_096 + 2_000 });
    assert.deepEqual([ids(sent), ids(leftOut)], [['new'], ['small', 'huge']]);
  });

  it('leave room for the longest answer', () => {
    const turns = [turn('a', 'ask', '词'.repeat(1_000))];
    const room = { ...WIDE, contextTokens: 3_000 };
    assert.equal(trimmedTurns([...turns, QUESTION], { ...room, outputTokens: 1_000 }).sent.length, 1);
    assert.equal(trimmedTurns([...turns, QUESTION], { ...room, outputTokens: 2_500 }).sent.length, 0);
  });

  it('leave room for the attachments of the question', () => {
    const attachment: Attachment = {
      id: 'x',
      kind: 'pasted',
      path: '',
      languageId: '',
      startLine: 1,
      endLine: 1,
      text: '词'.repeat(2_000),
    };
    const turns = [turn('a', 'ask', '词'.repeat(1_000))];
    const room = { ...WIDE, contextTokens: 4_096 + 1_500 };
    assert.equal(trimmedTurns([...turns, QUESTION], room).sent.length, 1);
    assert.equal(trimmedTurns([...turns, { ...QUESTION, attachments: [attachment] }], room).sent.length, 0);
  });

  it('are measured with the observed tokens of the model', () => {
    const turns = ['a', 'b', 'c', 'd'].map(id => turn(id, 'ask', '词'.repeat(1_000)));
    const room = { ...WIDE, contextTokens: 4_096 + 3_500 };
    assert.equal(trimmedTurns([...turns, QUESTION], room).sent.length, 4);
    const twice = trimmedTurns([...turns, QUESTION], { ...room, tokensOf: ({ han }) => (2 * han) / 100 });
    assert.equal(twice.sent.length, 2);
  });

  it('are all of them for a model whose context size is unknown', () => {
    const turns = ['a', 'b'].map(id => turn(id, 'ask', '词'.repeat(900_000)));
    assert.equal(trimmedTurns([...turns, QUESTION], { ...WIDE, contextTokens: undefined }).sent.length, 2);
  });

  it('exclude unanswered and withdrawn turns, which the service would reject', () => {
    const turns = [
      turn('unanswered', 'ask', ' '),
      turn('withdrawn', 'ask', '', { answer: { ...newAnswer('m'), text: 'x', safety: 'ended' } }),
      turn('a', 'ask', 'answer'),
    ];
    const { sent, leftOut } = trimmedTurns([...turns, QUESTION], WIDE);
    assert.deepEqual([ids(sent), ids(leftOut)], [['a'], []]);
  });

  it('are always the newest, fit together, and leave out as few as possible', () => {
    const turns = fc.array(fc.integer({ min: 1, max: 4_000 }), { maxLength: 12 });
    const sizes = fc.record({
      turns,
      context: fc.integer({ min: 1_000, max: 20_000 }),
      most: fc.integer({ min: 0, max: 9 }),
    });
    fc.assert(
      fc.property(sizes, ({ turns: lengths, context, most }) => {
        const all = lengths.map((length, index) => turn(String(index), 'ask', '词'.repeat(length)));
        const settings = { ...SETTINGS, modelContextTokens: context, maxOutputTokens: 512, maxTurnsSent: most };
        const room = { ...WIDE, contextTokens: context, outputTokens: 512, mostTurns: most };
        const { sent, leftOut, because } = trimmedTurns([...all, QUESTION], room);
        assert.deepEqual([...leftOut, ...sent], all);
        assert.ok(sent.length <= most);
        const tokensOf = (more: number): number =>
          estimateMessagesTokens(
            plannedRequest({ ...QUESTION, mostEarlier: more }, all, { ...settings, modelContextTokens: undefined })
              .messages,
          ) + 512;
        if (sent.length > 0) assert.ok(tokensOf(sent.length) <= context);
        const isLength = leftOut.length > 0 && sent.length < most;
        if (isLength) assert.ok(tokensOf(sent.length + 1) > context);
        if (leftOut.length > 0) assert.equal(because, isLength ? 'length' : 'count');
      }),
    );
  });

  it('are those in the planned request', () => {
    const turns = ['a', 'b', 'c', 'd'].map(id => turn(id, `ask ${id}`, '词'.repeat(1_000)));
    const { messages } = plannedRequest(QUESTION, turns, { ...SETTINGS, modelContextTokens: 4_096 + 1_900 });
    assert.deepEqual(
      messages.map(({ role, content }) => (role === 'user' ? content : role)),
      ['system', 'ask c', 'assistant', 'ask d', 'assistant', 'and now?'],
    );
  });

  it('can be fewer for one question', () => {
    const turns = ['a', 'b', 'c'].map(id => turn(id, 'ask', 'answer'));
    assert.equal(plannedRequest({ ...QUESTION, mostEarlier: 1 }, turns, SETTINGS).messages.length, 4);
    assert.equal(plannedRequest({ ...QUESTION, mostEarlier: 0 }, turns, SETTINGS).messages.length, 2);
    assert.equal(
      plannedRequest({ ...QUESTION, mostEarlier: 99 }, turns, { ...SETTINGS, maxTurnsSent: 2 }).messages.length,
      6,
    );
  });

  it('are counted with the answer, except for a first question', () => {
    const turns = ['a', 'b'].map(id => turn(id, 'ask', 'answer'));
    assert.equal(earlierCounts(trimmedTurns([QUESTION], WIDE)), undefined);
    assert.deepEqual(earlierCounts(trimmedTurns([...turns, QUESTION], { ...WIDE, mostTurns: 1 })), {
      sent: 1,
      leftOut: 1,
      because: 'count',
    });
  });
});
