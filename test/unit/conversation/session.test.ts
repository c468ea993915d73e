import assert from 'node:assert/strict';
import type { ChatBackend } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { resume } from '../../../src/core/conversation/resume.ts';
import { begin, DONE, lastTurn, MemoryHistory, question, scripted, SETTINGS, text } from './sessionStage.ts';

describe('A session', () => {
  it('shows an answer as it grows and keeps it when it ends', async () => {
    const { backend } = scripted(text('你'), text('好'), DONE);
    const { session, history, changes } = begin(backend);
    await session.ask(question('hi'));
    const { answer } = lastTurn(session);
    assert.deepEqual([answer.state, answer.text, answer.bookings.length], ['finished', '你好', 1]);
    assert.deepEqual(
      changes.map(change => change.type),
      ['turn', 'turn', 'delta', 'turn', 'turn'],
    );
    assert.deepEqual(history.saved.get(session.conversation.id), session.conversation.turns);
  });

  it('reports every piece of text exactly once', async () => {
    const { backend } = scripted(text('a'), { type: 'reasoning', text: 'r' }, text('b'), text('c'), DONE);
    const { session, changes } = begin(backend);
    await session.ask(question('hi'));
    let shown = '';
    for (const change of changes) {
      if (change.type === 'turn') shown = change.turn.answer.text;
      if (change.type === 'delta') shown += change.text;
      if (change.type === 'turn') assert.equal(shown, change.turn.answer.text);
    }
    assert.equal(shown, 'abc');
  });

  it('keeps the text and the cost of an answer that was stopped', async () => {
    const { backend } = scripted(text('half'), () => session.stop(), text('never'), DONE);
    const { session } = begin(backend);
    await session.ask(question('hi'));
    const { answer } = lastTurn(session);
    assert.deepEqual([answer.state, answer.text, answer.bookings[0]?.outcome], ['stopped', 'half', 'cancelled']);
    assert.equal(session.isBusy, false);
  });

  it('turns an error into a failed turn with its details, and keeps the text before it', async () => {
    const { backend } = scripted(text('half'), () => {
      throw new WenxinError('truncated', 'cut', { host: 'example.com', status: 200 });
    });
    const { session } = begin(backend);
    await session.ask(question('hi'));
    const { answer } = lastTurn(session);
    assert.equal(answer.text, 'half');
    assert.deepEqual(answer.failure, { kind: 'truncated', host: 'example.com', status: 200 });
  });

  it('sends earlier answers, except those that failed without text', async () => {
    const script = scripted(text('answer'), DONE);
    let fails = false;
    const backend: ChatBackend = (request, signal) => {
      if (fails) throw new WenxinError('busy', 'busy');
      return script.backend(request, signal);
    };
    const { session } = begin(backend);
    await session.ask(question('one'));
    fails = true;
    await session.ask(question('two'));
    fails = false;
    await session.ask(question('three'));
    const sent = script.requests.at(-1)?.messages.map(message => [message.role, message.content]);
    assert.deepEqual(sent?.slice(1), [
      ['user', 'one'],
      ['assistant', 'answer'],
      ['user', 'three'],
    ]);
    assert.equal(sent?.[0]?.[0], 'system');
  });

  it('sends no more earlier turns than the setting allows', async () => {
    const { backend, requests } = scripted(text('answer'), DONE);
    const { session } = begin(backend, { settings: { ...SETTINGS, maxTurnsSent: 1 } });
    for (const words of ['one', 'two', 'three']) await session.ask(question(words));
    assert.deepEqual(
      requests
        .at(-1)
        ?.messages.filter(message => message.role === 'user')
        .map(message => message.content),
      ['two', 'three'],
    );
  });

  it('never answers two questions at once in a conversation', async () => {
    let release = (): void => undefined;
    const { backend, requests } = scripted(() => new Promise<void>(resolve => (release = resolve)), DONE);
    const { session } = begin(backend);
    const first = session.ask(question('one'));
    await assert.rejects(session.ask(question('two')), /another/);
    await session.edit(lastTurn(session).id, question('two'));
    await session.regenerate(lastTurn(session).id);
    await Promise.resolve();
    release();
    await first;
    assert.equal(requests.length, 1);
    assert.equal(session.conversation.turns.length, 1);
  });

  it('saves a running answer about once a second, so that a killed process loses little', async () => {
    const parts = Array.from({ length: 40 }, () => [() => clock.advance(100), text('x')] as const).flat();
    const { backend } = scripted(...parts, DONE);
    const { session, history, clock } = begin(backend);
    await session.ask(question('hi'));
    assert.ok(history.saves >= 5 && history.saves <= 7, `${history.saves} saves`);
  });

  it('keeps the cited pages of an answer until the answer is withdrawn', async () => {
    const page = (index: number) => ({ index, url: `https://p.example/${index}`, title: '' });
    const cited = (index: number) => ({ type: 'citations' as const, citations: [page(index)] });
    const kept = begin(scripted(cited(1), text('see [1]'), cited(2), DONE).backend);
    await kept.session.ask(question('hi'));
    assert.deepEqual(lastTurn(kept.session).answer.citations, [page(1), page(2)]);
    const verdict = { type: 'safety', verdict: 'withdraw' } as const;
    const withdrawn = begin(scripted(cited(1), text('see [1]'), verdict, cited(2), DONE).backend);
    await withdrawn.session.ask(question('hi'));
    assert.equal(lastTurn(withdrawn.session).answer.citations, undefined);
  });

  it('removes withdrawn text everywhere', async () => {
    const { backend, requests } = scripted(text('bad'), { type: 'safety', verdict: 'withdraw' }, text('worse'), DONE);
    const { session, history } = begin(backend);
    await session.ask(question('hi'));
    assert.equal(lastTurn(session).answer.text, '');
    assert.ok(!JSON.stringify([...history.saved.values()]).includes('bad'));
    await session.ask(question('again'));
    assert.ok(!JSON.stringify(requests.at(-1)?.messages).includes('bad'));
  });

  it('limits every answer by the user setting and by the model, whatever the feature', async () => {
    for (const [own, ofModel, sent] of [
      [8_192, 65_536, 8_192],
      [8_192, 2_048, 2_048],
      [8_192, undefined, 8_192],
    ] as const) {
      const { backend, requests } = scripted(DONE);
      const { session } = begin(backend, {
        settings: { ...SETTINGS, maxOutputTokens: own, modelOutputTokens: ofModel },
      });
      for (const feature of ['chat', 'explain', 'review'] as const) await session.ask({ ...question('hi'), feature });
      assert.deepEqual(
        requests.map(request => request.maxOutputTokens),
        [sent, sent, sent],
      );
      assert.equal(lastTurn(session).answer.isModelLimit === true, sent < own, 'whose limit it is, is known');
    }
  });

  it('fails the turn when the request itself cannot be built', async () => {
    const { backend } = scripted(DONE);
    const { session } = begin(backend, {
      settings: {
        ...SETTINGS,
        get maxTurnsSent(): number {
          throw new Error('broken');
        },
      },
    });
    await session.ask(question('hi'));
    assert.equal(lastTurn(session).answer.failure?.kind, 'unexpected');
    assert.equal(session.isBusy, false);
  });

  it('continues when the history cannot be written', async () => {
    const { backend } = scripted(text('answer'), DONE);
    const history = new MemoryHistory();
    history.save = () => Promise.reject(new WenxinError('storage', 'disk full'));
    const { session } = begin(backend, { history });
    await session.ask(question('hi'));
    assert.equal(lastTurn(session).answer.text, 'answer');
  });

  it('resumes a stored conversation', async () => {
    const { backend } = scripted(text('answer'), DONE);
    const { session, history } = begin(backend);
    await session.ask(question('hi'));
    const again = begin(backend, { history, kept: await resume(history, session.conversation.id) });
    assert.deepEqual(again.session.conversation, session.conversation);
  });

  it('resumes a conversation without questions, because a draft may belong to it', async () => {
    assert.equal(
      begin(scripted(DONE).backend, { kept: await resume(new MemoryHistory(), 'empty') }).session.conversation.id,
      'empty',
    );
  });
});
