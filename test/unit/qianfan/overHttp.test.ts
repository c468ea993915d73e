import assert from 'node:assert/strict';

import { bearer } from '../../../src/core/auth/apiKey.ts';
import type { ChatEvent } from '../../../src/core/chat.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import type { FailureKind } from '../../../src/core/errors.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createQianfanBackend } from '../../../src/core/qianfan/http.ts';
import { listModels } from '../../../src/core/qianfan/modelList.ts';
import type { Script } from '../../support/simulator/script.ts';
import { startSimulator } from '../../support/simulator/simulator.ts';
import type { Simulator } from '../../support/simulator/simulator.ts';
import { authorizedRequest } from './authorizedRequest.ts';

const sender = { fetch: () => globalThis.fetch, clock: systemClock, logger: silentLogger };
const timeouts = { firstTokenMs: 5000, betweenTokensMs: 5000, totalMs: 20_000 };

async function all(answer: AsyncIterable<ChatEvent>): Promise<ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const event of answer) events.push(event);
  return events;
}

describe('The Qianfan backend over HTTP', () => {
  let simulator: Simulator;
  let started: (string | undefined)[];
  let onStarted: () => void;

  before(async () => {
    simulator = await startSimulator();
  });

  beforeEach(() => {
    simulator.reset();
    started = [];
    onStarted = () => {};
  });

  after(async () => {
    await simulator.close();
  });

  function ask(signal = new AbortController().signal, limits = timeouts): AsyncIterable<ChatEvent> {
    const request = authorizedRequest({
      endpoint: { name: 'simulator', baseUrl: simulator.baseUrl },
      onAnswerStarted: requestId => {
        started.push(requestId);
        onStarted();
      },
      authorization: bearer(simulator.key),
    });
    return createQianfanBackend({ ...sender, timeouts: () => limits })(request, signal);
  }

  async function read(script?: Script): Promise<ChatEvent[]> {
    if (script !== undefined) simulator.script(script);
    return all(ask());
  }

  async function fails(kind: FailureKind, script: Script): Promise<WenxinError> {
    const thrown: unknown = await read(script).then(
      () => undefined,
      (error: unknown) => error,
    );
    assert.ok(thrown instanceof WenxinError, String(thrown));
    assert.equal(thrown.kind, kind);
    return thrown;
  }

  const textOf = (events: readonly ChatEvent[]): string =>
    events.map(event => (event.type === 'text' ? event.text : '')).join('');

  it('receives an answer and the billed usage without violating any rule of the service', async () => {
    const events = await read({ answer: { text: '你好，我是文心 😀。', cachedTokens: 2 } });
    await simulator.idle();
    assert.equal(textOf(events), '你好，我是文心 😀。');
    const [record] = simulator.requests();
    const { amountNanoYuan, ...billed } = record?.bill ?? assert.fail('nothing was sent');
    assert.deepEqual(events.at(-1), { type: 'done', finish: 'stop', usage: billed });
    assert.ok(amountNanoYuan !== null && amountNanoYuan > 0);
    assert.equal(started.length, 1);
    assert.deepEqual(simulator.violations(), []);
  });

  it('reads every framing and every delivery alike', async () => {
    const text = '汉字、emoji 👩‍👩‍👧 and\nlines';
    const scripts: Script[] = [
      { framing: { lineEnd: 'crlf', byteOrderMark: true, comments: true } },
      { framing: { lineEnd: 'cr', otherFields: true, noSpace: true, noFinalBlankLine: true } },
      { delivery: { splitSizes: [1] } },
      { delivery: { splitSizes: [7, 1, 2] }, framing: { lineEnd: 'crlf' } },
      { delivery: { headers: { 'content-type': 'text/plain' } } },
      { delivery: { buffered: true } },
      { answer: { usageAt: 'emptyChoices' } },
      { answer: { omit: ['done'] } },
      { answer: { omit: ['usage'] } },
    ];
    for (const script of scripts) {
      const events = await read({ ...script, answer: { text, ...script.answer } });
      assert.equal(textOf(events), text, JSON.stringify(script));
      assert.equal(events.at(-1)?.type, 'done');
    }
  });

  it('classifies every failure', async () => {
    await fails('redirect', { instead: { kind: 'redirect', location: 'http://127.0.0.1:1/trap?key=1' } });
    await fails('not-json', { instead: { kind: 'html', status: 200 } });
    await fails('busy', { instead: { kind: 'html', status: 502 } });
    await fails('empty', { instead: { kind: 'empty' } });
    await fails('not-json', { framing: { invalidJsonAt: 1 } });
    await fails('truncated', { answer: { omit: ['finish', 'done'] } });
    await fails('truncated', { delivery: { cut: { afterEvents: 2 } } });
    await fails('truncated', { delivery: { cut: 'beforeBody', reset: true } });
    await fails('truncated', { delivery: { end: { afterEvents: 2 } } });
    await fails('connection-lost', { delivery: { cut: 'beforeHeaders' } });
    await fails('connection-lost', { delivery: { cut: 'beforeHeaders', reset: true } });
    await fails('connection-lost', { delivery: { cut: 'midHeaders' } });
    for (const as of ['response', 'event', 'line'] as const) {
      await fails('refused', { instead: { kind: 'error', code: 'tpm_rate_limit_exceeded', as } });
    }
    const limited = await fails('refused', {
      instead: { kind: 'error', code: 'rpm_rate_limit_exceeded', retryAfter: '3' },
    });
    assert.deepEqual([limited.details.status, limited.details.retryAfterMs], [429, 3000]);
    assert.deepEqual(simulator.violations(), []);
  });

  for (const shape of ['line', 'events', 'json', 'gzip'] as const) {
    it(`cannot be flooded with ${shape}`, async () => {
      const before = process.memoryUsage.rss();
      await fails('too-large', { instead: { kind: 'flood', of: shape, bytes: 1024 ** 3 } });
      await simulator.idle();
      // A busy machine may not have freed what it has read; holding the whole flood would take four times as much.
      assert.ok(process.memoryUsage.rss() - before < 256 * 1024 * 1024);
    });
  }

  it('closes its socket when it is cancelled, at any stage', async () => {
    for (const stall of ['beforeHeaders', 'beforeBody', { afterEvents: 2 }] as const) {
      simulator.reset();
      simulator.script({ delivery: { stall } });
      const controller = new AbortController();
      const reason = new Error('stopped');
      let cancelledAtMs = Infinity;
      const cancel = (): void => {
        cancelledAtMs = Date.now();
        controller.abort(reason);
      };
      if (stall === 'beforeBody') onStarted = () => setImmediate(cancel);
      const run = (async () => {
        for await (const event of ask(controller.signal)) if (event.type === 'text') setImmediate(cancel);
      })();
      const failed = assert.rejects(run, reason);
      await simulator.when(records => records.length === 1);
      if (stall === 'beforeHeaders') cancel();
      await failed;
      await simulator.when(([record]) => record?.outcome === 'closedByClient');
      const tookMs = (simulator.requests()[0]?.closedByClientAtMs ?? Infinity) - cancelledAtMs;
      // Sooner than any time limit would close it.
      assert.ok(tookMs < timeouts.betweenTokensMs, `${JSON.stringify(stall)}: closed after ${tookMs} ms`);
    }
  });

  it('closes its socket when a time limit passes or its reader leaves', async () => {
    simulator.script({ delivery: { stall: { afterEvents: 2 } } });
    const slow = all(ask(undefined, { ...timeouts, betweenTokensMs: 30 }));
    await assert.rejects(slow, error => error instanceof WenxinError && error.kind === 'stalled');
    simulator.script({ delivery: { stall: { afterEvents: 2 } } });
    for await (const event of ask()) if (event.type === 'text') break;
    await simulator.when(
      records => records.length === 2 && records.every(({ outcome }) => outcome === 'closedByClient'),
    );
  });

  it('lists the models with the prices the service bills', async () => {
    const models = await listModels(
      sender,
      {
        endpoint: { name: 'simulator', baseUrl: simulator.baseUrl },
        authorization: bearer(simulator.key),
      },
      new AbortController().signal,
    );
    const turbo = models.find(({ id }) => id === 'ernie-4.5-turbo-latest');
    assert.deepEqual(turbo?.price?.tiers, [{ upToInputTokens: null, inputNanoYuan: 800, outputNanoYuan: 3200 }]);
    assert.deepEqual(simulator.violations(), []);
  });
});
