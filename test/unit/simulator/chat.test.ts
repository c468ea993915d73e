import assert from 'node:assert/strict';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { ask, askEvents, askJson, choice, type Json, joined } from './asking.ts';

const USAGE = { stream_options: { include_usage: true } };

describe('simulator: chat completions', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator()));
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  it('answers as a whole with usage and flag 0', async () => {
    simulator.script({ answer: { text: '你好 world' } });
    const response = await ask(simulator);
    const { id, created, ...answer } = (await response.json()) as Json;
    assert.equal(response.headers.get('content-type'), 'application/json');
    assert.equal(id, response.headers.get('x-baidu-request-id'));
    assert.ok(Math.abs(Number(created) - Date.now() / 1000) < 60);
    assert.deepEqual(answer, {
      object: 'chat.completion',
      model: 'ernie-5.1',
      choices: [{ index: 0, message: { role: 'assistant', content: '你好 world' }, finish_reason: 'stop', flag: 0 }],
      // "Explain this" is 3 tokens, a message 4, a request 3.
      usage: {
        prompt_tokens: 10,
        completion_tokens: 4,
        total_tokens: 14,
        prompt_tokens_details: { search_tokens: 0, cached_tokens: 0 },
      },
    });
    assert.deepEqual(simulator.violations(), []);
  });

  it('streams deltas, a finishing choice and [DONE], byte for byte', async () => {
    simulator.script({ answer: { chunks: ['你', '好'] } });
    const response = await ask(simulator, { stream: true });
    const { requestId, atMs } = simulator.requests()[0] ?? { requestId: '', atMs: 0 };
    const head = `"id":"${requestId}","object":"chat.completion","created":${Math.floor(atMs / 1000)},"model":"ernie-5.1"`;
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    assert.equal(
      await response.text(),
      [
        `data: {${head},"choices":[{"index":0,"delta":{"role":"assistant","content":"你"}}]}\n\n`,
        `data: {${head},"choices":[{"index":0,"delta":{"content":"好"}}]}\n\n`,
        `data: {${head},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}]}\n\n`,
        'data: [DONE]\n\n',
      ].join(''),
    );
  });

  it('answers the last question when no script provides an answer', async () => {
    const messages = [
      { role: 'user', content: 'function first() {}' },
      { role: 'assistant', content: 'yes' },
      { role: 'user', content: '解释 function second() {}' },
    ];
    const content = joined(await askEvents(simulator, { messages }), 'content');
    assert.match(content, /^`second`一共/);
    assert.match(JSON.stringify(await askJson(simulator, { messages })), /`second`一共/);
  });

  it('streams the same text as a whole answer, in many pieces', async () => {
    const whole = await askJson(simulator);
    const events = await askEvents(simulator);
    assert.ok(events.length > 10);
    assert.equal(joined(events, 'content'), (choice(whole)['message'] as Json)['content']);
  });

  it('puts no usage in a stream that did not ask for it', async () => {
    assert.ok((await askEvents(simulator)).every(event => event === '[DONE]' || !('usage' in event)));
  });

  it('puts usage on the finishing choice alone when asked', async () => {
    const events = await askEvents(simulator, USAGE);
    const carriers = events.filter(event => event !== '[DONE]' && 'usage' in event);
    assert.equal(carriers.length, 1);
    assert.equal(carriers[0], events.at(-2));
    assert.equal(choice(carriers[0])['finish_reason'], 'stop');
  });

  it('puts usage on a chunk without choices when scripted', async () => {
    simulator.script({ answer: { usageAt: 'emptyChoices' } });
    const events = await askEvents(simulator, USAGE);
    const [finish, usage] = events.slice(-3) as Json[];
    assert.equal(choice(finish)['finish_reason'], 'stop');
    assert.ok(!('usage' in (finish ?? {})));
    assert.deepEqual(usage?.['choices'], []);
    assert.ok(usage && 'usage' in usage);
  });

  it('counts up the usage on every chunk with chunk_include_usage', async () => {
    simulator.script({ answer: { chunks: ['你', '', '好吗', 'abcdefgh'] } });
    const events = await askEvents(simulator, { stream_options: { chunk_include_usage: true } });
    const counts = events
      .filter(event => event !== '[DONE]')
      .map(event => (event['usage'] as Json)['completion_tokens']);
    assert.deepEqual(counts, [1, 1, 3, 5, 5]);
  });

  it('omits usage, requested or not, when scripted', async () => {
    simulator.script({ answer: { omit: ['usage'] } }, 2);
    assert.ok(!('usage' in (await askJson(simulator))));
    const events = await askEvents(simulator, { stream_options: { include_usage: true, chunk_include_usage: true } });
    assert.ok(!JSON.stringify(events).includes('"usage"'));
    assert.ok(simulator.requests().every(({ answerCompleted, bill }) => answerCompleted && bill.outputTokens > 0));
  });

  it('streams the reasoning of a thinking model first, and counts it as output', async () => {
    simulator.script({ answer: { reasoning: '想一想', text: '好' } });
    const events = await askEvents(simulator, { model: 'ernie-x1.1', ...USAGE });
    const kinds = events.slice(0, -2).map(event => Object.keys(choice(event)['delta'] as Json).at(-1));
    assert.equal(kinds.lastIndexOf('reasoning_content') + 1, kinds.indexOf('content'));
    assert.equal(joined(events, 'reasoning_content'), '想一想');
    const usage = (events.at(-2) as Json)['usage'] as Json;
    assert.equal(usage['completion_tokens'], 4);
    assert.deepEqual(usage['completion_tokens_details'], { reasoning_tokens: 3 });
  });

  it('lets ernie-x1.1 always think, ernie-5.1 on request, and turbo never', async () => {
    const thinks = async (body: Json) => joined(await askEvents(simulator, body), 'reasoning_content') !== '';
    assert.equal(await thinks({ model: 'ernie-x1.1' }), true);
    assert.equal(await thinks({}), false);
    assert.equal(await thinks({ enable_thinking: true }), true);
    assert.equal(await thinks({ thinking: { type: 'enabled' } }), true);
    assert.equal(await thinks({ model: 'ernie-4.5-turbo-20260402' }), false);
  });

  const limits: readonly [string, Json, string, string, string][] = [
    ['max_tokens', { max_tokens: 3 }, '想一想', '一二三', 'length'],
    ['max_completion_tokens, thinking included', { max_completion_tokens: 5 }, '想一想', '一二', 'length'],
    [
      'max_completion_tokens over max_tokens',
      { max_tokens: 2, max_completion_tokens: 7 },
      '想一想',
      '一二三四',
      'length',
    ],
    ['max_completion_tokens while still thinking', { max_completion_tokens: 2 }, '想一', '', 'length'],
    ['a limit that just fits', { max_completion_tokens: 8 }, '想一想', '一二三四五', 'stop'],
    ['a stop word at the start', { stop: ['一'] }, '想一想', '', 'stop'],
    ['a stop word', { stop: ['三四'] }, '想一想', '一二', 'stop'],
  ];
  for (const [what, body, reasoning, content, finish] of limits)
    it(`obeys ${what}, streamed or not`, async () => {
      simulator.script({ answer: { reasoning: '想一想', chunks: ['一二三', '四五'] } }, 2);
      const events = await askEvents(simulator, body);
      assert.deepEqual([joined(events, 'reasoning_content'), joined(events, 'content')], [reasoning, content]);
      assert.equal(choice(events.at(-2))['finish_reason'], finish);
      const whole = choice(await askJson(simulator, body));
      assert.equal((whole['message'] as Json)['content'], content);
      assert.equal(whole['finish_reason'], finish);
      assert.equal(simulator.requests()[0]?.bill.outputTokens, [...reasoning, ...content].length);
    });

  for (const flag of [1, 2, 3, 4])
    it(`sends flag ${flag} and a finish reason as told`, async () => {
      simulator.script({ answer: { flag, banRound: -1, finishReason: 'content_filter' } }, 2);
      const last = choice((await askEvents(simulator)).at(-2));
      assert.deepEqual([last['flag'], last['ban_round'], last['finish_reason']], [flag, -1, 'content_filter']);
      const whole = choice(await askJson(simulator));
      assert.deepEqual([whole['flag'], whole['ban_round'], whole['finish_reason']], [flag, -1, 'content_filter']);
    });

  it('sends search results at the top level of an answer and of the first chunk', async () => {
    const searchResults = [{ index: 1, url: 'https://example.com', title: 'Example' }];
    simulator.script({ answer: { searchResults } }, 2);
    assert.deepEqual((await askJson(simulator))['search_results'], searchResults);
    const [first, second] = (await askEvents(simulator)) as Json[];
    assert.deepEqual(first?.['search_results'], searchResults);
    assert.ok(!('search_results' in (second ?? {})));
  });

  it('reports cached tokens, but no more than there are input tokens', async () => {
    simulator.script({ answer: { cachedTokens: 4 } });
    simulator.script({ answer: { cachedTokens: 4_000 } });
    const cached = async () =>
      (((await askJson(simulator))['usage'] as Json)['prompt_tokens_details'] as Json)['cached_tokens'];
    assert.equal(await cached(), 4);
    assert.equal(await cached(), 10);
  });

  it('answers with JSON when the request asks for it', async () => {
    const message = choice(await askJson(simulator, { response_format: { type: 'json_object' } }))['message'] as Json;
    assert.equal(typeof (JSON.parse(String(message['content'])) as Json)['answer'], 'string');
  });

  const endings: readonly [('finish' | 'done')[], RegExp][] = [
    [['done'], /"finish_reason":"stop"\}\]\}\n\n$/],
    [['finish'], /"delta":\{"content":"好"\}\}\]\}\n\ndata: \[DONE\]\n\n$/],
    [['finish', 'done'], /"delta":\{"content":"好"\}\}\]\}\n\n$/],
  ];
  for (const [omit, ending] of endings)
    it(`ends cleanly without ${omit.join(' and ')}, and does not call it complete`, async () => {
      simulator.script({ answer: { chunks: ['你', '好'], omit } });
      assert.match(await (await ask(simulator, { stream: true })).text(), ending);
      assert.equal(simulator.requests()[0]?.answerCompleted, false);
      assert.equal(simulator.requests()[0]?.bill.outputTokens, 2);
    });
});
