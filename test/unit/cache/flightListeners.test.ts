import assert from 'node:assert/strict';
import type { ChatRequest, FresherAnswer } from '../../../src/core/chat.ts';
import type { SlowAnswer } from '../../../src/core/slowAnswer.ts';
import { PRIORITY } from '../../../src/core/priority.ts';
import { Urgency } from '../../../src/core/urgency.ts';
import { ATTEMPT, booking, FlightStage, text } from './flightStage.ts';

const BUSY = { endpoint: 'example', model: 'ernie-test', kind: 'busy' } as const;
const BACKOFF = { type: 'waiting', why: 'backoff' } as const;

describe('A flight with listening callers', () => {
  let stage: FlightStage;
  let heard: string[];

  beforeEach(() => {
    stage = new FlightStage();
    heard = [];
  });

  it('reports bookings only to the caller it is sent for', () => {
    stage.ask({ onBooked: ({ outcome }) => heard.push(`first ${outcome}`) });
    stage.ask({ onBooked: ({ outcome }) => heard.push(`second ${outcome}`) });
    stage.last.request.onBooked?.(booking({ outcome: 'failed' }));
    stage.last.request.onBooked?.(booking());
    assert.deepEqual(heard, ['first failed', 'first ok']);
  });

  it('is sent with the attribution of the first caller', () => {
    const first: Partial<ChatRequest> = { feature: 'explain', workspace: 'w', consumer: 'c', cause: 'batch' };
    stage.ask(first);
    stage.ask();
    const { feature, workspace, consumer, cause } = stage.last.request;
    assert.deepEqual({ feature, workspace, consumer, cause }, first);
  });

  describe('onAttemptFailed', () => {
    const listener = (name: string): Partial<ChatRequest> => ({
      onAttemptFailed: ({ kind }) => heard.push(`${name} heard ${kind}`),
    });

    it('is called for all callers, including late ones, before any later event', async () => {
      const note =
        (name: string) =>
        ({ type }: { type: string }) =>
          void heard.push(`${name} read ${type}`);
      stage.ask(listener('first'), note('first'));
      stage.last.tell(ATTEMPT);
      await stage.settle();
      stage.last.request.onAttemptFailed?.(BUSY);
      stage.last.tell(BACKOFF);
      await stage.settle();
      stage.ask(listener('late'), note('late'));
      await stage.settle();
      stage.last.tell(ATTEMPT);
      await stage.settle();
      const of = (name: string): string[] => heard.filter(each => each.startsWith(name));
      assert.deepEqual(of('first'), [
        'first read attempt',
        'first heard busy',
        'first read waiting',
        'first read attempt',
      ]);
      assert.deepEqual(of('late'), ['late heard busy', 'late read waiting', 'late read attempt']);
    });

    it('fails only its own caller when it throws', async () => {
      const trouble = new Error('a listener is broken');
      const broken = stage.ask({
        onAttemptFailed: () => {
          throw trouble;
        },
      });
      const other = stage.ask();
      stage.last.request.onAttemptFailed?.(BUSY);
      stage.last.tell(ATTEMPT, text('一'));
      stage.last.finish();
      await stage.settle();
      assert.equal(broken.error, trouble);
      assert.equal(other.text(), '一');
    });
  });

  describe('onSlow, for an answer that does not start,', () => {
    let slow: SlowAnswer;

    beforeEach(() => {
      slow = {
        seconds: 60,
        keepWaiting: () => heard.push('keepWaiting'),
        sendAgain: () => heard.push('sendAgain'),
        giveUp: () => heard.push('giveUp'),
      };
    });

    /** Adds a caller who can decide, and records how often it was asked. */
    const decider = (change: Partial<ChatRequest> = {}): { asked: SlowAnswer[]; leave: () => void } => {
      const asked: SlowAnswer[] = [];
      const reading = stage.ask({ onSlow: each => void asked.push(each), ...change });
      return { asked, leave: () => reading.abort() };
    };

    const goSlow = async (): Promise<void> => {
      stage.last.tell(ATTEMPT);
      await stage.settle();
      stage.last.request.onSlow?.(slow);
      await stage.settle();
    };

    it('is called for all callers who can decide, and the first decision counts', async () => {
      const [first, second] = [decider(), decider()];
      stage.ask();
      await goSlow();
      assert.deepEqual(
        [...first.asked, ...second.asked].map(({ seconds }) => seconds),
        [60, 60],
      );
      second.asked[0]?.sendAgain();
      first.asked[0]?.keepWaiting();
      second.asked[0]?.sendAgain();
      assert.deepEqual(heard, ['sendAgain']);
    });

    it('is called for a late caller after the event of the slow attempt', async () => {
      decider();
      await goSlow();
      const order: string[] = [];
      stage.ask({ onSlow: () => order.push('slow') }, ({ type }) => order.push(type));
      await stage.settle();
      assert.deepEqual(order, ['attempt', 'slow']);
    });

    it('is not called after a decision, the start of the answer, or another attempt', async () => {
      const first = decider();
      await goSlow();
      first.asked[0]?.keepWaiting();
      const second = decider();
      await stage.settle();
      stage.last.request.onSlow?.(slow);
      stage.last.tell(BACKOFF);
      await stage.settle();
      const third = decider();
      await stage.settle();
      await goSlow();
      stage.last.tell(text('一'));
      await stage.settle();
      const fourth = decider();
      await stage.settle();
      assert.deepEqual(
        [first, second, third, fourth].map(({ asked }) => asked.length),
        [3, 2, 1, 0],
      );
      for (const each of [first, second, third]) each.asked.at(-1)?.sendAgain();
      assert.deepEqual(heard, ['keepWaiting']);
    });

    it('is not called for a busy caller when another one has decided meanwhile', async () => {
      const asked: SlowAnswer[] = [];
      const events = stage.open({ onSlow: each => void asked.push(each) });
      const first = events.next();
      stage.last.tell(ATTEMPT);
      await first;
      const other = decider();
      await stage.settle();
      stage.last.request.onSlow?.(slow);
      await stage.settle();
      assert.deepEqual([asked.length, other.asked.length], [0, 1]);
      other.asked[0]?.keepWaiting();
      const next = events.next();
      stage.last.tell(text('一'));
      assert.deepEqual((await next).value, text('一'));
      assert.equal(asked.length, 0);
    });

    it('is called for a user who joined a batch item, which has no callback', async () => {
      stage.ask({ cause: 'batch' });
      const person = decider();
      await goSlow();
      assert.deepEqual([person.asked.length, heard], [1, []]);
    });

    it('gives the attempt up when no caller can decide', async () => {
      stage.ask({ cause: 'batch' });
      stage.ask({ cause: 'batch' });
      await goSlow();
      assert.deepEqual(heard, ['giveUp']);
    });

    it('gives the attempt up when the last caller who can decide leaves', async () => {
      stage.ask({ cause: 'batch' });
      const [first, second] = [decider(), decider()];
      await goSlow();
      first.leave();
      assert.deepEqual(heard, []);
      second.leave();
      assert.deepEqual(heard, ['giveUp']);
      const late = decider();
      await stage.settle();
      assert.equal(late.asked.length, 0);
    });

    it('makes no decision when the last caller of all leaves', async () => {
      const last = decider();
      await goSlow();
      last.leave();
      assert.deepEqual([heard, stage.last.signal.aborted], [[], true]);
    });

    it('is not called after the attempt has failed', async () => {
      const first = decider();
      await goSlow();
      stage.last.request.onAttemptFailed?.(BUSY);
      const late = decider();
      await stage.settle();
      assert.equal(late.asked.length, 0);
      first.asked[0]?.sendAgain();
      assert.deepEqual(heard, []);
    });
  });

  describe('onFresher', () => {
    const fresher: FresherAnswer = { reasoning: '', text: 'new', citations: [], booking: undefined };

    it('is called for all callers who got the stale answer, long after it', async () => {
      stage.ask({ onFresher: answer => heard.push(`first ${answer?.text}`) });
      stage.ask({ onFresher: answer => heard.push(`second ${answer?.text}`) });
      const gone = stage.ask({ onFresher: () => heard.push('gone') });
      gone.abort();
      stage.last.finish();
      await stage.clock.advance(60_000);
      stage.last.request.onFresher?.(fresher);
      assert.deepEqual(heard, ['first new', 'second new']);
    });

    it('is not set when the caller it is sent for has none', () => {
      stage.ask();
      stage.ask({ onFresher: () => undefined });
      assert.equal(stage.last.request.onFresher, undefined);
    });
  });

  describe('urgency', () => {
    it('starts with that of the first caller', () => {
      stage.ask({ cause: 'batch' });
      assert.equal(stage.last.request.urgency?.priority, PRIORITY.batch);
    });

    it('is raised to that of the most urgent caller when it joins', () => {
      stage.ask({ cause: 'batch' });
      const raised: number[] = [];
      stage.last.request.urgency?.onDidRaise(priority => raised.push(priority));
      stage.ask({ feature: 'explain' });
      stage.ask({ cause: 'refresh' });
      stage.ask();
      assert.deepEqual(raised, [PRIORITY.editor, PRIORITY.chat]);
    });

    it('is taken over from a request that is already shared elsewhere', () => {
      const urgency = new Urgency(PRIORITY.editor);
      stage.ask({ cause: 'batch', urgency });
      assert.equal(stage.last.request.urgency, urgency);
      stage.ask({ cause: 'batch', key: 'other' });
      stage.ask({ cause: 'batch', key: 'other', urgency });
      assert.equal(stage.last.request.urgency?.priority, PRIORITY.editor);
    });
  });
});
