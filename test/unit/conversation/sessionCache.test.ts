import assert from 'node:assert/strict';
import type { Booking } from '../../../src/core/booking.ts';
import type { ChatBackend, ChatRequest, FresherAnswer, Origin } from '../../../src/core/chat.ts';
import type { Answer, Turn } from '../../../src/core/conversation/conversation.ts';
import type { Session } from '../../../src/core/conversation/session.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { begin, DONE, lastTurn, question, text } from './sessionStage.ts';

const ORIGIN: Origin = { level: 'workspace', answeredAtMs: 5, savedNanoYuan: 7 };
const STALE: Origin = { ...ORIGIN, isStale: true };

const BOOKING: Booking = {
  questionId: 'refresh',
  model: 'ernie-x',
  endpoint: 'B',
  usage: { inputTokens: 1, cachedInputTokens: 0, outputTokens: 2, reasoningTokens: 0 },
  source: 'usage',
  amountNanoYuan: 9,
  outcome: 'ok',
  totalMs: 1,
};

const FRESHER: FresherAnswer = {
  reasoning: 'thought',
  text: 'new',
  citations: [{ index: 1, url: 'https://p.example/1', title: '' }],
  booking: BOOKING,
};

/** Answers from the cache; a fresh request is answered by the service, or fails with the next queued failure. */
function stage(origin: Origin = ORIGIN) {
  const requests: ChatRequest[] = [];
  const failures: WenxinError[] = [];
  const backend: ChatBackend = async function* (request, signal) {
    await Promise.resolve();
    signal.throwIfAborted();
    requests.push(request);
    if (request.fresh !== true) {
      yield { type: 'citations', citations: [{ index: 1, url: 'https://p.example/old', title: '' }] };
      yield text(`old ${requests.length}`);
      yield { ...DONE, origin };
      return;
    }
    const failure = failures.shift();
    if (failure?.kind === 'truncated') yield text('half');
    if (failure) throw failure;
    yield text('asked again');
    yield DONE;
  };
  return {
    ...begin(backend),
    requests,
    fail: (kind: 'busy' | 'truncated') => failures.push(new WenxinError(kind, '')),
  };
}

const sent = (request: ChatRequest | undefined): unknown => request?.messages.map(({ content }) => content).slice(1);

/** Returns the fields that determine the answer, which are equal for equal questions. */
function data(request: ChatRequest | undefined): object {
  const { questionId: _, onBooked, onAttemptFailed, onSlow, onFresher, ...rest } = request ?? assert.fail();
  return rest;
}

const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

const turnAt = (session: Session, place: number): Turn => session.conversation.turns[place] ?? assert.fail();

describe('A session whose answer comes from the cache', () => {
  it('keeps the origin of the answer and the cost it saved', async () => {
    const { session, history } = stage();
    await session.ask(question('hi'));
    const { state, origin, bookings } = lastTurn(session).answer;
    assert.deepEqual([state, origin, bookings], ['finished', ORIGIN, []]);
    assert.deepEqual(history.saved.get(session.conversation.id)?.[0]?.answer.origin, ORIGIN);
  });

  it('regenerates beside it from the service, with the messages of the first time', async () => {
    const { session, requests } = stage();
    for (const words of ['one', 'two', 'three']) await session.ask(question(words));
    const first = turnAt(session, 1).id;
    await session.regenerate(first);
    const { question: asked, answer, id } = turnAt(session, 1);
    assert.deepEqual([asked, answer.text, answer.origin], ['two', 'asked again', undefined]);
    assert.deepEqual(sent(requests[3]), ['one', 'old 1', 'two']);
    assert.deepEqual(data(requests[3]), { ...data(requests[1]), fresh: true });
    assert.deepEqual(
      session.branchesOf(id).map(turn => turn.id),
      [first, id],
    );
  });

  it('regenerates with the same messages each time, and sends the shown branch with the next question', async () => {
    const { session, requests } = stage();
    for (const words of ['one', 'two']) await session.ask(question(words));
    await session.regenerate(turnAt(session, 1).id);
    await session.regenerate(turnAt(session, 1).id);
    assert.deepEqual(sent(requests[3]), sent(requests[1]));
    assert.equal(session.branchesOf(lastTurn(session).id).length, 3);
    await session.ask(question('next'));
    assert.equal(requests[4]?.fresh, undefined);
    assert.deepEqual(sent(requests[4]), ['one', 'old 1', 'two', 'asked again', 'next']);
  });

  for (const kind of ['busy', 'truncated'] as const) {
    it(`stays with that when asking again failed and is retried: ${kind}`, async () => {
      const { session, requests, fail } = stage();
      for (const words of ['one', 'two', 'three']) await session.ask(question(words));
      fail(kind);
      await session.regenerate(turnAt(session, 1).id);
      assert.equal(lastTurn(session).answer.state, 'failed');
      await session.retry(lastTurn(session).id);
      assert.equal(lastTurn(session).answer.text, 'asked again');
      assert.deepEqual([requests[4]?.fresh, sent(requests[4])], [true, sent(requests[1])]);
    });
  }

  it('does not regenerate while busy, nor an unknown turn', async () => {
    const { session, requests } = stage();
    await session.ask(question('one'));
    const running = session.ask(question('two'));
    await session.regenerate(turnAt(session, 0).id);
    await running;
    await session.regenerate('unknown');
    assert.equal(requests.length, 2);
  });
});

