import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ChatBackend, ChatRequest } from '../../../src/core/chat.ts';
import { resume } from '../../../src/core/conversation/resume.ts';
import type { Session } from '../../../src/core/conversation/session.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { begin, DONE, lastTurn, MemoryHistory, question, text } from './sessionStage.ts';

/** Answers each question with the number of its request, or ends as scripted. */
function stage(history = new MemoryHistory()) {
  const requests: ChatRequest[] = [];
  const came: string[] = [];
  const endings: ('nothing' | 'half' | 'cut')[] = [];
  const backend: ChatBackend = async function* (request) {
    await Promise.resolve();
    requests.push(request);
    const ending = endings.shift();
    if (ending === 'nothing') throw new WenxinError('busy', 'busy');
    came.push(`answer ${requests.length} `);
    yield text(`answer ${requests.length} `);
    if (ending === 'half') throw new WenxinError('truncated', 'cut');
    yield ending === 'cut' ? { ...DONE, finish: 'length' } : DONE;
  };
  return {
    ...begin(backend, { history }),
    backend,
    requests,
    came,
    end: (...how: typeof endings) => endings.push(...how),
  };
}

const shown = (session: Session): string[] => session.conversation.turns.map(turn => turn.question);

const sent = (request: ChatRequest | undefined): unknown =>
  request?.messages.map(({ content }) => content.trim()).slice(1);

const idOf = (session: Session, words: string): string =>
  session.conversation.turns.find(turn => turn.question === words)?.id ?? assert.fail(`${words} is not shown`);

/** Returns whether the user can reach the turn by selecting siblings of the turns that are shown. */
function isReached(session: Session, wanted: string): boolean {
  const seen = new Set<string>();
  for (const open = session.conversation.turns.map(({ id }) => id); open.length > 0;) {
    const id = open.pop() ?? '';
    if (seen.has(id)) continue;
    seen.add(id);
    session.showBranch(id);
    open.push(...session.conversation.turns.flatMap(turn => session.branchesOf(turn.id)).map(turn => turn.id));
  }
  return seen.has(wanted);
}

