import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { KeyedRequest } from '../../../src/core/cache/answerStore.ts';
import { flight } from '../../../src/core/cache/flight.ts';
import type { ChatEvent } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { pause } from '../../../src/core/pause.ts';
import { countOf } from '../../support/counts.ts';
import { exampleRequest } from '../../support/exampleRequest.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { ATTEMPT, text } from './flightStage.ts';

const CALLERS = countOf(2_000, 20_000);

describe('A flight whose callers join and leave at any moment', () => {
  it('gives every caller a correct answer, and leaves nothing behind', async () => {
    const random = seededRandom(7);
    const clock = new VirtualClock();
    // Requests in flight, and their total number.
    let connections = 0;
    let asked = 0;
    let mostAtOnce = 0;
    const perKey = new Map<string, number>();
    const count = (key: string, by: 1 | -1): void => {
      connections += by;
      perKey.set(key, (perKey.get(key) ?? 0) + by);
      mostAtOnce = Math.max(mostAtOnce, perKey.get(key) ?? 0);
    };
    const inner = async function* ({ key = '' }: KeyedRequest, signal: AbortSignal): AsyncGenerator<ChatEvent> {
      signal.throwIfAborted();
      asked++;
      count(key, 1);
      let isCounted = true;
      const end = (): void => {
        if (isCounted) count(key, -1);
        isCounted = false;
      };
      signal.addEventListener('abort', end, { once: true });
      try {
        yield { type: 'waiting', why: 'queue', position: 1 };
        await pause(clock, random() * 300, signal);
        yield ATTEMPT;
        await pause(clock, random() * 300, signal);
        for (let piece = 0; piece < 5; piece++) {
          yield text(String(piece));
          await pause(clock, random() * 100, signal);
          if (random() < 0.05) throw new WenxinError('busy', 'scripted');
        }
        yield { type: 'done', finish: 'stop' };
      } finally {
        end();
      }
    };
    const outcomes = { answered: 0, paid: 0, cancelled: 0, left: 0, failed: 0 };
    const backend = flight(inner, {
      onAnswered: (_, origin) => outcomes[origin === undefined ? 'paid' : 'answered']++,
      onUnanswered: () => undefined,
      clock,
    });
    const signals: AbortSignal[] = [];

    const ask = async (): Promise<void> => {
      const controller = new AbortController();
      signals.push(controller.signal);
      const reason = new Error('cancelled by the test');
      const cancelTimer = random() < 0.6 ? clock.after(random() * 800, () => controller.abort(reason)) : undefined;
      const request = { ...exampleRequest(), key: `key ${Math.floor(random() * 5)}` };
      const isSlow = random() < 0.2;
      const types: string[] = [];
      let pieces = '';
      try {
        for await (const event of backend(request, controller.signal)) {
          assert.ok(!controller.signal.aborted, `${event.type} after the abort`);
          types.push(event.type);
          if (event.type === 'text') pieces += event.text;
          if (isSlow) await pause(clock, random() * 200, new AbortController().signal);
          if (random() < 0.01) controller.abort(reason);
          if (random() < 0.01) {
            outcomes.left++;
            break;
          }
        }
      } catch (error) {
        if (error === reason) outcomes.cancelled++;
        else if (error instanceof WenxinError) outcomes.failed++;
        else throw error;
      }
      assert.match(types.join(' '), /^((waiting|attempt) ?)*(text ?)*(done)?$/);
      assert.ok('01234'.startsWith(pieces), pieces);
      if (types.includes('done')) assert.equal(pieces, '01234');
      cancelTimer?.();
    };

    const running: Promise<void>[] = [];
    for (let caller = 0; caller < CALLERS; caller++) {
      running.push(ask());
      if (caller % 4 === 3) await clock.advance(random() * 60);
    }
    await clock.advance(10_000);
    await Promise.all(running);

    for (const [outcome, times] of Object.entries(outcomes)) assert.ok(times > CALLERS / 200, `${outcome}: ${times}`);
    assert.ok(asked < CALLERS / 3, `${asked} requests`);
    assert.equal(mostAtOnce, 1);
    assert.equal(connections, 0);
    assert.equal(clock.pendingTimers, 0);
    assert.ok(signals.every(signal => getEventListeners(signal, 'abort').length === 0));
    // No flight is left that a new caller could join.
    const before = asked;
    for (let key = 0; key < 5; key++) {
      const later = backend({ ...exampleRequest(), key: `key ${key}` }, new AbortController().signal);
      void later[Symbol.asyncIterator]().next();
    }
    assert.equal(asked, before + 5);
  });
});
