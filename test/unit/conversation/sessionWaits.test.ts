import assert from 'node:assert/strict';
import type { AttemptFailure, ChatBackend, ChatEvent, ChatRequest } from '../../../src/core/chat.ts';
import type { SlowAnswer } from '../../../src/core/slowAnswer.ts';
import { unfinished } from '../../../src/core/conversation/answer.ts';
import type { Answer } from '../../../src/core/conversation/conversation.ts';
import type { Session } from '../../../src/core/conversation/session.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { begin, DONE, lastTurn, question, scripted, text } from './sessionStage.ts';

const attempt = (endpoint: string, model = 'ernie-5.1'): ChatEvent => ({ type: 'attempt', number: 1, endpoint, model });

const BACKOFF = { why: 'backoff', because: 'busy', endpoint: 'A', untilMs: 9, nextAttempt: 2, maxAttempts: 3 } as const;

/** Collects the states of the newest answer as a view receives them. */
function heard(session: Session): Answer[] {
  const answers: Answer[] = [];
  session.onDidChange(change => {
    if (change.type === 'turn') answers.push(change.turn.answer);
  });
  return answers;
}

/** Answers with the script; each function receives the request. */
function asked(...script: (ChatEvent | ((request: ChatRequest) => void))[]): ChatBackend {
  return async function* (request, signal) {
    for (const step of script) {
      await Promise.resolve();
      signal.throwIfAborted();
      if (typeof step === 'function') step(request);
      else yield step;
    }
  };
}

