import assert from 'node:assert/strict';
import type { ChatBackend, ChatEvent, ChatRequest } from '../../../src/core/chat.ts';
import type { Answer } from '../../../src/core/conversation/conversation.ts';
import { resume } from '../../../src/core/conversation/resume.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { begin, DONE, lastTurn, MemoryHistory, question, text } from './sessionStage.ts';

type Step = ChatEvent | 'stop' | WenxinError;

const CUT: ChatEvent = { type: 'done', finish: 'length' };

const BROKEN = new WenxinError('truncated', 'cut');

/** Plays one script per request. */
function stage(scripts: readonly (readonly Step[])[], history = new MemoryHistory()) {
  const requests: ChatRequest[] = [];
  const backend: ChatBackend = async function* (request, signal) {
    await Promise.resolve();
    requests.push(request);
    const book = (): void =>
      request.onBooked?.({
        questionId: request.questionId,
        model: request.model,
        endpoint: 'test',
        usage: { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 },
        source: 'usage',
        amountNanoYuan: 5,
        outcome: 'ok',
        totalMs: 1,
      });
    for (const step of scripts[requests.length - 1] ?? []) {
      if (step === 'stop') staged.session.stop();
      if (step instanceof WenxinError || signal.aborted || (typeof step === 'object' && step.type === 'done')) book();
      if (step instanceof WenxinError) throw step;
      signal.throwIfAborted();
      if (typeof step === 'object') yield step;
    }
  };
  const staged = begin(backend, { history });
  return { ...staged, requests, backend };
}

async function continued(...scripts: readonly (readonly Step[])[]): Promise<ReturnType<typeof stage>> {
  const on = stage(scripts);
  await on.session.ask(question('hi'));
  for (const _ of scripts.slice(1)) await on.session.continueAnswer(lastTurn(on.session).id);
  return on;
}

const facts = ({ state, text: shown, bookings }: Answer): unknown => [state, shown, bookings.length];

