import assert from 'node:assert/strict';
import { BalanceReader } from '../../../../src/core/spend/bill/balanceReader.ts';
import { VirtualClock } from '../../../support/virtualClock.ts';

const never = new AbortController().signal;
const TEN_MINUTES_MS = 10 * 60_000;

describe('Reading the balance', () => {
  let clock: VirtualClock;
  let asked: number;
  let answer: () => Promise<number | undefined>;
  let reader: BalanceReader;

  beforeEach(() => {
    clock = new VirtualClock();
    asked = 0;
    answer = () => Promise.resolve(100 + asked);
    reader = new BalanceReader(() => {
      asked++;
      return answer();
    }, clock);
  });

  it('sends no request by itself', () => {
    assert.deepEqual([reader.latest, asked], [undefined, 0]);
  });

  it('caches the balance with its time for ten minutes', async () => {
    const readAtMs = clock.now();
    assert.deepEqual(await reader.ask(never), { nanoYuan: 101, readAtMs });
    await clock.advance(TEN_MINUTES_MS - 1);
    assert.deepEqual(await reader.ask(never), { nanoYuan: 101, readAtMs });
    assert.deepEqual(reader.latest, { nanoYuan: 101, readAtMs });
    await clock.advance(1);
    assert.deepEqual(await reader.ask(never), { nanoYuan: 102, readAtMs: readAtMs + TEN_MINUTES_MS });
    assert.equal(asked, 2);
  });

  it('sends one request for simultaneous callers', async () => {
    assert.deepEqual(await Promise.all([reader.ask(never), reader.ask(never)]), [reader.latest, reader.latest]);
    assert.equal(asked, 1);
  });

  it('does not retry for ten minutes after a refusal', async () => {
    answer = () => Promise.reject(new Error('not allowed'));
    await assert.rejects(reader.ask(never), /not allowed/);
    await assert.rejects(reader.ask(never), /not allowed/);
    assert.equal(asked, 1);
    await clock.advance(TEN_MINUTES_MS);
    answer = () => Promise.resolve(7);
    assert.equal((await reader.ask(never))?.nanoYuan, 7);
  });

  it('keeps the last balance when a later reading fails', async () => {
    await reader.ask(never);
    await clock.advance(TEN_MINUTES_MS);
    answer = () => Promise.reject(new Error('offline'));
    await assert.rejects(reader.ask(never), /offline/);
    assert.equal(reader.latest?.nanoYuan, 101);
  });

  it('returns undefined where there is no account to ask', async () => {
    answer = () => Promise.resolve(undefined);
    assert.deepEqual([await reader.ask(never), reader.latest], [undefined, undefined]);
  });

  it('can be repeated at once after the caller aborted', async () => {
    const stop = new AbortController();
    answer = () => {
      stop.abort(new Error('stopped'));
      return Promise.reject(new Error('stopped'));
    };
    await assert.rejects(reader.ask(stop.signal), /stopped/);
    answer = () => Promise.resolve(7);
    assert.equal((await reader.ask(never))?.nanoYuan, 7);
  });

  it('continues until every caller has aborted', async () => {
    let arrive = (_: number): void => assert.fail('nobody asked');
    const signals: AbortSignal[] = [];
    reader = new BalanceReader(signal => {
      signals.push(signal);
      return new Promise((resolve, reject) => {
        arrive = resolve;
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    }, clock);
    const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()];
    const asking = [first, second].map(({ signal }) => reader.ask(signal));
    first.abort(new Error('first left'));
    await assert.rejects(asking[0] ?? assert.fail(), /first left/);
    arrive(5);
    assert.equal((await asking[1])?.nanoYuan, 5);
    assert.deepEqual([signals.length, signals[0]?.aborted], [1, false]);

    await clock.advance(TEN_MINUTES_MS);
    const late = [first.signal, second.signal, third.signal].map(signal => reader.ask(signal));
    second.abort(new Error('second left'));
    assert.equal(signals[1]?.aborted, false);
    third.abort(new Error('third left'));
    for (const each of late) await assert.rejects(each, / left$/);
    assert.deepEqual([signals.length, signals[1]?.aborted], [2, true]);
    assert.equal(reader.latest?.nanoYuan, 5);
  });

  it('starts a new request for a caller that comes just after the last one aborted', async () => {
    const stop = new AbortController();
    answer = () => new Promise(() => undefined);
    const left = reader.ask(stop.signal);
    stop.abort(new Error('left'));
    await assert.rejects(left, /left/);
    answer = () => Promise.resolve(7);
    assert.equal((await reader.ask(never))?.nanoYuan, 7);
  });

  it('notifies listeners when the balance changes and when it is forgotten', async () => {
    const seen: (number | undefined)[] = [];
    const unsubscribe = reader.onDidChange(() => seen.push(reader.latest?.nanoYuan));
    await reader.ask(never);
    await reader.ask(never);
    reader.forget();
    unsubscribe();
    assert.deepEqual(seen, [101, undefined]);
  });

  it('discards a late answer for the previous account, and gives its callers the new balance', async () => {
    let arrive = (_: number): void => assert.fail('nobody asked');
    answer = () => new Promise(resolve => (arrive = resolve));
    const late = reader.ask(never);
    reader.forget();
    answer = () => Promise.resolve(7);
    assert.equal((await reader.ask(never))?.nanoYuan, 7);
    arrive(5);
    assert.equal((await late)?.nanoYuan, 7, 'who asked before gets that of the account that is used now');
    assert.equal(reader.latest?.nanoYuan, 7);
    reader.forget();
    assert.equal(reader.latest, undefined);
  });

  it('does not take a late answer of the previous account for that of the current one', async () => {
    let arrive = (_: number): void => assert.fail('nobody asked');
    answer = () => new Promise(resolve => (arrive = resolve));
    const late = reader.ask(never);
    reader.forget();
    arrive(5);
    assert.deepEqual([await late, reader.latest], [undefined, undefined]);
  });

  it('does not apply a late failure of the previous account to the current one', async () => {
    let fail = (_: Error): void => assert.fail('nobody asked');
    answer = () => new Promise((_, reject) => (fail = reject));
    const late = reader.ask(never);
    reader.forget();
    fail(new Error('not allowed'));
    assert.equal(await late, undefined);
    answer = () => Promise.resolve(7);
    assert.equal((await reader.ask(never))?.nanoYuan, 7);
  });
});
