import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { Token } from '../../../src/core/auth/token.ts';
import { TokenKeeper } from '../../../src/core/auth/tokenKeeper.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const LIFE_MS = 100_000;
const never = new AbortController().signal;
const down = new WenxinError('unreachable', 'down');
const proven = new WenxinError('credentials', 'refused', { code: 'access_key_unknown' });

describe('TokenKeeper', () => {
  let clock: VirtualClock;
  let keeper: TokenKeeper;
  /** The refused token that each fetch had to replace. */
  let fetches: (string | undefined)[];
  let delayMs: number;
  let failure: WenxinError | undefined;
  let logged: string[];

  beforeEach(() => {
    clock = new VirtualClock();
    fetches = [];
    delayMs = 0;
    failure = undefined;
    logged = [];
    const fetch = async (refused: string | undefined, signal: AbortSignal): Promise<Token> => {
      const sinceMs = clock.monotonicMs();
      const value = `token ${fetches.push(refused)}`;
      if (delayMs > 0) await new Promise<void>(resolve => clock.after(delayMs, resolve));
      signal.throwIfAborted();
      if (failure !== undefined) throw failure;
      return { value, lifeMs: LIFE_MS, sinceMs };
    };
    const logger = { ...silentLogger, warn: (message: string) => void logged.push(message) };
    keeper = new TokenKeeper('https://iam.example/', fetch, clock, logger, never);
  });

  const get = (): Promise<string> => keeper.get(never);

  it('fetches nothing before the first request', async () => {
    await clock.advance(LIFE_MS * 3);
    assert.deepEqual(fetches, []);
    assert.equal(clock.pendingTimers, 0);
  });

  it('fetches once for 1,000 concurrent callers, and not at all for later ones', async () => {
    delayMs = 500;
    const callers = Promise.all(Array.from({ length: 1_000 }, get));
    await clock.advance(500);
    assert.deepEqual(new Set(await callers), new Set(['token 1']));
    await clock.advance(LIFE_MS * 0.8);
    assert.equal(await get(), 'token 1');
    assert.equal(fetches.length, 1);
  });

  it('renews on use after 90 % of the lifetime, while the old token is still returned', async () => {
    await get();
    await clock.advance(LIFE_MS * 0.9 - 1);
    assert.equal(await get(), 'token 1');
    assert.equal(fetches.length, 1);
    delayMs = 2_000;
    await clock.advance(1);
    assert.deepEqual(await Promise.all([get(), get(), get()]), ['token 1', 'token 1', 'token 1']);
    assert.equal(fetches.length, 2);
    await clock.advance(2_000);
    assert.equal(await get(), 'token 2');
    assert.equal(fetches.length, 2);
  });

  it('returns a valid token on each of 1,000 calls over three lifetimes, with one fetch per lifetime', async () => {
    delayMs = 300;
    for (let call = 0; call < 1_000; call++) {
      const getting = get();
      await clock.advance(call === 0 ? delayMs : 0);
      const number = Number((await getting).slice('token '.length));
      const bornAtMs = (number - 1) * LIFE_MS * 0.9;
      assert.ok(clock.monotonicMs() - bornAtMs < LIFE_MS, `call ${call} got token ${number}`);
      await clock.advance((LIFE_MS * 3.2) / 1_000);
    }
    assert.equal(fetches.length, 4);
  });

  it('is not affected by jumps of the wall clock', async () => {
    await get();
    clock.setWallTime(0);
    await clock.advance(LIFE_MS - 1);
    failure = down;
    assert.equal(await get(), 'token 1');
    clock.setWallTime(Date.UTC(2099, 0, 1));
    assert.equal(await get(), 'token 1');
    await clock.advance(1);
    await assert.rejects(get(), down);
  });

  it('continues the fetch when one caller aborts, and when all abort', async () => {
    delayMs = 500;
    const [first, second] = [new AbortController(), new AbortController()];
    const reason = new Error('enough');
    const leaving = keeper.get(first.signal);
    const staying = keeper.get(second.signal);
    await clock.advance(100);
    first.abort(reason);
    await assert.rejects(leaving, reason);
    await clock.advance(400);
    assert.equal(await staying, 'token 1');
    assert.equal(getEventListeners(second.signal, 'abort').length, 0);

    keeper.drop('token 1');
    const last = new AbortController();
    const alone = keeper.get(last.signal);
    last.abort(reason);
    await assert.rejects(alone, reason);
    await clock.advance(500);
    assert.equal(await get(), 'token 2');
    assert.equal(fetches.length, 2);
  });

  it('rejects a caller that has already aborted', async () => {
    const reason = new Error('enough');
    await assert.rejects(keeper.get(AbortSignal.abort(reason)), reason);
    assert.deepEqual(fetches, []);
  });

  it('returns the old token until it expires while the service is down, retrying with growing delays', async () => {
    await get();
    failure = down;
    const life = { usedMs: LIFE_MS * 0.9, stepMs: 500 };
    await clock.advance(life.usedMs);
    const askedAtMs: number[] = [];
    for (let ms = life.usedMs; ms < LIFE_MS; ms += life.stepMs) {
      const before = fetches.length;
      assert.equal(await get(), 'token 1');
      await clock.advance(0);
      if (fetches.length > before) askedAtMs.push(ms - life.usedMs);
      await clock.advance(life.stepMs);
    }
    assert.deepEqual(askedAtMs, [0, 1_000, 3_000, 7_000]);
    assert.equal(logged.length, 4);
    await assert.rejects(get(), down);
    failure = undefined;
    assert.equal(await get(), 'token 7');
  });

  it('waits at most 60 seconds between retries', async () => {
    const longLived = new TokenKeeper(
      'https://iam.example/',
      async () => {
        const value = `token ${fetches.push(undefined)}`;
        if (failure !== undefined) throw failure;
        return { value, lifeMs: LIFE_MS * 100, sinceMs: clock.monotonicMs() };
      },
      clock,
      silentLogger,
      never,
    );
    await longLived.get(never);
    failure = down;
    await clock.advance(LIFE_MS * 90);
    for (let second = 0; second < 600; second++) {
      await longLived.get(never);
      await clock.advance(1_000);
    }
    // At 0, 1, 3, 7, 15, 31 and 63 seconds, and then once a minute.
    assert.equal(fetches.length, 1 + 7 + 8);
  });

  it('rejects all waiting callers with a failure of the service, and fetches again for the next', async () => {
    delayMs = 100;
    failure = down;
    const callers = Array.from({ length: 50 }, () => assert.rejects(get(), down));
    await clock.advance(100);
    await Promise.all(callers);
    assert.equal(fetches.length, 1);
    failure = undefined;
    delayMs = 0;
    assert.equal(await get(), 'token 2');
  });

  it('replaces a refused token once, however many callers were refused with it', async () => {
    await get();
    delayMs = 200;
    const callers = Array.from({ length: 100 }, async (_, index) => {
      // Some callers notice late, when it has already been replaced.
      await new Promise<void>(resolve => clock.after(index * 5, resolve));
      keeper.drop('token 1');
      return get();
    });
    await clock.advance(1_000);
    assert.deepEqual(new Set(await Promise.all(callers)), new Set(['token 2']));
    assert.deepEqual(fetches, [undefined, 'token 1']);
  });

  it('remembers that the credential was refused, and does not fetch again', async () => {
    failure = proven;
    await assert.rejects(get(), proven);
    await clock.advance(LIFE_MS * 1_000);
    for (let call = 0; call < 100; call++) await assert.rejects(get(), proven);
    assert.equal(fetches.length, 1);
    keeper.forgive();
    failure = undefined;
    assert.equal(await get(), 'token 2');
  });

  it('fetches again after a minute when the refusal may have been resolved elsewhere', async () => {
    failure = new WenxinError('credentials', 'refused', { code: 'mint_not_allowed' });
    await assert.rejects(get(), failure);
    await clock.advance(59_999);
    await assert.rejects(get(), failure);
    assert.equal(fetches.length, 1);
    await clock.advance(1);
    await assert.rejects(get(), failure);
    assert.equal(fetches.length, 2);
  });

  it('returns a token until it expires even when its renewal was refused, and renews no more', async () => {
    await get();
    failure = proven;
    await clock.advance(LIFE_MS * 0.9);
    for (let second = 0; second < 10; second++) {
      assert.equal(await get(), 'token 1');
      await clock.advance(1_000);
    }
    await assert.rejects(get(), proven);
    assert.equal(fetches.length, 2);
  });
});