describe('A session that continues an answer', () => {
  it('sends the partial answer with the request to continue, and appends the result', async () => {
    const { session, requests, history } = await continued([text('one, '), CUT], [text('two'), DONE]);
    assert.deepEqual(facts(lastTurn(session).answer), ['finished', 'one, two', 2]);
    const [, asked, partial, instruction] = requests[1]?.messages ?? [];
    assert.deepEqual([asked?.content, partial], ['hi', { role: 'assistant', content: 'one, ' }]);
    assert.deepEqual([instruction?.role, requests[1]?.messages.length], ['user', 4]);
    assert.equal(session.conversation.turns.length, 1);
    assert.deepEqual(history.saved.get(session.conversation.id), session.conversation.turns);
  });

  it('neither reads the continuation from the cache nor stores it there', async () => {
    const { requests } = await continued([text('one, '), CUT], [text('two'), DONE]);
    assert.deepEqual(
      requests.map(({ isPart, fresh }) => [isPart, fresh]),
      [
        [undefined, undefined],
        [true, undefined],
      ],
    );
  });

  it('removes a reopened code fence from the continuation, also when it arrives in pieces', async () => {
    const code = '```ts\nlet a = f(';
    const { session, changes } = await continued(
      [text(code), CUT],
      [text('``'), text('`ts'), text('\nb'), text(');'), DONE],
    );
    assert.equal(lastTurn(session).answer.text, `${code}b);`);
    let shown = '';
    for (const change of changes) {
      if (change.type === 'delta') shown += change.text;
      if (change.type === 'turn') shown = change.turn.answer.text;
    }
    assert.equal(shown, `${code}b);`);
  });

  it('keeps the held-back part of a line when the rest never arrives', async () => {
    const code = '```ts\nlet a;\n';
    for (const end of [DONE, 'stop', BROKEN] as const) {
      const { session } = await continued([text(code), CUT], [text('```'), end]);
      assert.equal(lastTurn(session).answer.text, `${code}\`\`\``);
    }
  });

  it('continues as often as the answer is cut, and sends the joined answer with the next question', async () => {
    const { session, requests } = await continued([text('1'), CUT], [text('2'), CUT], [text('3'), DONE]);
    assert.deepEqual(facts(lastTurn(session).answer), ['finished', '123', 3]);
    assert.equal(requests[2]?.messages[2]?.content, '12');
    await session.ask(question('next'));
    assert.deepEqual(requests[3]?.messages.map(({ content }) => content).slice(1), ['hi', '123', 'next']);
  });

  it('continues an answer that was stopped or broke off', async () => {
    for (const end of ['stop', BROKEN] as const) {
      const { session } = await continued([text('one, '), end, text('never')], [text('two'), DONE]);
      assert.deepEqual(facts(lastTurn(session).answer), ['finished', 'one, two', 2]);
      assert.equal(lastTurn(session).answer.failure, undefined);
    }
  });

  it('keeps the partial answer when the continuation is empty, is stopped or breaks off', async () => {
    for (const [second, state, shown] of [
      [[new WenxinError('busy', 'busy')], 'failed', 'one, '],
      [['stop'], 'stopped', 'one, '],
      [[text('two'), BROKEN], 'failed', 'one, two'],
      [[text('two'), 'stop', text('never')], 'stopped', 'one, two'],
      [[{ type: 'reasoning', text: 'hm' }, BROKEN], 'failed', 'one, '],
    ] as const) {
      const { session, history } = await continued([text('one, '), CUT], second);
      assert.deepEqual(facts(lastTurn(session).answer), [state, shown, 2]);
      assert.deepEqual(history.saved.get(session.conversation.id)?.[0]?.answer.text, shown);
    }
  });

  it('reports each piece of the continuation exactly once', async () => {
    const { session, changes } = await continued([text('a'), text('b'), CUT], [text('c'), text('d'), DONE]);
    let shown = '';
    for (const change of changes) {
      if (change.type === 'delta') shown += change.text;
      if (change.type === 'turn') shown = change.turn.answer.text;
      assert.ok('abcd'.startsWith(shown));
    }
    assert.equal(shown, lastTurn(session).answer.text);
  });

  it('retries a continuation in place, with the consent of the user, when nothing had arrived', async () => {
    const refusal = new WenxinError('budget', 'used up', { worstNanoYuan: 7 });
    const { session, requests } = await continued([text('one, '), CUT], [refusal]);
    const consent = { allowance: { upToNanoYuan: 7 } };
    const plan = session.planRetry(lastTurn(session));
    await session.retry(lastTurn(session).id, consent);
    assert.deepEqual([requests[2]?.isPart, requests[2]?.consent], [true, consent]);
    assert.deepEqual(plan.messages, requests[2]?.messages);
    assert.equal(session.branchesOf(lastTurn(session).id).length, 1);
  });

  it('retries the whole question beside it when part of the continuation had arrived', async () => {
    const { session, requests } = await continued([text('one, '), CUT], [text('two'), BROKEN]);
    await session.retry(lastTurn(session).id);
    assert.equal(requests[2]?.isPart, undefined);
    assert.equal(session.branchesOf(lastTurn(session).id).length, 2);
  });

  it('does not continue an answer that is complete, empty, withdrawn or ended by the safety rules', async () => {
    for (const script of [
      [text('all'), DONE],
      [BROKEN],
      [text('some'), { type: 'safety', verdict: 'withdraw' }, CUT],
      [text('some'), { type: 'safety', verdict: 'end' }, CUT],
      [text('some'), { type: 'done', finish: 'filtered' }],
      [text('some'), new WenxinError('unsafe', 'no')],
    ] as const) {
      const { session, requests } = await continued(script, [text('more'), DONE]);
      assert.equal(requests.length, 1);
      assert.doesNotMatch(lastTurn(session).answer.text, /more/);
    }
  });

  it('drops the whole text when the safety rules withdraw the continuation', async () => {
    const withdrawn: ChatEvent = { type: 'safety', verdict: 'withdraw' };
    const { session } = await continued([text('one, '), CUT], [text('two'), withdrawn, DONE]);
    assert.equal(lastTurn(session).answer.text, '');
  });

  it('plans the continuation exactly as it sends it', async () => {
    const { session, requests } = await continued([text('one, '), CUT]);
    const plan = session.planContinue(lastTurn(session));
    await session.continueAnswer(lastTurn(session).id);
    assert.deepEqual(plan.messages, requests[1]?.messages);
  });

  it('continues an answer after the process ended in the middle', async () => {
    const { session, history, backend } = stage([
      [text('one, '), CUT],
      [text('two'), DONE],
    ]);
    await session.ask(question('hi'));
    const { id, turns } = session.conversation;
    const [turn = assert.fail()] = turns;
    await history.save(id, { ...turn, answer: { ...turn.answer, state: 'failed', failure: { kind: 'interrupted' } } });
    const again = begin(backend, { history, kept: await resume(history, id) });
    await again.session.continueAnswer(turn.id);
    assert.equal(lastTurn(again.session).answer.text, 'one, two');
  });
});

