import assert from 'node:assert/strict';
import { AnswerCollector } from '../../../src/core/cache/answerCollector.ts';
import type { KeptAnswer } from '../../../src/core/cache/keptAnswer.ts';
import { replay } from '../../../src/core/cache/replay.ts';
import type { ChatEvent, Finish, Origin } from '../../../src/core/chat.ts';
import { exampleAnswer } from './keptExample.ts';

const ATTEMPT: ChatEvent = { type: 'attempt', number: 1, endpoint: 'example', model: 'ernie-test' };
const TEXT: ChatEvent = { type: 'text', text: 'hello' };
const DONE: ChatEvent = { type: 'done', finish: 'stop' };
const { usage } = exampleAnswer();
const page = (index: number): ChatEvent => ({
  type: 'citations',
  citations: [{ index, url: `https://localhost/${index}`, title: '' }],
});

describe('AnswerCollector', () => {
  it('joins consecutive pieces of the same kind', () => {
    const answer = collect(
      ATTEMPT,
      { type: 'reasoning', text: 'well' },
      { type: 'reasoning', text: ', then' },
      { type: 'text', text: 'he' },
      { type: 'text', text: 'llo' },
      page(1),
      page(2),
      { type: 'text', text: '!' },
      { ...DONE, usage },
    );
    assert.deepEqual(answer, {
      content: [
        { type: 'reasoning', text: 'well, then' },
        { type: 'text', text: 'hello' },
        {
          type: 'citations',
          citations: [
            { index: 1, url: 'https://localhost/1', title: '' },
            { index: 2, url: 'https://localhost/2', title: '' },
          ],
        },
        { type: 'text', text: '!' },
      ],
      usage,
      amountNanoYuan: 5,
      answeredAtMs: 1_000,
    });
  });

  it('has neither usage nor amount when they are unknown', () => {
    const collector = new AnswerCollector();
    for (const event of [TEXT, DONE]) collector.add(event);
    assert.deepEqual(collector.answer(undefined, 1_000), { content: [TEXT], answeredAtMs: 1_000 });
  });

  it('drops what arrived before a new attempt', () => {
    const lost: ChatEvent = { type: 'text', text: 'lost' };
    const before: ChatEvent[] = [lost, page(1), { type: 'safety', verdict: 'warn' }, lost];
    assert.deepEqual(collect(ATTEMPT, ...before, { ...ATTEMPT, number: 2 }, TEXT, DONE)?.content, [TEXT]);
  });

  it('ignores waits and limits', () => {
    const limited: ChatEvent = { type: 'limited', maxOutputTokens: 300, leftNanoYuan: 1 };
    assert.deepEqual(collect({ type: 'waiting', why: 'queue' }, ATTEMPT, limited, TEXT, DONE)?.content, [TEXT]);
  });

  it('skips empty pieces', () => {
    const nothing: ChatEvent = { type: 'reasoning', text: '' };
    assert.deepEqual(collect(nothing, TEXT, DONE)?.content, [TEXT]);
  });

  it('has no answer before the end', () => assert.equal(collect(ATTEMPT, TEXT), undefined));

  for (const finish of ['length', 'filtered', 'tools'] satisfies Finish[]) {
    it(`has nothing of an answer that ended with ${finish}`, () => {
      assert.equal(collect(TEXT, { type: 'done', finish }), undefined);
    });
  }

  for (const verdict of ['warn', 'end', 'hide', 'withdraw'] as const) {
    it(`has nothing of an answer with the flag ${verdict}`, () => {
      assert.equal(collect(TEXT, { type: 'safety', verdict }, TEXT, DONE), undefined);
    });
  }

  it('has no answer when it calls a tool', () => {
    assert.equal(collect(TEXT, { type: 'toolCall', index: 0, arguments: '' }, DONE), undefined);
  });

  it('has no answer when its text is blank', () => {
    assert.equal(collect({ type: 'reasoning', text: 'well' }, { type: 'text', text: ' \n' }, DONE), undefined);
  });
});

describe('replay', () => {
  const origin: Origin = { level: 'memory', answeredAtMs: 1_000, savedNanoYuan: 5 };

  it('yields the content, and its origin at the end', () => {
    const answer = exampleAnswer();
    assert.deepEqual([...replay(answer, origin)], [...answer.content, { ...DONE, usage, origin }]);
  });

  it('yields no usage when it is unknown', () => {
    const answer: KeptAnswer = { content: [TEXT], answeredAtMs: 1_000 };
    assert.deepEqual([...replay(answer, origin)], [TEXT, { ...DONE, origin }]);
  });

  it('yields events that are collected as the same answer again', () => {
    const { amountNanoYuan, answeredAtMs, ...answer } = exampleAnswer();
    const collector = new AnswerCollector();
    for (const event of replay({ ...answer, answeredAtMs }, origin)) collector.add(event);
    assert.deepEqual(collector.answer(amountNanoYuan, answeredAtMs), exampleAnswer());
  });
});

function collect(...events: readonly ChatEvent[]): KeptAnswer | undefined {
  const collector = new AnswerCollector();
  for (const event of events) collector.add(event);
  return collector.answer(5, 1_000);
}
