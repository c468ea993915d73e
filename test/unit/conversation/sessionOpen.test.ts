import assert from 'node:assert/strict';
import type { ChatRequest } from '../../../src/core/chat.ts';
import type { KeptConversation } from '../../../src/core/conversation/history.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { SteeredBackend } from '../../support/steeredBackend.ts';
import { begin, lastTurn, MemoryHistory, question, text } from './sessionStage.ts';

const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** A session with one running answer, whose events the test controls. */
async function stage(history = new MemoryHistory()) {
  const steered = new SteeredBackend<ChatRequest>();
  const on = begin(steered.backend, { history });
  const asked = on.session.ask(question('one'));
  await settled();
  const [answer = assert.fail('nothing was asked')] = steered.asked;
  answer.tell(text('begun'));
  await settled();
  return { ...on, steered, answer, asked, id: on.session.conversation.id };
}

describe('A session that opens other conversations', () => {
  it('lets a running answer finish in its conversation when a new one is started', async () => {
    const { session, history, changes, answer, asked, id } = await stage();
    session.startNew();
    changes.length = 0;
    assert.deepEqual([session.isBusy, session.conversation.turns], [false, []]);
    answer.tell(text(' and ended'));
    answer.finish();
    await asked;
    const kept = history.saved.get(id)?.[0]?.answer;
    assert.deepEqual([kept?.state, kept?.text, changes], ['finished', 'begun and ended', []]);
  });

  it('answers in both at once, and stops only the one that is shown', async () => {
    const { session, history, steered, answer, asked, id } = await stage();
    session.startNew();
    const second = session.ask(question('two'));
    await settled();
    assert.equal(steered.running, 2);
    session.stop();
    await second;
    assert.deepEqual([lastTurn(session).answer.state, steered.running], ['stopped', 1]);
    answer.finish();
    await asked;
    assert.equal(history.saved.get(id)?.[0]?.answer.state, 'finished');
  });

  it('knows the progress of an answer that is not shown', async () => {
    const { session, answer, asked, id } = await stage();
    session.startNew();
    assert.deepEqual([session.answering(id)?.answer.text, session.answering('unknown')], ['begun', undefined]);
    answer.finish();
    await asked;
    assert.equal(session.answering(id), undefined);
  });

  it('stops an answer that is not shown by the ID of its conversation', async () => {
    const { session, history, steered, asked, id } = await stage();
    session.startNew();
    session.stop('unknown');
    assert.equal(steered.running, 1);
    session.stop(id);
    await asked;
    assert.deepEqual([steered.running, history.saved.get(id)?.[0]?.answer.state], [0, 'stopped']);
  });

  it('shows the latest text of a running answer when its conversation is reopened', async () => {
    const { session, changes, answer, asked, id } = await stage();
    session.startNew();
    answer.tell(text(', more'));
    await settled();
    changes.length = 0;
    await session.open(id);
    assert.deepEqual(changes, [{ type: 'conversation' }]);
    assert.deepEqual([lastTurn(session).answer.text, session.isBusy], ['begun, more', true]);
    answer.tell(text(', all'));
    answer.finish();
    await asked;
    assert.deepEqual([lastTurn(session).answer.text, session.isBusy], ['begun, more, all', false]);
  });

  it('shows the end of an answer that ended while its conversation was being loaded', async () => {
    const { session, history, answer, asked, id } = await stage();
    session.startNew();
    let read = (_: KeptConversation | undefined): void => undefined;
    const before = await history.load(id);
    history.load = () => new Promise(resolve => (read = resolve));
    const opened = session.open(id);
    answer.tell(text(', all'));
    answer.finish();
    await asked;
    read(before);
    await opened;
    assert.deepEqual([lastTurn(session).answer.state, lastTurn(session).answer.text], ['finished', 'begun, all']);
  });

  it('shows the last of several conversations opened at once, and none when a new one was started', async () => {
    const { session, history, id } = await stage();
    session.startNew();
    const reads = new Map<string, (kept: KeptConversation) => void>();
    history.load = wanted => new Promise(resolve => reads.set(wanted, resolve));
    const both = [session.open('a'), session.open('b')];
    reads.get('b')?.({ id: 'b', turns: [], tip: undefined });
    reads.get('a')?.({ id: 'a', turns: [], tip: undefined });
    await Promise.all(both);
    assert.equal(session.conversation.id, 'b');
    const late = session.open(id);
    session.startNew();
    reads.get(id)?.({ id, turns: [], tip: undefined });
    await late;
    assert.notEqual(session.conversation.id, id);
  });

  it('stays where it is when the conversation is unknown or already shown', async () => {
    const { session, changes, id } = await stage();
    changes.length = 0;
    await session.open('gone');
    await session.open(id);
    assert.deepEqual([session.conversation.id, changes], [id, []]);
  });

  it('shows on request what another window has saved since', async () => {
    const { session, history, answer, asked, id } = await stage();
    answer.finish();
    await asked;
    const [turn = assert.fail()] = history.saved.get(id) ?? [];
    await history.save(id, { ...turn, answer: { ...turn.answer, text: 'begun elsewhere' } });
    await session.reload();
    assert.deepEqual([session.conversation.id, lastTurn(session).answer.text], [id, 'begun elsewhere']);
  });

  it('keeps a question that is asked while other windows’ changes are read', async () => {
    const { session, history, answer, asked, id } = await stage();
    answer.finish();
    await asked;
    const saved = await history.load(id);
    let read = (_: KeptConversation | undefined): void => undefined;
    history.load = () => new Promise(resolve => (read = resolve));
    const reloaded = session.reload();
    const next = session.ask(question('another'));
    read(saved);
    await reloaded;
    assert.equal(lastTurn(session).question, 'another');
    session.stop(id);
    await next;
  });

  it('does not open a conversation that cannot be read', async () => {
    const { session, history, id } = await stage();
    history.load = () => Promise.reject(new WenxinError('storage', 'broken'));
    await assert.rejects(session.open('other'));
    assert.equal(session.conversation.id, id);
  });

  it('stops all answers when it is closed, and waits until they are saved', async () => {
    const { session, history, steered, id } = await stage();
    session.startNew();
    const other = session.conversation.id;
    void session.ask(question('two'));
    await settled();
    let saved = 0;
    const save = history.save.bind(history);
    history.save = async (...args) => {
      await settled();
      await save(...args);
      saved++;
    };
    await session.close();
    assert.deepEqual([steered.running, saved], [0, 2]);
    for (const each of [id, other]) assert.equal(history.saved.get(each)?.[0]?.answer.state, 'stopped');
  });
});
