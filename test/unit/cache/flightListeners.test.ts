import assert from 'node:assert/strict';
import type { ChatRequest, FresherAnswer } from '../../../src/core/chat.ts';
import type { SlowAnswer } from '../../../src/core/slowAnswer.ts';
import { PRIORITY } from '../../../src/core/priority.ts';
import { Urgency } from '../../../src/core/urgency.ts';
import { ATTEMPT, booking, FlightStage, text } from './flightStage.ts';

const BUSY = { endpoint: 'example', model: 'ernie-test', kind: 'busy' } as const;
const BACKOFF = { type: 'waiting', why: 'backoff' } as const;

describe('flight whose callers listen', () => {
  let stage: FlightStage;
  let heard: string[];

  beforeEach(() => {
    stage = new FlightStage();
    heard = [];
  });

  it('tells of bookings the one as whose it is asked', () => {
    stage.ask({ onBooked: ({ outcome }) => heard.push(`first ${outcome}`) });
    stage.ask({ onBooked: ({ outcome }) => heard.push(`second ${outcome}`) });
    stage.last.request.onBooked?.(booking({ outcome: 'failed' }));
    stage.last.request.onBooked?.(booking());
    assert.deepEqual(heard, ['first failed', 'first ok']);
  });

  it('asks with the attribution of the first', () => {
    const first: Partial<ChatRequest> = { feature: 'explain', workspace: 'w', consumer: 'c', cause: 'batch' };
    stage.ask(first);
    stage.ask();
    const { feature, workspace, consumer, cause } = stage.last.request;
    assert.deepEqual({ feature, workspace, consumer, cause }, first);
  });

  describe('tells of failed attempts', () => {
    const listener = (name: string): Partial<ChatRequest> => ({
      onAttemptFailed: ({ kind }) => heard.push(`${name} heard ${kind}`),
    });

    it('all of them, also who comes later, before anything that follows', async () => {
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

    it('and lets a listener that throws be its caller’s own trouble', async () => {
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

  describe('asks about an answer that does not begin', () => {
    let slow: SlowAnswer;

    beforeEach(() => {
      slow = {
        seconds: 60,
        keepWaiting: () => heard.push('keepWaiting'),
        sendAgain: () => heard.push('sendAgain'),
        giveUp: () => heard.push('giveUp'),
      };
    });

    /** A caller who can decide, and what it was asked. */
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

    it('all who can decide, and does what the first of them decides', async () => {
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

    it('also who comes while it is undecided, after the attempt that is slow', async () => {
      decider();
      await goSlow();
      const order: string[] = [];
      stage.ask({ onSlow: () => order.push('slow') }, ({ type }) => order.push(type));
      await stage.settle();
      assert.deepEqual(order, ['attempt', 'slow']);
    });

    it('nobody any more when it is decided, when the answer begins, or when another attempt follows', async () => {
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

    it('one who is busy when it is done, and not when it is decided by then', async () => {
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

    it('a person who waits for the same as an item of a batch, which nobody is asked about', async () => {
      stage.ask({ cause: 'batch' });
      const person = decider();
      await goSlow();
      assert.deepEqual([person.asked.length, heard], [1, []]);
    });

    it('and ends it, as without being shared, where nobody can decide', async () => {
      stage.ask({ cause: 'batch' });
      stage.ask({ cause: 'batch' });
      await goSlow();
      assert.deepEqual(heard, ['giveUp']);
    });

    it('and ends it when the last one leaves who could decide', async () => {
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

    it('and ends nothing else when the last one leaves of all', async () => {
      const last = decider();
      await goSlow();
      last.leave();
      assert.deepEqual([heard, stage.last.signal.aborted], [[], true]);
    });

    it('nobody any more when the attempt has failed', async () => {
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

  describe('tells of a newer answer', () => {
    const fresher: FresherAnswer = { reasoning: '', text: 'new', citations: [], booking: undefined };

    it('all who got the old one, long after it', async () => {
      stage.ask({ onFresher: answer => heard.push(`first ${answer?.text}`) });
      stage.ask({ onFresher: answer => heard.push(`second ${answer?.text}`) });
      const gone = stage.ask({ onFresher: () => heard.push('gone') });
      gone.abort();
      stage.last.finish();
      await stage.clock.advance(60_000);
      stage.last.request.onFresher?.(fresher);
      assert.deepEqual(heard, ['first new', 'second new']);
    });

    it('nobody where the one does not want to know as whose it is asked', () => {
      stage.ask();
      stage.ask({ onFresher: () => undefined });
      assert.equal(stage.last.request.onFresher, undefined);
    });
  });

  describe('is as urgent', () => {
    it('as for the one who asked first', () => {
      stage.ask({ cause: 'batch' });
      assert.equal(stage.last.request.urgency?.priority, PRIORITY.batch);
    });

    it('as for the most urgent who joined, from that moment on', () => {
      stage.ask({ cause: 'batch' });
      const raised: number[] = [];
      stage.last.request.urgency?.onDidRaise(priority => raised.push(priority));
      stage.ask({ feature: 'explain' });
      stage.ask({ cause: 'refresh' });
      stage.ask();
      assert.deepEqual(raised, [PRIORITY.editor, PRIORITY.chat]);
    });

    it('as a request says that is shared elsewhere already', () => {
      const urgency = new Urgency(PRIORITY.editor);
      stage.ask({ cause: 'batch', urgency });
      assert.equal(stage.last.request.urgency, urgency);
      stage.ask({ cause: 'batch', key: 'other' });
      stage.ask({ cause: 'batch', key: 'other', urgency });
      assert.equal(stage.last.request.urgency?.priority, PRIORITY.editor);
    });
  });
});