describe('A session while a question waits', () => {
  it('reports the reason until the attempt is sent, without the function that skips the wait', async () => {
    const { session } = begin(
      scripted(
        { type: 'waiting', why: 'queue', position: 2 },
        { type: 'waiting', ...BACKOFF, skip: () => undefined },
        attempt('A'),
        text('hi'),
        DONE,
      ).backend,
    );
    const answers = heard(session);
    await session.ask(question('hi'));
    assert.deepEqual(
      answers.slice(0, 4).map(({ waiting }) => waiting),
      [undefined, { why: 'queue', position: 2, canSkip: false }, { ...BACKOFF, canSkip: true }, undefined],
    );
    assert.doesNotMatch(JSON.stringify(answers.at(-1)), /waiting"|slow/);
  });

  it('skips a wait once, and only while it lasts', async () => {
    let skips = 0;
    const { session } = begin(
      scripted(
        { type: 'waiting', ...BACKOFF, skip: () => skips++ },
        () => session.skipWait(),
        attempt('A'),
        () => session.skipWait(),
        text('hi'),
        DONE,
      ).backend,
    );
    await session.ask(question('hi'));
    session.skipWait();
    assert.equal(skips, 1);
  });

  it('keeps no wait with an answer that was stopped, failed or loaded after its process ended', async () => {
    const waiting: ChatEvent = { type: 'waiting', why: 'offline' };
    const stopped = begin(scripted(waiting, () => stopped.session.stop(), DONE).backend);
    await stopped.session.ask(question('hi'));
    const failing = begin(
      scripted(waiting, () => {
        throw new WenxinError('offline', 'no network');
      }).backend,
    );
    await failing.session.ask(question('hi'));
    const loaded = unfinished(
      { ...lastTurn(failing.session).answer, waiting: { why: 'queue', canSkip: false } },
      'interrupted',
    );
    const answers = [lastTurn(stopped.session).answer, lastTurn(failing.session).answer, loaded];
    assert.deepEqual(
      answers.map(({ state, waiting: left }) => [state, left]),
      [
        ['stopped', undefined],
        ['failed', undefined],
        ['failed', undefined],
      ],
    );
  });
});

describe('A session while an answer is slow', () => {
  for (const [act, done] of [
    ['keepWaiting', 'kept'],
    ['sendAgain', 'again'],
  ] as const) {
    it(`asks the person, and does once what they decide: ${act}`, async () => {
      const decided: string[] = [];
      const slow: SlowAnswer = {
        seconds: 60,
        keepWaiting: () => decided.push('kept'),
        sendAgain: () => decided.push('again'),
        giveUp: () => decided.push('given up'),
      };
      const { session } = begin(
        asked(
          attempt('A'),
          ({ onSlow }) => onSlow?.(slow),
          () => {
            assert.deepEqual(lastTurn(session).answer.slow, { seconds: 60 });
            session[act]();
            session[act]();
            assert.equal(lastTurn(session).answer.slow, undefined);
          },
          text('hi'),
          DONE,
        ),
      );
      await session.ask(question('hi'));
      assert.deepEqual(decided, [done]);
    });
  }

  it('no longer asks when content arrives after all or the question ended', async () => {
    let decided = 0;
    const count = (): number => decided++;
    const slow: SlowAnswer = { seconds: 60, keepWaiting: count, sendAgain: count, giveUp: count };
    let late: ChatRequest['onSlow'];
    const { session } = begin(
      asked(
        ({ onSlow }) => onSlow?.(slow),
        text('hi'),
        ({ onSlow }) => {
          late = onSlow;
          session.sendAgain();
          assert.equal(lastTurn(session).answer.slow, undefined);
        },
        DONE,
      ),
    );
    await session.ask(question('hi'));
    late?.(slow);
    session.keepWaiting();
    assert.equal(decided, 0);
    assert.equal(lastTurn(session).answer.slow, undefined);
  });
});

describe('A session whose answer came from another endpoint or model', () => {
  const fails =
    (failure: AttemptFailure) =>
    ({ onAttemptFailed }: ChatRequest): void =>
      onAttemptFailed?.(failure);
  const A = { endpoint: 'A', model: 'ernie-5.1' } as const;

  const answered = async (...script: Parameters<typeof asked>): Promise<Answer> => {
    const { session } = begin(asked(...script, text('hi'), DONE));
    await session.ask(question('hi'));
    return lastTurn(session).answer;
  };

  it('names the intended endpoint and why it failed', async () => {
    const answer = await answered(attempt('A'), fails({ ...A, kind: 'unreachable' }), attempt('B'));
    assert.deepEqual(answer.failover, { from: A, because: 'unreachable' });
    assert.deepEqual([answer.endpoint, answer.failures], ['B', [{ ...A, kind: 'unreachable' }]]);
  });

  it('names it even when nothing was sent there, because its circuit was open or it was skipped', async () => {
    assert.deepEqual((await answered(fails({ ...A, kind: 'circuit' }), attempt('B'))).failover, {
      from: A,
      because: 'circuit',
    });
    const other = await answered(attempt('A', 'ernie-x'));
    assert.deepEqual([other.failover, other.model], [{ from: A }, 'ernie-x']);
  });

  it('reports no failover when the intended endpoint answered, after however many attempts', async () => {
    const answer = await answered(
      attempt('A'),
      fails({ ...A, kind: 'busy' }),
      attempt('B'),
      fails({ endpoint: 'B', model: 'ernie-5.1', kind: 'busy' }),
      attempt('A'),
    );
    assert.equal(answer.failover, undefined);
    assert.equal(answer.failures?.length, 2);
  });

  it('reports no failover before there is content', async () => {
    const { session } = begin(
      asked(attempt('A'), fails({ ...A, kind: 'busy' }), attempt('B'), () => {
        throw new WenxinError('busy', 'busy', { dearerModel: 'ernie-x', dearerRatio: 3 });
      }),
    );
    await session.ask(question('hi'));
    const { failover, failure } = lastTurn(session).answer;
    assert.equal(failover, undefined);
    assert.deepEqual(failure, { kind: 'busy', dearerModel: 'ernie-x', dearerRatio: 3 });
  });

  it('starts over with the configured model when it is retried', async () => {
    const models: string[] = [];
    let isDown = true;
    const { session } = begin(async function* (request) {
      await Promise.resolve();
      models.push(request.model);
      yield attempt('A', isDown ? 'ernie-x' : 'ernie-5.1');
      if (isDown) throw new WenxinError('busy', 'busy');
      yield text('hi');
      yield DONE;
    });
    await session.ask(question('hi'));
    assert.deepEqual([lastTurn(session).answer.model, lastTurn(session).answer.askedModel], ['ernie-x', 'ernie-5.1']);
    isDown = false;
    await session.retry(lastTurn(session).id, { dearerModel: true });
    assert.deepEqual(models, ['ernie-5.1', 'ernie-5.1']);
    assert.equal(lastTurn(session).answer.askedModel, undefined);
  });
});
