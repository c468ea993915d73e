import assert from 'node:assert/strict';

import { bearer } from '../../../src/core/auth/apiKey.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import type { FailureKind } from '../../../src/core/errors.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { listModels } from '../../../src/core/qianfan/modelList.ts';
import type { ListedModel } from '../../../src/core/qianfan/modelList.ts';
import { ScriptedBody, ScriptedFetch, fetchFailed } from '../../support/scriptedFetch.ts';
import type { FetchReply } from '../../support/scriptedFetch.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

function ask(reply: FetchReply | Promise<FetchReply>): {
  list: Promise<ListedModel[]>;
  clock: VirtualClock;
  network: ScriptedFetch;
  controller: AbortController;
} {
  const network = new ScriptedFetch(() => reply);
  // 2026-11-22 in China, but still the day before in UTC.
  const clock = new VirtualClock(Date.UTC(2026, 10, 21, 20));
  const controller = new AbortController();
  const list = listModels(
    { fetch: () => network.fetch, clock, logger: silentLogger },
    {
      endpoint: { name: 'x', baseUrl: 'https://q.example/v2', appId: 'app-1' },
      authorization: bearer('k'),
    },
    controller.signal,
  );
  return { list, clock, network, controller };
}

const kind = (expected: FailureKind) => (error: unknown) => error instanceof WenxinError && error.kind === expected;

describe('The model list of a service', () => {
  it('is read with context windows and exact prices', async () => {
    const { list, network, clock } = ask(
      Response.json({
        object: 'list',
        data: [
          {
            id: 'deepseek-v3.1-think-250821',
            object: 'model',
            type: 'chat',
            context_length: 163840,
            max_completions_tokens: 65536,
            max_tokens: 32768,
            pricing: { prompt: '0.004', completion: '0.012' },
          },
          { id: 'local' },
          {
            id: 'odd',
            context_length: '8k',
            max_tokens: 2048,
            pricing: { prompt: 'free', completion: '0.1' },
            type: 7,
          },
        ],
      }),
    );
    assert.deepEqual(await list, [
      {
        id: 'deepseek-v3.1-think-250821',
        type: 'chat',
        contextTokens: 163840,
        maxOutputTokens: 65536,
        price: {
          tiers: [{ upToInputTokens: null, inputNanoYuan: 4000, outputNanoYuan: 12000 }],
          source: 'q.example /models',
          asOf: '2026-11-22',
        },
      },
      { id: 'local' },
      { id: 'odd', maxOutputTokens: 2048 },
    ]);
    const { method, url, headers, redirect } = network.lastCall;
    assert.equal(`${method} ${url} ${redirect}`, 'GET https://q.example/v2/models manual');
    assert.deepEqual([headers.get('authorization'), headers.get('appid')], ['Bearer k', 'app-1']);
    assert.equal(clock.pendingTimers, 0);
  });

  it('fails in the same way as a chat request', async () => {
    const denied = { code: 'AccessDenied', message: 'Access denied.', requestId: 'r' };
    await assert.rejects(ask(Response.json(denied, { status: 403 })).list, kind('credentials'));
    await assert.rejects(ask(Response.json({ error: { code: 'internal_error' } })).list, kind('busy'));
    await assert.rejects(ask(fetchFailed('ENOTFOUND')).list, kind('dns'));
    await assert.rejects(ask(new Response(null, { status: 302, headers: { location: '/' } })).list, kind('redirect'));
    await assert.rejects(ask(new Response('<html>')).list, kind('not-json'));
    await assert.rejects(ask(Response.json({ data: [{ name: 'no id' }] })).list, kind('not-json'));
  });

  it('takes no longer than 15 s', async () => {
    for (const reply of [new Promise<never>(() => {}), new Response(new ScriptedBody().stream)]) {
      const { list, clock } = ask(reply);
      const failed = assert.rejects(list, kind('timeout'));
      await clock.advance(15_000);
      await failed;
      assert.equal(clock.pendingTimers, 0);
    }
  });

  it('ends at once when it is cancelled', async () => {
    const body = new ScriptedBody();
    const { list, clock, controller } = ask(new Response(body.stream));
    const reason = new Error('stop');
    const failed = assert.rejects(list, reason);
    await clock.advance(0);
    controller.abort(reason);
    await failed;
    assert.equal(body.cancelled, true);
    assert.equal(clock.pendingTimers, 0);
  });
});
