import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { AuthorizedRequest, ChatBackend, ChatEvent } from '../../../src/core/chat.ts';
import { createClient } from '../../../src/core/client.ts';
import { bearer } from '../../../src/core/auth/apiKey.ts';
import { WenxinError, type FailureKind } from '../../../src/core/errors.ts';
import { pause } from '../../../src/core/pause.ts';
import { worstCaseOf } from '../../../src/core/spend/prices.ts';
import { inputBound } from '../../../src/core/tokens.ts';
import { countOf } from '../../support/counts.ts';
import { exampleLedger, examplePrice } from '../../support/exampleLedger.ts';
import { exampleEndpoint, exampleRequest } from '../../support/exampleRequest.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { dailyBudget } from '../../support/exampleAdmission.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const KINDS: readonly FailureKind[] = ['busy', 'refused', 'connection-lost', 'truncated', 'invalid', 'unreachable'];

const QUESTIONS = countOf(1_500, 10_000);

describe('A client whose questions are cancelled at any moment', () => {
  it('leaves no slot taken, no reservation, no timer, no listener and no connection', async () => {
    const random = seededRandom(42);
    const clock = new VirtualClock();
    const ledger = exampleLedger({ clock });
    await ledger.ready();
    /** Requests in progress at the service. */
    let connections = 0;
    const transport = async function* (request: AuthorizedRequest, signal: AbortSignal): AsyncGenerator<ChatEvent> {
      connections++;
      try {
        await pause(clock, random() * 400, signal);
        request.onLimits({ requests: 6_000 });
        if (random() < 0.4) throw new WenxinError(pick(KINDS), 'scripted');
        request.onAnswerStarted('as-1');
        for (let piece = 0; piece < 3; piece++) {
          yield { type: 'text', text: '一二三' };
          await pause(clock, random() * 200, signal);
        }
        const usage = { inputTokens: 2, cachedInputTokens: 0, outputTokens: 9, reasoningTokens: 0 };
        yield { type: 'done', finish: 'stop', usage };
      } finally {
        connections--;
      }
    };
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] ?? assert.fail();
    const { messages, maxOutputTokens } = exampleRequest();
    const worst = worstCaseOf(examplePrice, inputBound(messages), maxOutputTokens);
    const backend = createClient({
      transport,
      credentials: async (_, signal) => {
        await pause(clock, random() * 20, signal);
        return bearer('test');
      },
      endpoints: () => [exampleEndpoint, { ...exampleEndpoint, name: 'second' }],
      ledger,
      findPrice: () => examplePrice,
      // Tight enough for some questions to wait for reservations of others.
      budgets: () => [dailyBudget(4 * worst + 1_000_000_000)],
      settings: () => ({ maxConcurrency: 6, failureThreshold: 20, recoveryMs: 2_000 }),
      clock,
      random,
    });
    const timersBefore = clock.pendingTimers;
    const outcomes = { answered: 0, cancelled: 0, failed: 0 };
    const signals: AbortSignal[] = [];

    const ask = async (client: ChatBackend): Promise<void> => {
      const controller = new AbortController();
      signals.push(controller.signal);
      const reason = new Error('cancelled by the test');
      const cancelTimer = random() < 0.8 ? clock.after(random() * 3_000, () => controller.abort(reason)) : undefined;
      const cause = random() < 0.5 ? 'batch' : 'user';
      try {
        for await (const event of client(exampleRequest({ cause }), controller.signal)) {
          assert.ok(!controller.signal.aborted, `${event.type} after the abort`);
          // Some are cancelled by their reader while it handles an event.
          if (event.type === 'text' && random() < 0.05) controller.abort(reason);
        }
        outcomes.answered++;
      } catch (error) {
        if (error === reason) outcomes.cancelled++;
        else if (error instanceof WenxinError) outcomes.failed++;
        else throw error;
      }
      cancelTimer?.();
    };

    let running: Promise<void>[] = [];
    for (let asked = 0; asked < QUESTIONS; asked++) {
      running.push(ask(backend));
      if (asked % 20 !== 19) continue;
      await clock.advance(random() * 1_000);
      if (asked % 500 !== 499) continue;
      await clock.advance(120_000);
      await Promise.all(running);
      running = [];
    }
    await clock.advance(120_000);
    await Promise.all(running);

    assert.equal(outcomes.answered + outcomes.cancelled + outcomes.failed, QUESTIONS);
    for (const [outcome, count] of Object.entries(outcomes)) assert.ok(count > QUESTIONS / 100, `${outcome}: ${count}`);
    assert.equal(connections, 0);
    assert.ok(signals.every(signal => getEventListeners(signal, 'abort').length === 0));
    const open = ledger.bookings(100_000).filter(({ outcome }) => outcome === undefined);
    assert.deepEqual(open, []);
    // A question is now admitted at once: no slot is taken and nothing is reserved.
    const last: ChatEvent[] = [];
    const reading = (async () => {
      for await (const event of backend(exampleRequest({ consent: { probe: true } }), new AbortController().signal)) {
        last.push(event);
      }
    })();
    reading.catch(() => undefined);
    await clock.advance(1_000);
    assert.equal(last[0]?.type, 'attempt');
    await clock.advance(60_000);
    await Promise.allSettled([reading]);
    assert.equal(clock.pendingTimers, timersBefore);
    await ledger.close();
    assert.equal(clock.pendingTimers, 0);
  }).timeout(180_000);
});