describe('A session with branches', () => {
  it('asks an edited question beside the original, after the same earlier turns', async () => {
    const { session, requests, changes } = stage();
    for (const words of ['one', 'two', 'three']) await session.ask(question(words));
    const first = idOf(session, 'two');
    changes.length = 0;
    await session.edit(first, question('zwei'));
    assert.deepEqual(shown(session), ['one', 'zwei']);
    assert.deepEqual(sent(requests[3]), ['one', 'answer 1', 'zwei']);
    assert.equal(requests[3]?.fresh, undefined);
    assert.deepEqual(changes[0], { type: 'branch', kept: 1 });
    assert.deepEqual(
      session.branchesOf(first).map(turn => turn.question),
      ['two', 'zwei'],
    );
  });

  it('shows a branch to its newest end, also after a restart', async () => {
    const { session, history, backend, changes } = stage();
    for (const words of ['one', 'two', 'three']) await session.ask(question(words));
    const first = idOf(session, 'two');
    await session.edit(first, question('zwei'));
    const other = lastTurn(session).id;
    changes.length = 0;
    session.showBranch(first);
    assert.deepEqual(shown(session), ['one', 'two', 'three']);
    assert.deepEqual(changes, [{ type: 'branch', kept: 1 }]);
    const { id } = session.conversation;
    const again = begin(backend, { history, kept: await resume(history, id) });
    assert.deepEqual(shown(again.session), ['one', 'two', 'three']);
    session.showBranch(other);
    assert.deepEqual(shown(session), ['one', 'zwei']);
    assert.deepEqual(shown(begin(backend, { history, kept: await resume(history, id) }).session), ['one', 'zwei']);
  });

  it('reports no change when the branch is already shown or the turn is unknown', async () => {
    const { session, changes } = stage();
    await session.ask(question('one'));
    changes.length = 0;
    session.showBranch(lastTurn(session).id);
    session.showBranch('unknown');
    await session.edit('unknown', question('two'));
    await session.continueAnswer('unknown');
    assert.deepEqual(changes, []);
  });

  it('continues after the end that is shown, whichever turns were asked last', async () => {
    const { session, requests } = stage();
    await session.ask(question('one'));
    await session.edit(idOf(session, 'one'), question('eins'));
    session.showBranch(session.branchesOf(idOf(session, 'eins'))[0]?.id ?? '');
    await session.ask(question('two'));
    assert.deepEqual(shown(session), ['one', 'two']);
    assert.deepEqual(sent(requests[2]), ['one', 'answer 1', 'two']);
  });

  it('retries in place when no text had arrived, and beside it when there is text to keep', async () => {
    const { session, requests, end } = stage();
    end('nothing', 'half', 'half');
    await session.ask(question('one'));
    await session.retry(lastTurn(session).id);
    assert.deepEqual([requests.length, session.branchesOf(lastTurn(session).id).length], [2, 1]);
    await session.retry(lastTurn(session).id);
    assert.deepEqual(
      session.branchesOf(lastTurn(session).id).map(turn => turn.answer.text),
      ['answer 2 ', 'answer 3 '],
    );
  });

  it('keeps the turns after a failed question when it is retried in place', async () => {
    const { session, requests, end } = stage();
    end('nothing');
    for (const words of ['one', 'two']) await session.ask(question(words));
    await session.retry(idOf(session, 'one'));
    assert.deepEqual(shown(session), ['one', 'two']);
    assert.deepEqual(sent(requests[2]), ['one']);
  });

  it('stays on the branch of an answer that is being written', async () => {
    let release = (): void => undefined;
    const held: ChatBackend = async function* () {
      yield text('first');
      await new Promise<void>(resolve => (release = resolve));
      yield DONE;
    };
    const { session, changes } = begin(held);
    const one = session.ask(question('one'));
    await new Promise(resolve => setImmediate(resolve));
    release();
    await one;
    const edited = session.edit(lastTurn(session).id, question('eins'));
    await new Promise(resolve => setImmediate(resolve));
    changes.length = 0;
    session.showBranch(session.branchesOf(lastTurn(session).id)[0]?.id ?? '');
    assert.deepEqual([shown(session), changes], [['eins'], []]);
    release();
    await edited;
  });

  it('shows the last question even when the process ended before its branch was stored', async () => {
    const { session, history, backend } = stage();
    for (const words of ['one', 'two']) await session.ask(question(words));
    const { id } = session.conversation;
    history.tips.set(id, idOf(session, 'one'));
    assert.deepEqual(shown(begin(backend, { history, kept: await resume(history, id) }).session), ['one', 'two']);
    history.tips.set(id, 'gone');
    assert.deepEqual(shown(begin(backend, { history, kept: await resume(history, id) }).session), ['one', 'two']);
  });

  it('continues when it cannot store which branch is shown', async () => {
    const { session, history } = stage();
    history.saveTip = () => Promise.reject(new WenxinError('storage', 'disk full'));
    await session.ask(question('one'));
    await session.edit(lastTurn(session).id, question('eins'));
    session.showBranch(session.branchesOf(lastTurn(session).id)[0]?.id ?? '');
    assert.deepEqual(shown(session), ['one']);
  });

  it('never loses text that arrived, and keeps every turn reachable, whatever the user does', async () => {
    const step = fc.record({
      what: fc.constantFrom('ask', 'edit', 'regenerate', 'retry', 'continueAnswer', 'showBranch' as const),
      where: fc.nat(9),
      ends: fc.constantFrom('nothing', 'half', 'cut', 'done' as const),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async steps => {
        const { session, history, came, end } = stage();
        for (const [number, { what, where, ends }] of steps.entries()) {
          const beside = session.conversation.turns.flatMap(({ id }) => session.branchesOf(id));
          const turnId = beside[where % Math.max(1, beside.length)]?.id ?? '';
          if (ends !== 'done') end(ends);
          if (what === 'ask') await session.ask(question(`question ${number}`));
          else if (what === 'edit') await session.edit(turnId, question(`question ${number}`));
          else await session[what](turnId);
        }
        const saved = history.saved.get(session.conversation.id) ?? [];
        const texts = saved.map(({ answer }) => answer.text).join('');
        for (const each of came) assert.ok(texts.includes(each), `${each} is lost`);
        for (const { id } of saved) assert.ok(isReached(session, id), 'a turn cannot be reached');
      }),
    );
  });
});
