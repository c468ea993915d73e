import assert from 'node:assert/strict';
import { WenxinError } from '../../../src/core/errors.ts';
import type { NewQuestion } from '../../../src/core/conversation/nextTurn.ts';
import { begin, DONE, scripted, SETTINGS, text } from './sessionStage.ts';

const ask = (prompt: string): NewQuestion => ({ feature: 'chat', question: prompt, prompt, attachments: [] });

describe('A long conversation', () => {
  it('records with each answer how many earlier turns were sent', async () => {
    const { backend } = scripted(text('答'), DONE);
    const { session } = begin(backend, { settings: { ...SETTINGS, maxTurnsSent: 2 } });
    for (const prompt of ['一', '二', '三', '四']) await session.ask(ask(prompt));
    assert.deepEqual(
      session.conversation.turns.map(({ answer }) => answer.earlier),
      [
        undefined,
        { sent: 1, leftOut: 0, because: 'length' },
        { sent: 2, leftOut: 0, because: 'count' },
        { sent: 2, leftOut: 1, because: 'count' },
      ],
    );
  });

  it('tells before a question which earlier turns it would leave out', async () => {
    const { backend } = scripted(text('词'.repeat(1_000)), DONE);
    const { session } = begin(backend, { settings: { ...SETTINGS, modelContextTokens: 4_096 + 1_900 } });
    for (const prompt of ['一', '二', '三', '四']) await session.ask(ask(prompt));
    const { sent, leftOut, because } = session.earlier(ask('五'));
    assert.deepEqual(
      [sent.map(({ prompt }) => prompt), leftOut.map(({ prompt }) => prompt), because],
      [['三', '四'], ['一', '二'], 'length'],
    );
  });

  it('can continue with fewer earlier turns after the service found it too long, also when retried', async () => {
    let isTooLong = false;
    const { backend, requests } = scripted(
      () => {
        if (isTooLong) throw new WenxinError('too-long', 'prompt_too_long');
      },
      text('答'),
      DONE,
    );
    const { session } = begin(backend);
    for (const prompt of ['一', '二', '三', '四']) await session.ask(ask(prompt));
    isTooLong = true;
    await session.ask(ask('五'));
    const failed = session.conversation.turns.at(-1) ?? assert.fail();
    assert.deepEqual([failed.answer.failure?.kind, failed.answer.earlier?.sent], ['too-long', 4]);

    await session.retry(failed.id, undefined, 2);
    isTooLong = false;
    await session.retry(failed.id);
    const asked = requests.slice(-3).map(({ messages }) => messages.length);
    assert.deepEqual(asked, [1 + 8 + 1, 1 + 4 + 1, 1 + 4 + 1]);
    const now = session.conversation.turns.at(-1) ?? assert.fail();
    assert.deepEqual([now.id, now.answer.state, now.mostEarlier], [failed.id, 'finished', 2]);
    assert.deepEqual(now.answer.earlier, { sent: 2, leftOut: 2, because: 'count' });
  });

  it('leaves out earlier turns to make room for the partial answer it continues', async () => {
    let isCut = false;
    const cut = '词'.repeat(2_000);
    const { backend, requests } = scripted(
      () => {
        if (isCut) throw new WenxinError('truncated', 'cut');
      },
      text(cut),
      () => {
        isCut = requests.length === 2;
        if (isCut) throw new WenxinError('truncated', 'cut');
      },
      DONE,
    );
    const { session } = begin(backend, { settings: { ...SETTINGS, modelContextTokens: 4_096 + 2_000 } });
    await session.ask(ask('一'));
    await session.ask(ask('二'));
    isCut = false;
    const turn = session.conversation.turns.at(-1) ?? assert.fail();
    assert.equal(session.planContinue(turn).messages.filter(({ content }) => content === '一').length, 0);
    assert.equal(session.plan(ask('三')).messages.filter(({ content }) => content === '一').length, 0);
  });
});
