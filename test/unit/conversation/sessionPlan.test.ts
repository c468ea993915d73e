import assert from 'node:assert/strict';
import type { ChatRequest } from '../../../src/core/chat.ts';
import type { Turn } from '../../../src/core/conversation/conversation.ts';
import type { PlannedRequest } from '../../../src/core/conversation/plannedRequest.ts';
import type { NewQuestion } from '../../../src/core/conversation/nextTurn.ts';
import { begin, DONE, scripted, SETTINGS, text } from './sessionStage.ts';

const ask = (prompt: string, feature: NewQuestion['feature'] = 'chat'): NewQuestion => ({
  feature,
  question: prompt,
  prompt,
  attachments: [],
});

/** Returns the fields that a plan shares with its request. */
const planned = ({ feature, model, messages, maxOutputTokens }: ChatRequest | PlannedRequest) => ({
  feature,
  model,
  messages,
  maxOutputTokens,
});

describe('The plan of a session', () => {
  it('is what the session then sends, with earlier turns, and adds no turn itself', async () => {
    const { backend, requests } = scripted(text('答'), DONE);
    const { session } = begin(backend);
    await session.ask(ask('一'));
    const plan = session.plan(ask('二'));
    assert.equal(session.conversation.turns.length, 1);
    assert.equal(plan.messages.length, 4);
    await session.ask(ask('二'));
    assert.deepEqual(planned(plan), planned(requests[1] ?? assert.fail()));
  });

  it('leaves earlier turns out of a built-in command', async () => {
    const { backend } = scripted(text('答'), DONE);
    const { session } = begin(backend);
    await session.ask(ask('一'));
    assert.equal(session.plan(ask('解释', 'explain')).messages.length, 2);
  });

  it('follows the settings', () => {
    const { session } = begin(scripted().backend, {
      settings: { ...SETTINGS, model: 'other', maxOutputTokens: 9_000, modelOutputTokens: 2_048 },
    });
    const { model, maxOutputTokens } = session.plan(ask('一'));
    assert.deepEqual([model, maxOutputTokens], ['other', 2_048]);
  });

  for (const [what, events] of [
    ['in its place when nothing had come', []],
    ['as a new turn when there is text to keep', [text('半')]],
  ] as const) {
    it(`is what a retry sends, ${what}`, async () => {
      const { backend, requests } = scripted(...events, () => {
        throw new Error('broken');
      });
      const { session } = begin(backend);
      await session.ask(ask('一'));
      const turn = session.conversation.turns[0] as Turn;
      const plan = session.planRetry(turn);
      await session.retry(turn.id);
      assert.deepEqual(planned(plan), planned(requests[1] ?? assert.fail()));
    });
  }

  it('is what regenerating sends: the messages before the first answer', async () => {
    const { backend, requests } = scripted(text('答'), DONE);
    const { session } = begin(backend);
    await session.ask(ask('一'));
    await session.ask(ask('二'));
    const [first] = session.conversation.turns as Turn[];
    const plan = session.planRegenerate(first ?? assert.fail());
    assert.equal(plan.messages.length, 2);
    await session.regenerate(first?.id ?? '');
    assert.deepEqual(planned(plan), planned(requests[2] ?? assert.fail()));
  });
});
