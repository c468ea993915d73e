import assert from 'node:assert/strict';
import { CredentialCache } from '../../../../src/core/auth/sources/credentialCache.ts';
import type { SourcedCredential } from '../../../../src/core/auth/sources/readCredential.ts';
import { sourceFailure } from '../../../../src/core/auth/sources/sourceFailure.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { VirtualClock } from '../../../support/virtualClock.ts';
import { sourceFailureOf } from './failure.ts';

type Reply = SourcedCredential | undefined | Error | Promise<SourcedCredential | undefined>;

const HOUR_MS = 3_600_000;

describe('A cached credential', () => {
  let clock: VirtualClock;
  let reply: () => Reply;
  let signals: AbortSignal[];
  let cache: CredentialCache;
  let count: number;

  beforeEach(() => {
    clock = new VirtualClock();
    signals = [];
    count = 0;
    reply = () => key(++count);
    cache = new CredentialCache({
      source: async signal => {
        signals.push(signal);
        const given = await reply();
        if (given instanceof Error) throw given;
        return given;
      },
      clock,
      logger: silentLogger,
    });
  });

  const key = (number: number, more: Partial<SourcedCredential> = {}): SourcedCredential => ({
    credential: { kind: 'apiKey', key: `key-${number}` },
    origins: 'any',
    ...more,
  });
  const read = async (signal = new AbortController().signal): Promise<string | undefined> => {
    const credential = (await cache.read(signal))?.credential;
    return credential?.kind === 'apiKey' ? credential.key : undefined;
  };

  /** Makes the source answer when the returned function is called. */
  const answerLater = (): ((credential: SourcedCredential) => void) => {
    let resolve: (credential: SourcedCredential) => void = () => undefined;
    const promise = new Promise<SourcedCredential>(done => (resolve = done));
    reply = () => promise;
    return resolve;
  };

  it('is read once when it never expires', async () => {
    assert.equal(await read(), 'key-1');
    await clock.advance(1000 * HOUR_MS);
    assert.equal(await read(), 'key-1');
    assert.equal(clock.pendingTimers, 0);
  });

  it('is read again a minute before it expires', async () => {
    reply = () => key(++count, { expiresAtMs: clock.now() + HOUR_MS });
    assert.equal(await read(), 'key-1');
    await clock.advance(HOUR_MS - 60_001);
    assert.equal(await read(), 'key-1');
    await clock.advance(1);
    assert.equal(await read(), 'key-2');
  });

  it('is read again a tenth of its life before it expires when that is short', async () => {
    reply = () => key(++count, { expiresAtMs: clock.now() + 10_000 });
    assert.equal(await read(), 'key-1');
    await clock.advance(8_999);
    assert.equal(await read(), 'key-1');
    await clock.advance(1);
    assert.equal(await read(), 'key-2');
  });

  it('is read again when its source asks for that', async () => {
    reply = () => key(++count, { askAgainAtMs: clock.now() + 5_000, expiresAtMs: clock.now() + HOUR_MS });
    assert.equal(await read(), 'key-1');
    await clock.advance(5_000);
    assert.equal(await read(), 'key-2');
  });

  it('is requested each time while there is none', async () => {
    reply = () => undefined;
    assert.equal(await read(), undefined);
    reply = () => key(++count);
    assert.equal(await read(), 'key-1');
  });

  it('is read once for all concurrent callers', async () => {
    const resolve = answerLater();
    const readings = Array.from({ length: 1000 }, () => read());
    resolve(key(7));
    assert.deepEqual(new Set(await Promise.all(readings)), new Set(['key-7']));
    assert.equal(signals.length, 1);
  });

  it('is still read when one caller aborts, and cancelled when the last one does', async () => {
    const reason = new Error('enough');
    const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()];
    const resolve = answerLater();
    const [one, two] = [read(first.signal), read(second.signal)];
    first.abort(reason);
    await assert.rejects(one, reason);
    assert.equal(signals[0]?.aborted, false);
    resolve(key(7));
    assert.equal(await two, 'key-7');

    cache.forget();
    reply = () => new Promise(() => {});
    const last = read(third.signal);
    third.abort(reason);
    await assert.rejects(last, reason);
    assert.equal(signals[1]?.reason, reason);
    reply = () => key(8);
    assert.equal(await read(), 'key-8');
    await assert.rejects(read(third.signal), reason);
  });

  it('is used until it expires when it cannot be read again, with retries every half minute', async () => {
    reply = () => key(1, { expiresAtMs: clock.now() + HOUR_MS });
    await read();
    await clock.advance(HOUR_MS - 60_000);
    reply = () => sourceFailure('vault_sealed', 'sealed');
    assert.equal(await read(), 'key-1');
    await clock.advance(29_999);
    assert.equal(await read(), 'key-1');
    assert.equal(signals.length, 2);
    await clock.advance(1);
    assert.equal(await read(), 'key-1');
    assert.equal(signals.length, 3);
    await clock.advance(30_000);
    await sourceFailureOf(read(), 'vault_sealed');
    reply = () => key(2);
    assert.equal(await read(), 'key-2');
  });

  it('is no longer used when its source denies access or has none', async () => {
    reply = () => key(1, { askAgainAtMs: clock.now() + 5_000 });
    await read();
    await clock.advance(5_000);
    reply = () => sourceFailure('vault_denied', 'denied');
    await sourceFailureOf(read(), 'vault_denied');
    reply = () => undefined;
    assert.equal(await read(), undefined);
  });

  it('is forgotten at once, also while it is being read', async () => {
    const resolve = answerLater();
    const old = read();
    await clock.advance(0);
    cache.forget();
    reply = () => key(2);
    assert.equal(await read(), 'key-2');
    resolve(key(1));
    assert.equal(await old, 'key-1');
    assert.equal(await read(), 'key-2');
    cache.forget();
    reply = () => key(3);
    assert.equal(await read(), 'key-3');
  });
});
