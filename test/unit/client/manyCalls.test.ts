import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bearer } from '../../../src/core/auth/apiKey.ts';
import type { AuthorizedRequest, ChatEvent } from '../../../src/core/chat.ts';
import { createClient, type ClientOptions } from '../../../src/core/client.ts';
import { type Clock, systemClock } from '../../../src/core/clock.ts';
import { countOf } from '../../support/counts.ts';
import { exampleLedger, examplePrice } from '../../support/exampleLedger.ts';
import { noonClock } from '../../support/noonClock.ts';
import { readEvents } from '../../support/scriptedBackend.ts';
import { exampleEndpoint, exampleRequest } from '../../support/exampleRequest.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const usage = { inputTokens: 2, cachedInputTokens: 0, outputTokens: 3, reasoningTokens: 0 };
const CALLERS = 64;
/** Number of memory measurements. */
const SAMPLES = 20;

/** The system clock with a count of its pending timers. */
class CountingClock implements Clock {
  timers = 0;

  now(): number {
    return noonClock.now();
  }

  monotonicMs(): number {
    return systemClock.monotonicMs();
  }

  after(delayMs: number, callback: () => void): () => void {
    this.timers++;
    let isSet = true;
    const end = (): void => {
      if (isSet) this.timers--;
      isSet = false;
    };
    const cancel = systemClock.after(delayMs, () => {
      end();
      callback();
    });
    return () => {
      end();
      cancel();
    };
  }
}

/** A service that answers in the next turn of the event loop. */
async function* service(_: AuthorizedRequest, signal: AbortSignal): AsyncGenerator<ChatEvent> {
  await setImmediate(undefined, { signal });
  yield { type: 'text', text: '一二三' };
  yield { type: 'done', finish: 'stop', usage };
}

/** Returns the bytes in use by objects; compiled code is excluded, as V8 adds and drops 100 kB of it at any time. */
function bytesOfObjects(): number {
  collectGarbage();
  return getHeapSpaceStatistics()
    .filter(({ space_name: name }) => !/code|trusted/.test(name))
    .reduce((sum, { space_used_size: size }) => sum + size, 0);
}

/**
 * Asks `calls` questions, `CALLERS` at a time, after `warmUp` others in which V8 compiles the code. Returns the bytes
 * in use after each twentieth of them.
 */
async function ask(calls: number, warmUp: number, options: Partial<ClientOptions>): Promise<number[]> {
  const backend = createClient({
    transport: service,
    credentials: () => Promise.resolve(bearer('test')),
    endpoints: () => [exampleEndpoint],
    findPrice: () => examplePrice,
    settings: () => ({ maxConcurrency: 64 }),
    ...options,
  });
  const askAll = async (questions: number): Promise<void> => {
    let left = questions;
    const caller = async (): Promise<void> => {
      while (left-- > 0) {
        await readEvents(backend(exampleRequest(), new AbortController().signal));
      }
    };
    await Promise.all(Array.from({ length: CALLERS }, caller));
  };
  await askAll(warmUp);
  const bytes: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    await askAll(calls / SAMPLES);
    bytes.push(bytesOfObjects());
  }
  return bytes;
}

/** Returns the bytes retained per call: the lower slope of both halves, as occasional work of V8 affects only one. */
function bytesPerCall(bytes: readonly number[], calls: number): number {
  const half = bytes.length / 2;
  return Math.min(slopeOf(bytes.slice(0, half), calls), slopeOf(bytes.slice(half), calls));
}

/** Returns the slope of the least-squares line in bytes per call. */
function slopeOf(bytes: readonly number[], calls: number): number {
  const middle = (bytes.length - 1) / 2;
  const mean = bytes.reduce((sum, each) => sum + each, 0) / bytes.length;
  const rise = bytes.reduce((sum, each, index) => sum + (index - middle) * (each - mean), 0);
  const run = bytes.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  return rise / run / (calls / SAMPLES);
}

/**
 * Returns the bytes retained per call, from the minimum of each half: the number of bookings that are kept for a
 * while varies, and is sometimes large on a busy machine.
 */
function leastPerCall(bytes: readonly number[], calls: number): number {
  const half = bytes.length / 2;
  return (Math.min(...bytes.slice(half)) - Math.min(...bytes.slice(0, half))) / (calls / 2);
}

describe('A client with very many calls', () => {
  it('does not retain memory for its calls, and leaves no timer', async () => {
    const calls = countOf(20_000, 1_000_000);
    const clock = new CountingClock();
    const slope = bytesPerCall(await ask(calls, calls, { clock }), calls);
    // One number retained per call would be 8 bytes.
    assert.ok(slope < 4, `${slope} bytes a call`);
    assert.equal(clock.timers, 0);
  }).timeout(600_000);

  it('stores its calls in the ledger’s file only, and leaves no timer when that is closed', async () => {
    const calls = countOf(3_000, 100_000);
    const warmUp = calls / 5;
    const clock = new CountingClock();
    const ledger = exampleLedger({ clock });
    const slope = leastPerCall(await ask(calls, warmUp, { clock, ledger }), calls);
    // A booking retained per call would be several hundred bytes.
    assert.ok(slope < 100, `${slope} bytes a call`);
    assert.equal(ledger.todaySpend()?.requests, warmUp + calls);
    await ledger.close();
    assert.equal(clock.timers, 0);
  }).timeout(600_000);
});
