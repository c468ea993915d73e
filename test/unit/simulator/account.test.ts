import assert from 'node:assert/strict';
import { billFor } from '../../support/simulator/bill.ts';
import { MODELS } from '../../support/simulator/models.ts';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { ask, askEvents, askJson, chunksOf, type Json } from './asking.ts';

function price(id: string, inputTokens: number, cachedInputTokens: number, outputTokens: number): number | null {
  const model = MODELS.find(candidate => candidate.id === id);
  assert.ok(model);
  return billFor(model, { inputTokens, cachedInputTokens, outputTokens, reasoningTokens: 0 }).amountNanoYuan;
}

describe('simulator: account', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator()));
  afterEach(() => {
    simulator.reset();
  });
  after(() => simulator.close());

  // Nano-yuan per token: CNY per million tokens times 1,000.
  const prices: readonly [string, number, number, number, number | null][] = [
    ['ernie-5.1', 1, 0, 0, 4_000],
    ['ernie-5.1', 0, 0, 1, 18_000],
    ['ernie-5.1', 32_768, 0, 1, 32_768 * 4_000 + 18_000],
    ['ernie-5.1', 32_769, 0, 1, 32_769 * 6_000 + 22_000],
    ['ernie-5.1', 10, 4, 0, 40_000],
    ['ernie-4.5-turbo-20260402', 1_000_000, 0, 1_000_000, 4_000_000_000],
    ['ernie-4.5-turbo-20260402', 10, 4, 0, 6 * 800 + 4 * 200],
    ['ernie-x1.1', 1, 0, 1, 5_000],
    ['ernie-5.5-flash-preview', 1, 0, 1, null],
  ];
  for (const [model, input, cached, output, nanoYuan] of prices)
    it(`charges ${model} ${nanoYuan} for ${input} in, ${cached} of them cached, ${output} out`, () => {
      assert.equal(price(model, input, cached, output), nanoYuan);
    });

  it('bills a completed request exactly by the usage it sent, streamed or not', async () => {
    simulator.script({ answer: { text: '一二三四', reasoning: '想', cachedTokens: 2 } }, 3);
    const usages = [
      (await askJson(simulator))['usage'],
      ((await askEvents(simulator, { stream_options: { include_usage: true } })).at(-2) as Json)['usage'],
    ] as Json[];
    await askEvents(simulator);
    const bills = simulator.requests().map(({ bill }) => bill);
    for (const [index, usage] of usages.entries())
      assert.deepEqual(
        {
          prompt_tokens: bills[index]?.inputTokens,
          completion_tokens: bills[index]?.outputTokens,
          total_tokens: 15,
          prompt_tokens_details: { search_tokens: 0, cached_tokens: bills[index]?.cachedInputTokens },
          completion_tokens_details: { reasoning_tokens: bills[index]?.reasoningTokens },
        },
        usage,
      );
    assert.deepEqual(bills[2], bills[1]);
    assert.equal(bills[0]?.amountNanoYuan, 10 * 4_000 + 5 * 18_000);
    assert.deepEqual(simulator.account(), {
      requests: 3,
      issuedTokens: 0,
      billedRequests: 3,
      unpricedRequests: 0,
      inputTokens: 30,
      cachedInputTokens: 6,
      outputTokens: 15,
      reasoningTokens: 3,
      amountNanoYuan: 3 * (10 * 4_000 + 5 * 18_000),
    });
  });

  it('bills a long question at the second price tier', async () => {
    await askJson(simulator, { messages: [{ role: 'user', content: '好'.repeat(32_762) }], max_tokens: 2 });
    const [record] = simulator.requests();
    assert.equal(record?.bill.inputTokens, 32_769);
    assert.equal(record.bill.amountNanoYuan, 32_769 * 6_000 + 2 * 22_000);
  });

  it('bills a client that left for the tokens generated so far, and records when it left', async () => {
    simulator.script({ answer: { chunks: ['一', '二', '三'] }, delivery: { stall: { afterEvents: 2 } } });
    const aborter = new AbortController();
    const response = await ask(simulator, { stream: true }, { signal: aborter.signal });
    const reader = response.body?.getReader();
    for (let turn = 0; turn < 2; turn++) await reader?.read();
    const beforeMs = Date.now();
    aborter.abort();
    await simulator.idle();
    const [record] = simulator.requests();
    assert.equal(record?.outcome, 'closedByClient');
    assert.equal(record.answerCompleted, false);
    assert.equal(record.generatedTokens, 2);
    assert.deepEqual([record.bill.inputTokens, record.bill.outputTokens], [10, 2]);
    assert.ok(Number(record.closedByClientAtMs) >= beforeMs);
  });

  it('counts an event as generated once its first byte has left', async () => {
    const sizes = (await chunksOf(await ask(simulator, { stream: true }))).chunks.map(chunk => chunk.length);
    const first = sizes[0] ?? 0;
    const generated: unknown[] = [];
    for (const afterBytes of [0, 1, first, first + 1]) {
      simulator.script({ delivery: { cut: { afterBytes } } });
      await chunksOf(await ask(simulator, { stream: true }));
      generated.push(simulator.requests().at(-1)?.generatedTokens);
    }
    // The first delta has one token, the second three.
    assert.deepEqual(generated, [0, 1, 1, 4]);
  });

  it('keeps generating behind a buffering proxy', async () => {
    simulator.script({ answer: { chunks: ['一', '二'] }, delivery: { buffered: true, cut: { afterBytes: 1e9 } } });
    simulator.script({ answer: { chunks: ['一', '二'] }, delivery: { buffered: true, chunkMs: 1e9 } });
    await (await ask(simulator, { stream: true })).text();
    const aborter = new AbortController();
    await ask(simulator, { stream: true }, { signal: aborter.signal });
    aborter.abort();
    await simulator.idle();
    assert.deepEqual(
      simulator.requests().map(({ generatedTokens }) => generatedTokens),
      [2, 0],
    );
  });

  it('bills nothing for an answer that never began, unless the script bills lost answers', async () => {
    simulator.script({ delivery: { cut: 'beforeHeaders' } });
    simulator.script({ answer: { text: '一二' }, delivery: { cut: 'beforeHeaders', billLost: true } });
    for (let turn = 0; turn < 2; turn++) await assert.rejects(ask(simulator, { stream: true }));
    assert.deepEqual(
      simulator.requests().map(({ bill }) => [bill.inputTokens, bill.outputTokens]),
      [
        [0, 0],
        [10, 2],
      ],
    );
  });

  it('bills a whole answer in full once its first byte is sent', async () => {
    simulator.script({ answer: { text: '一二' }, delivery: { cut: { afterBytes: 1 } } });
    await chunksOf(await ask(simulator));
    assert.equal(simulator.requests()[0]?.bill.outputTokens, 2);
    assert.equal(simulator.requests()[0]?.answerCompleted, false);
  });

  it('counts requests without a price separately', async () => {
    await askJson(simulator, { model: 'ernie-5.5-flash-preview' });
    assert.equal(simulator.requests()[0]?.bill.amountNanoYuan, null);
    const { unpricedRequests, amountNanoYuan, billedRequests } = simulator.account();
    assert.deepEqual([unpricedRequests, amountNanoYuan, billedRequests], [1, 0, 1]);
  });

  it('counts the tokens of messages, tools, tool calls and images', async () => {
    const user = { role: 'user', content: 'q' };
    const call = { id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } };
    const calling = { role: 'assistant', content: null, tool_calls: [call] };
    const picture = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };
    const model = MODELS[0];
    assert.ok(model);
    simulator.configure({ models: [{ ...model, vision: true }] });
    const inputs: readonly [Json, number][] = [
      // One token of text, 4 for the message, 3 for the request.
      [{ messages: [user] }, 8],
      [{ messages: [{ role: 'system', content: '你好' }, user] }, 8 + 6],
      [{ messages: [{ role: 'user', content: [{ type: 'text', text: 'q' }, picture] }] }, 8 + 1 + 256],
      [{ messages: [user, calling, { role: 'tool', tool_call_id: 'c', content: '{}' }] }, 8 + 4 + 4 + 2 + 46],
      [{ messages: [user], tools: [{ type: 'function', function: { name: 'f' } }] }, 8 + 27],
    ];
    for (const [body, tokens] of inputs) {
      await askJson(simulator, body);
      assert.equal(simulator.requests().at(-1)?.bill.inputTokens, tokens);
    }
  });

  it('records each request with its times', async () => {
    const beforeMs = Date.now();
    await askJson(simulator, { temperature: 0.5 }, { headers: { 'X-Test': 'yes' } });
    const [record] = simulator.requests();
    assert.equal(record?.number, 1);
    assert.deepEqual([record.method, record.path, record.status], ['POST', '/v2/chat/completions', 200]);
    assert.equal((record.body as Json)['temperature'], 0.5);
    assert.equal(record.headers['x-test'], 'yes');
    assert.ok(record.atMs >= beforeMs && Number(record.endedAtMs) >= record.atMs);
    assert.deepEqual(record.violations, []);
  });
});