describe('An answer that another window is writing', () => {
  for (const kept of ['', 'one, ']) {
    it(`is left to it, with “${kept}” so far`, async () => {
      const { session, history, backend } = stage([
        [text(kept), CUT],
        [text('two'), DONE],
      ]);
      await session.ask(question('hi'));
      const { id, turns } = session.conversation;
      const [turn = assert.fail()] = turns;
      const answer = { ...turn.answer, state: 'failed', text: kept, failure: { kind: 'elsewhere' } } as const;
      await history.save(id, { ...turn, answer });
      const again = begin(backend, { history, kept: await resume(history, id) });
      await again.session.continueAnswer(turn.id);
      assert.equal(again.session.conversation.turns.length, 1);
      await again.session.retry(turn.id);
      assert.deepEqual(history.saved.get(id)?.[0]?.answer, answer);
      assert.deepEqual([history.saved.get(id)?.length, lastTurn(again.session).answer.text], [2, 'two']);
    });
  }
});

describe('A session that receives reasoning', () => {
  it('keeps how long the reasoning took until the first text', async () => {
    const backend: ChatBackend = async function* () {
      await on.clock.advance(5_000);
      yield { type: 'reasoning', text: 'hm' };
      await on.clock.advance(3_000);
      yield { type: 'reasoning', text: '...' };
      assert.equal(on.clock.now() - (lastTurn(on.session).answer.reasoningSinceMs ?? NaN), 3_000);
      await on.clock.advance(1_000);
      yield text('so');
      await on.clock.advance(9_000);
      yield DONE;
    };
    const on = begin(backend);
    await on.session.ask(question('hi'));
    const { reasoningMs, reasoningSinceMs } = lastTurn(on.session).answer;
    assert.deepEqual([reasoningMs, reasoningSinceMs], [4_000, undefined]);
    const told = on.changes.flatMap(change => (change.type === 'turn' ? (change.turn.answer.reasoningMs ?? []) : []));
    assert.equal(told[0], 4_000);
  });

  it('keeps how long the reasoning took when no text follows', async () => {
    for (const end of ['stop', 'fail', 'done'] as const) {
      const backend: ChatBackend = async function* (_, signal) {
        await Promise.resolve();
        yield { type: 'reasoning', text: 'hm' };
        await on.clock.advance(2_000);
        if (end === 'fail') throw BROKEN;
        if (end === 'stop') on.session.stop();
        signal.throwIfAborted();
        yield DONE;
      };
      const on = begin(backend);
      await on.session.ask(question('hi'));
      const { reasoningMs, reasoningSinceMs } = lastTurn(on.session).answer;
      assert.deepEqual([reasoningMs, reasoningSinceMs], [2_000, undefined], end);
    }
  });
});
