import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { FetchToken, Token } from '../../../src/core/auth/token.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { LIFE_MS, TokenWindows, origin } from './tokenWindows.ts';

const never = new AbortController().signal;

describe('Tokens shared by windows', () => {
  let windows: TokenWindows;

  beforeEach(() => {
    windows = new TokenWindows();
  });

  afterEach(() => windows.close());

  /** Gets a token while advancing the clock as long as it takes. */
  async function get(window: FetchToken, refused?: string): Promise<Token> {
    let isDone = false;
    const getting = window(refused, never).finally(() => (isDone = true));
    getting.catch(() => undefined);
    await windows.opened();
    while (!isDone) await windows.clock.advance(10);
    return getting;
  }

  /** Opens a window that takes the lease to fetch and never returns it. */
  async function hang(): Promise<void> {
    let hasTurn = false;
    const fetch = (): Promise<never> => {
      hasTurn = true;
      return new Promise(() => undefined);
    };
    void windows.window('hangs', { fetch })(undefined, never);
    while (!hasTurn) await setImmediate();
  }

  it('are fetched by the first window and read by the others', async () => {
    assert.equal((await get(windows.window('A'))).value, 'token 1');
    assert.equal((await get(windows.window('B'))).value, 'token 1');
    assert.deepEqual(windows.fetches, ['A']);
  });

  it('are fetched once by windows that start together, while the others wait', async () => {
    windows.delayMs = 3_000;
    const all = ['A', 'B', 'C', 'D'].map(name => get(windows.window(name)));
    assert.deepEqual(new Set((await Promise.all(all)).map(({ value }) => value)), new Set(['token 1']));
    assert.equal(windows.fetches.length, 1);
  });

  it('keep their lifetime in a window that reads them later, and are renewed by one window', async () => {
    const [first, second] = [windows.window('A'), windows.window('B')];
    const { sinceMs, lifeMs } = await get(first);
    await windows.clock.advance(LIFE_MS * 0.5);
    const read = await get(second);
    assert.deepEqual([read.sinceMs, read.lifeMs], [sinceMs, lifeMs]);
    await windows.clock.advance(LIFE_MS * 0.4);
    assert.equal((await get(second)).value, 'token 2');
    assert.equal((await get(first)).value, 'token 2');
    assert.deepEqual(windows.fetches, ['A', 'B']);
  });

  it('are replaced once when they were refused, and the second window finds the new one', async () => {
    const [first, second] = [windows.window('A'), windows.window('B')];
    await Promise.all([get(first), get(second)]);
    assert.equal((await get(second, 'token 1')).value, 'token 2');
    assert.equal((await get(first, 'token 1')).value, 'token 2');
    assert.deepEqual(windows.fetches.slice(1), ['B']);
  });

  it('are fetched by the next window when the first one fails', async () => {
    const down = new WenxinError('unreachable', 'down');
    let hasTurn = false;
    const failing = windows.window('A', {
      fetch: async () => {
        hasTurn = true;
        await new Promise<void>(resolve => windows.clock.after(1_000, resolve));
        throw down;
      },
    });
    const first = failing(undefined, never);
    // Either of two that start together may get the lease.
    while (!hasTurn) await setImmediate();
    const results = await Promise.allSettled([first, get(windows.window('B'))]);
    assert.deepEqual(
      results.map(result => (result.status === 'fulfilled' ? result.value.value : (result.reason as unknown))),
      [down, 'token 1'],
    );
    assert.ok(windows.clock.monotonicMs() < 10_000, 'it gave its turn back');
  });

  it('are fetched by another window when the first one died while fetching', async () => {
    await hang();
    const waiting = ['B', 'C'].map(async name => {
      const database = await windows.open();
      return windows.window(name, { database: () => Promise.resolve(database) });
    });
    const tokens = (await Promise.all(waiting)).map(window => window(undefined, never));
    await windows.clock.advance(14_000);
    assert.deepEqual(windows.fetches, []);
    await windows.clock.advance(2_000);
    assert.deepEqual(new Set((await Promise.all(tokens)).map(({ value }) => value)), new Set(['token 1']));
    assert.equal(windows.fetches.length, 1);
  });

  it('are used by a slow window that lost its lease, but are not stored', async () => {
    let answer = (): void => undefined;
    const answered = new Promise<void>(resolve => (answer = resolve));
    const fetch = async (): Promise<Token> => {
      windows.fetches.push('slow');
      await answered;
      return { value: 'token 1', lifeMs: LIFE_MS, sinceMs: windows.clock.monotonicMs() };
    };
    const slow = get(windows.window('slow', { fetch }));
    while (windows.fetches.length === 0) await setImmediate();
    assert.equal((await get(windows.window('B'))).value, 'token 2');
    answer();
    assert.equal((await slow).value, 'token 1');
    assert.equal((await get(windows.window('C'))).value, 'token 2');
  });

  it('are no longer awaited from another window after an abort', async () => {
    const controller = new AbortController();
    await hang();
    const waiting = windows.window('B')(undefined, controller.signal);
    await windows.clock.advance(500);
    const reason = new Error('enough');
    controller.abort(reason);
    await assert.rejects(waiting, reason);
    assert.equal(windows.clock.pendingTimers, 0);
  });

  it('are fetched again when they cannot be unsealed, and then shared again', async () => {
    await get(windows.window('A'));
    const otherKey = { key: async () => new Uint8Array(32).fill(8) };
    assert.equal((await get(windows.window('B', otherKey))).value, 'token 2');
    assert.equal((await get(windows.window('C', otherKey))).value, 'token 2');
    const changed = { origin: { ...origin, secret: 'changed' } };
    assert.equal((await get(windows.window('D', changed))).value, 'token 3');
    const database = await windows.open();
    database.execute("UPDATE token SET sealed = x'00112233'");
    assert.equal((await get(windows.window('E'))).value, 'token 4');
  });

  it('are not shared when no key of the right size arrives within 5 seconds', async () => {
    for (const key of [
      async () => undefined,
      async () => new Uint8Array(16),
      () => Promise.reject(new WenxinError('no-credentials', 'keyring', { code: 'keyring_timeout' })),
      () => new Promise<never>(() => undefined),
    ]) {
      await get(windows.window('A', { key }));
    }
    assert.equal(windows.fetches.length, 4);
    assert.equal(windows.clock.pendingTimers, 0);
    const database = await windows.open();
    assert.equal(database.statement('SELECT count(*) AS n FROM token').get()?.['n'], 0);
  });

  it('are not shared when the file is unusable, which fails no request', async () => {
    const closed = await windows.open();
    closed.close();
    const damaged = await windows.open();
    for (const database of [
      () => Promise.reject(new WenxinError('storage', 'no disk')),
      () => Promise.resolve(closed),
      async () => {
        damaged.execute('DROP TABLE token');
        return damaged;
      },
    ]) {
      await get(windows.window('A', { database }));
    }
    assert.equal(windows.fetches.length, 3);
    assert.equal(windows.logged.length, 3);
  });

  it('are returned even when they cannot be written', async () => {
    const database = await windows.open();
    const window = windows.window('A', {
      database: () => Promise.resolve(database),
      fetch: async () => {
        database.execute('DROP TABLE token');
        return { value: 'token', lifeMs: LIFE_MS, sinceMs: windows.clock.monotonicMs() };
      },
    });
    assert.equal((await get(window)).value, 'token');
    await setImmediate();
    assert.equal(windows.logged.length, 1);
  });

  it('are written once a locked file is released, and returned without waiting for it', async () => {
    const database = await windows.open();
    const window = windows.window('A');
    windows.delayMs = 100;
    const getting = window(undefined, never);
    while (windows.fetches.length === 0) await windows.clock.advance(1);
    database.execute('BEGIN IMMEDIATE');
    await windows.clock.advance(100);
    assert.equal((await getting).value, 'token 1');
    database.execute('COMMIT');
    await windows.clock.advance(100);
    assert.equal((await get(windows.window('B'))).value, 'token 1');
  });

  it('are deleted from the file when they have expired', async () => {
    await get(windows.window('A'));
    await windows.clock.advance(LIFE_MS);
    await get(windows.window('B', { origin: { ...origin, id: 'another' } }));
    const database = await windows.open();
    assert.equal(database.statement('SELECT count(*) AS n FROM token').get()?.['n'], 1);
  });

  it('are stored sealed, without a trace of the credential', async () => {
    await get(windows.window('A'));
    const database = await windows.open();
    const row = JSON.stringify(database.statement('SELECT name, hex(sealed) AS sealed, lease FROM token').get());
    for (const text of ['token 1', origin.id, origin.secret, origin.url]) {
      assert.equal(row.includes(text), false);
      assert.equal(row.toLowerCase().includes(Buffer.from(text).toString('hex')), false);
    }
  });
});
