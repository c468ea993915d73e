import assert from 'node:assert/strict';
import { WenxinError } from '../../../src/core/errors.ts';
import { begin, DONE, lastTurn, question, scripted } from './sessionStage.ts';

describe('A session with a budget', () => {
  it("sends the user's allowance with one retry only", async () => {
    const refusal = new WenxinError('budget', 'used up', { worstNanoYuan: 70 });
    const { backend, requests } = scripted(() => {
      if (requests.at(-1)?.consent === undefined) throw refusal;
    }, DONE);
    const { session } = begin(backend);
    await session.ask(question('hi'));
    const { id, answer } = lastTurn(session);
    assert.deepEqual(answer.failure, { kind: 'budget', worstNanoYuan: 70 });
    await session.retry(id, { allowance: { upToNanoYuan: 70 } });
    assert.deepEqual(requests.at(-1)?.consent, { allowance: { upToNanoYuan: 70 } });
    assert.equal(lastTurn(session).answer.state, 'finished');
    await session.ask(question('again'));
    assert.equal(requests.at(-1)?.consent, undefined);
    assert.equal(session.conversation.turns.length, 2);
  });

  it('reports that it waits for the budget only while it does, and keeps the limit on the answer', async () => {
    const seen: unknown[] = [];
    const limited = { maxOutputTokens: 300, leftNanoYuan: 9 };
    const { backend } = scripted(
      { type: 'waiting', why: 'budget' },
      { type: 'attempt', number: 1, endpoint: 'test', model: 'ernie-5.1' },
      { type: 'limited', ...limited },
      DONE,
    );
    const { session } = begin(backend);
    session.onDidChange(change => {
      if (change.type === 'turn') seen.push(change.turn.answer.waiting?.why);
    });
    await session.ask(question('hi'));
    assert.deepEqual(seen.slice(0, 3), [undefined, 'budget', undefined]);
    assert.equal(lastTurn(session).answer.waiting, undefined);
    assert.deepEqual(lastTurn(session).answer.limited, limited);
  });

  it('does not send a question that is certainly too long for the model, and reports its length', async () => {
    const { backend, requests } = scripted(DONE);
    const { session } = begin(backend);
    await session.ask(question('字'.repeat(250_000)));
    const { failure } = lastTurn(session).answer;
    assert.equal(failure?.kind, 'too-long');
    assert.ok((failure.tokens ?? 0) > 150_000);
    assert.equal(failure.limitTokens, 131_072);
    assert.equal(requests.length, 0);
  });
});
