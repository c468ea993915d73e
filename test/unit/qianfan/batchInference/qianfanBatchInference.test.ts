import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bearer } from '../../../../src/core/auth/apiKey.ts';
import type { BatchInference, BatchResult } from '../../../../src/core/batchInference.ts';
import type { Endpoint } from '../../../../src/core/chat.ts';
import { systemClock, type Clock } from '../../../../src/core/clock.ts';
import { WenxinError } from '../../../../src/core/errors.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { qianfanBatchInference } from '../../../../src/core/qianfan/batchInference/qianfanBatchInference.ts';
import { hastyClock } from '../../../support/hastyClock.ts';
import { BATCH_SETTINGS } from '../../../support/simulator/settings.ts';
import { type Simulator, startSimulator } from '../../../support/simulator/simulator.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';
import { lines } from '../../simulator/batches/asking.ts';

const NEVER = new AbortController().signal;

describe('Batch inference over HTTP', () => {
  let simulator: Simulator;
  let path: string;
  before(async () => (simulator = await startSimulator()));
  beforeEach(async () => {
    path = join(temporaryFolder(), 'part.jsonl');
    await writeFile(path, lines(3).join('\n'));
  });
  afterEach(() => {
    assert.deepEqual(simulator.violations(), []);
    simulator.reset();
  });
  after(() => simulator.close());

  const to = (): Endpoint => ({ name: 'qianfan', baseUrl: simulator.baseUrl });
  const over = (clock: Clock = systemClock, key = simulator.key, fetch = globalThis.fetch): BatchInference =>
    qianfanBatchInference({
      clock,
      logger: silentLogger,
      fetch: () => fetch,
      credentials: () => Promise.resolve(bearer(key)),
    });
  const ordered = async (inference: BatchInference): Promise<string> => {
    const fileId = await inference.upload(to(), { path, name: 'a b/c.jsonl' }, NEVER);
    const { id } = await inference.create(to(), { fileId, windowHours: 24, marks: { part: '1' } }, NEVER);
    return id;
  };

  const firstOf = async (inference: BatchInference, signal = NEVER): Promise<unknown> => {
    for await (const batch of inference.list(to(), signal)) return batch;
    return undefined;
  };

  it('uploads a file unchanged, creates a batch, looks it up and reads the results', async () => {
    const inference = over();
    const batch = await inference.look(to(), await ordered(inference), NEVER);
    assert.equal(batch.stage, 'completed');
    assert.deepEqual(batch.marks, { part: '1' });
    const results: (BatchResult | undefined)[] = [];
    const take = (result: BatchResult | undefined): Promise<void> => Promise.resolve(void results.push(result));
    await inference.results(to(), batch.outputFileId ?? '', take, NEVER);
    assert.deepEqual(
      results.map(result => [result?.customId, result?.state]),
      [0, 1, 2].map(index => [`q-${index}`, 'answered']),
    );
    assert.deepEqual(simulator.requests()[0]?.body, {
      purpose: 'batch',
      filename: 'a_b_c.jsonl',
      bytes: Buffer.byteLength(lines(3).join('\n')),
    });
    assert.match(simulator.requests()[0]?.headers['content-length'] ?? '', /^\d+$/);
  });

  it('uploads a file without buffering it, and follows no redirection', async () => {
    const sent: RequestInit[] = [];
    const inference = over(systemClock, simulator.key, (input, init = {}) => {
      sent.push(init);
      return globalThis.fetch(input, init);
    });
    simulator.script({ on: 'upload', instead: { kind: 'redirect', location: 'http://127.0.0.1:9/' } });
    await assert.rejects(inference.upload(to(), { path, name: 'a.jsonl' }, NEVER), { kind: 'redirect' });
    // With any other redirect mode undici clones the body: a file of 500 MB would be in memory.
    assert.equal(sent[0]?.redirect, 'error');
    assert.ok(sent[0].body instanceof Blob);
  });

  it('reads results that arrive byte by byte, and passes on unreadable lines as undefined', async () => {
    const inference = over();
    simulator.script({ on: 'batch', batch: { noise: true }, answer: { text: '好。' } });
    const batch = await inference.look(to(), await ordered(inference), NEVER);
    simulator.script({ on: 'content', delivery: { splitSizes: [1, 2, 3] } });
    const states: unknown[] = [];
    await inference.results(
      to(),
      batch.outputFileId ?? '',
      result => Promise.resolve(void states.push(result?.state)),
      NEVER,
    );
    assert.deepEqual(states, ['answered', 'answered', 'answered', 'failed', undefined]);
  });

  it('rejects when a list has too many batches or never reaches its second page', async () => {
    const page = (from: number, more?: boolean): Response =>
      Response.json({
        data: Array.from({ length: 100 }, (_, index) => ({ id: `batch-${from + index}`, status: 'completed' })),
        ...(more !== undefined && { has_more: more }),
      });
    const seen = async (answer: (call: number) => Response): Promise<[orders: number, kind: string | undefined]> => {
      let calls = 0;
      let orders = 0;
      const fetch = (): Promise<Response> => Promise.resolve(answer(calls++));
      try {
        for await (const _ of over(systemClock, simulator.key, fetch).list(to(), NEVER)) orders++;
      } catch (error) {
        return [orders, error instanceof WenxinError ? error.kind : undefined];
      }
      return [orders, undefined];
    };
    assert.deepEqual(await seen(call => page(100 * call, true)), [1_000, 'too-large']);
    assert.deepEqual(await seen(() => page(0)), [200, 'too-large']);
    assert.deepEqual(await seen(call => (call === 0 ? page(0) : Response.json({ data: [] }))), [100, undefined]);
    assert.deepEqual(await seen(() => page(0, false)), [100, undefined]);
  });

  it('lists all pages of batches, newest first', async () => {
    const inference = over();
    const fileId = await inference.upload(to(), { path, name: 'a.jsonl' }, NEVER);
    for (let index = 0; index < 103; index++)
      await inference.create(to(), { fileId, windowHours: 1, marks: { at: String(index) } }, NEVER);
    const marks: unknown[] = [];
    for await (const batch of inference.list(to(), NEVER)) marks.push(batch.marks['at']);
    assert.equal(marks.length, 103);
    assert.deepEqual([marks[0], marks.at(-1)], ['102', '0']);
  });

  it('cancels a batch and deletes a file', async () => {
    const inference = over();
    simulator.configure({ batches: { ...BATCH_SETTINGS, lineMs: 60_000 } });
    const id = await ordered(inference);
    assert.equal((await inference.cancel(to(), id, NEVER)).stage, 'working');
    assert.equal((await inference.look(to(), id, NEVER)).stage, 'cancelled');
    const fileId = await inference.upload(to(), { path, name: 'a.jsonl' }, NEVER);
    await inference.deleteFile(to(), fileId, NEVER);
    await assert.rejects(
      inference.deleteFile(to(), fileId, NEVER),
      (error: WenxinError) => error.details.status === 404,
    );
  });

  it('is not available on V1, and sends nothing', async () => {
    await assert.rejects(over().look({ ...to(), api: 'v1' }, 'b', NEVER), { kind: 'no-endpoint' });
    assert.equal(simulator.requests().length, 0);
  });

  for (const [what, script, kind] of [
    ['a refusal', { instead: { kind: 'error', code: 'rpm_rate_limit_exceeded' } }, 'refused'],
    ['an error', { instead: { kind: 'error', code: 'internal_error' } }, 'busy'],
    ['a login page', { instead: { kind: 'html', status: 200 } }, 'not-json'],
    ['nothing', { instead: { kind: 'empty' } }, 'not-json'],
    ['a redirection', { instead: { kind: 'redirect', location: 'http://127.0.0.1:9/' } }, 'redirect'],
    [
      'an error of status 200',
      { instead: { kind: 'raw', status: 200, body: '{"error":{"code":"account_overdue"}}' } },
      'overdue',
    ],
    ['a connection that breaks', { delivery: { cut: 'beforeHeaders' } }, 'connection-lost'],
    ['half an answer', { delivery: { cut: { afterBytes: 5 } } }, 'truncated'],
  ] as const)
    it(`fails with ${kind} for ${what}`, async () => {
      const inference = over();
      const id = await ordered(inference);
      simulator.script({ on: 'batchLook', ...script });
      await assert.rejects(inference.look(to(), id, NEVER), { kind });
    });

  it('times out for a short answer and for each piece of results', async () => {
    const id = await ordered(over());
    const { outputFileId = '' } = await over().look(to(), id, NEVER);
    // Shorten the timers only for responses that never come; a busy machine needs the full time for the others.
    const inference = over(hastyClock(200));
    simulator.script({ on: 'batchLook', delivery: { stall: 'beforeHeaders' } });
    await assert.rejects(inference.look(to(), id, NEVER), { kind: 'timeout' });
    simulator.script({ on: 'content', delivery: { stall: { afterBytes: 100 } } });
    await assert.rejects(
      inference.results(to(), outputFileId, () => Promise.resolve(), NEVER),
      { kind: 'timeout' },
    );
  });

  it('ends with the reason of the signal', async () => {
    simulator.script({ on: 'batchList', delivery: { stall: 'beforeHeaders' } });
    const end = new AbortController();
    const listing = firstOf(over(), end.signal);
    await simulator.when(records => records.length > 0);
    end.abort(new Error('enough'));
    await assert.rejects(listing, { message: 'enough' });
  });

  it('retries once with other credentials when the service refuses the first', async () => {
    let asked = 0;
    const inference = qianfanBatchInference({
      clock: systemClock,
      logger: silentLogger,
      fetch: () => globalThis.fetch,
      credentials: () =>
        Promise.resolve({ ...bearer(asked++ === 0 ? 'an old token' : simulator.key), replaceAfter: () => true }),
    });
    await inference.upload(to(), { path, name: 'a.jsonl' }, NEVER);
    assert.equal(asked, 2);
    assert.deepEqual(
      simulator.requests().map(({ status }) => status),
      [401, 200],
    );
  });

  it('does not reveal the key or the error message of the service', async () => {
    const key = 'bce-v3/ALTAK-nobody/0123456789';
    simulator.script({
      on: 'batchList',
      instead: { kind: 'error', code: 'invalid_argument', message: `about ${key}` },
    });
    for (const inference of [over(systemClock, key), over()]) {
      const failure: unknown = await firstOf(inference).catch((error: unknown) => error);
      assert.ok(failure instanceof WenxinError);
      assert.equal(JSON.stringify([failure.message, failure.details]).includes('nobody'), false);
    }
  });
});