describe('A session that receives a newer answer', () => {
  const saved = ({ session, history }: ReturnType<typeof stage>, id = session.conversation.id): Answer | undefined =>
    history.saved.get(id)?.[0]?.answer;

  it('keeps it with the old answer, which stays as it is', async () => {
    const on = stage(STALE);
    await on.session.ask(question('hi'));
    on.changes.length = 0;
    on.requests[0]?.onFresher?.(FRESHER);
    const { text: shown, fresher, origin } = lastTurn(on.session).answer;
    assert.deepEqual([shown, fresher, origin], ['old 1', FRESHER, ORIGIN]);
    assert.deepEqual(on.changes, [{ type: 'turn', turn: lastTurn(on.session) }]);
    assert.deepEqual(saved(on), lastTurn(on.session).answer);
  });

  it('stops waiting when there is no different answer', async () => {
    const on = stage(STALE);
    await on.session.ask(question('hi'));
    assert.deepEqual(lastTurn(on.session).answer.origin, STALE);
    on.requests[0]?.onFresher?.(undefined);
    const { fresher, origin } = lastTurn(on.session).answer;
    assert.deepEqual([fresher, origin], [undefined, ORIGIN]);
    assert.deepEqual(saved(on)?.origin, ORIGIN);
  });

  it('keeps it in the conversation of the question, even when another one is shown', async () => {
    const on = stage(STALE);
    const { id } = on.session.conversation;
    await on.session.ask(question('hi'));
    on.session.startNew();
    on.changes.length = 0;
    on.requests[0]?.onFresher?.(FRESHER);
    await settled();
    assert.deepEqual([saved(on, id)?.text, saved(on, id)?.fresher], ['old 1', FRESHER]);
    assert.deepEqual([on.changes, on.session.conversation.turns], [[], []]);
  });

  it('keeps it with an answer that was reloaded in the meantime, unless that grew', async () => {
    for (const isLonger of [false, true]) {
      const on = stage(STALE);
      const { id } = on.session.conversation;
      await on.session.ask(question('hi'));
      on.session.startNew();
      if (isLonger) {
        const [turn = assert.fail()] = on.history.saved.get(id) ?? [];
        await on.history.save(id, { ...turn, answer: { ...turn.answer, text: 'old 1 and more' } });
      }
      await on.session.open(id);
      on.requests[0]?.onFresher?.(FRESHER);
      assert.deepEqual(lastTurn(on.session).answer.fresher, isLonger ? undefined : FRESHER);
      assert.deepEqual(saved(on)?.text, isLonger ? 'old 1 and more' : 'old 1');
    }
  });

  it('keeps it when it arrives before the old answer ends', async () => {
    const { session } = begin(async function* (request) {
      await Promise.resolve();
      yield text('old');
      request.onFresher?.(FRESHER);
      assert.equal(lastTurn(session).answer.fresher, undefined);
      yield { ...DONE, origin: STALE };
    });
    await session.ask(question('hi'));
    const { text: shown, fresher, origin } = lastTurn(session).answer;
    assert.deepEqual([shown, fresher, origin], ['old', FRESHER, ORIGIN]);
  });

  it('keeps it at whatever moment around the end of the old answer it arrives', async () => {
    for (let steps = 0; steps < 12; steps++) {
      let told: Promise<void> | undefined;
      const tell = async ({ onFresher }: ChatRequest): Promise<void> => {
        for (let step = 0; step < steps; step++) await Promise.resolve();
        onFresher?.(FRESHER);
      };
      const { session, history } = begin(async function* (request) {
        await Promise.resolve();
        yield text('old');
        told = tell(request);
        yield { ...DONE, origin: STALE };
      });
      await session.ask(question('hi'));
      await told;
      const { answer } = lastTurn(session);
      assert.deepEqual([answer.fresher, answer.origin], [FRESHER, ORIGIN], `after ${steps} steps`);
      assert.deepEqual(history.saved.get(session.conversation.id)?.[0]?.answer, answer);
    }
  });

  it('discards it when the old answer was stopped or broke off', async () => {
    for (const isStopped of [true, false]) {
      const requests: ChatRequest[] = [];
      const { session } = begin(async function* (request, signal) {
        await Promise.resolve();
        requests.push(request);
        yield text('old');
        if (isStopped) session.stop();
        signal.throwIfAborted();
        throw new WenxinError('truncated', 'cut');
      });
      await session.ask(question('hi'));
      requests[0]?.onFresher?.(FRESHER);
      assert.equal(lastTurn(session).answer.fresher, undefined);
    }
  });

  it('discards it when the turn has got another answer in the meantime', async () => {
    const requests: ChatRequest[] = [];
    const { session } = begin(async function* (request) {
      await Promise.resolve();
      requests.push(request);
      if (requests.length > 1) yield text('another');
      yield { ...DONE, origin: STALE };
    });
    await session.ask(question('hi'));
    await session.retry(lastTurn(session).id);
    assert.equal(session.conversation.turns.length, 1);
    requests[0]?.onFresher?.(FRESHER);
    const { text: shown, fresher } = lastTurn(session).answer;
    assert.deepEqual([shown, fresher], ['another', undefined]);
  });

  it('does not offer it to a user who already regenerated the answer, unless that failed', async () => {
    for (const kind of [undefined, 'busy'] as const) {
      const on = stage(STALE);
      await on.session.ask(question('hi'));
      if (kind) on.fail(kind);
      await on.session.regenerate(lastTurn(on.session).id);
      on.requests[0]?.onFresher?.(FRESHER);
      const { fresher, origin } = saved(on) ?? assert.fail();
      assert.deepEqual([fresher, origin], [kind && FRESHER, ORIGIN]);
    }
  });

  it('shows it on request with its cost, and continues the conversation with it', async () => {
    const on = stage(STALE);
    await on.session.ask(question('hi'));
    on.requests[0]?.onFresher?.(FRESHER);
    await on.session.showFresher(lastTurn(on.session).id);
    const { answer } = lastTurn(on.session);
    const { booking, ...content } = FRESHER;
    assert.deepEqual(answer, {
      ...content,
      state: 'finished',
      finish: 'stop',
      model: 'ernie-x',
      endpoint: 'B',
      bookings: [booking],
    });
    assert.deepEqual(saved(on), answer);
    await on.session.ask(question('next'));
    assert.deepEqual(sent(on.requests[1]), ['hi', 'new', 'next']);
  });

  it('shows one without citations and with unknown cost', async () => {
    const on = stage(STALE);
    await on.session.ask(question('hi'));
    on.requests[0]?.onFresher?.({ ...FRESHER, citations: [], booking: undefined });
    await on.session.showFresher(lastTurn(on.session).id);
    const { citations, bookings, model } = lastTurn(on.session).answer;
    assert.deepEqual([citations, bookings, model], [undefined, [], 'ernie-5.1']);
  });

  it('shows nothing when there is no newer answer', async () => {
    const on = stage();
    await on.session.ask(question('hi'));
    on.changes.length = 0;
    await on.session.showFresher(lastTurn(on.session).id);
    await on.session.showFresher('unknown');
    assert.deepEqual(on.changes, []);
  });
});
