import assert from 'node:assert/strict';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { askEvents, askJson, choice, type Json, joined } from './asking.ts';

const USAGE = { stream_options: { chunk_include_usage: true } };

describe('simulator: tool calls and usage in V2', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator()));
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  const toolCalls = [
    { id: 'c1', name: 'read', arguments: ['{"path":', '"a"}'] },
    { name: 'list', arguments: '{}' },
  ];

  it('calls tools in a whole answer', async () => {
    simulator.script({ answer: { toolCalls } });
    const { message, finish_reason } = choice(await askJson(simulator));
    assert.equal(finish_reason, 'tool_calls');
    assert.deepEqual(message, {
      role: 'assistant',
      content: '',
      tool_calls: [
        { id: 'c1', type: 'function', function: { name: 'read', arguments: '{"path":"a"}' } },
        { id: 'call_1', type: 'function', function: { name: 'list', arguments: '{}' } },
      ],
    });
  });

  it('streams tool calls in fragments: first ID and name, then the arguments as scripted', async () => {
    simulator.script({ answer: { toolCalls } });
    const events = (await askEvents(simulator)).slice(0, -1) as Json[];
    assert.deepEqual(
      events.flatMap(event => ((choice(event)['delta'] as Json)['tool_calls'] as Json[] | undefined) ?? []),
      [
        { index: 0, id: 'c1', type: 'function', function: { name: 'read', arguments: '' } },
        { index: 0, function: { arguments: '{"path":' } },
        { index: 0, function: { arguments: '"a"}' } },
        { index: 1, id: 'call_1', type: 'function', function: { name: 'list', arguments: '' } },
        { index: 1, function: { arguments: '{' } },
        { index: 1, function: { arguments: '}' } },
      ],
    );
    assert.equal((choice(events[0])['delta'] as Json)['role'], 'assistant');
    assert.equal(choice(events.at(-1))['finish_reason'], 'tool_calls');
  });

  it('sends reasoning and text before the calls when scripted', async () => {
    simulator.script({ answer: { text: '好', reasoning: '想', toolCalls } });
    const events = await askEvents(simulator, USAGE);
    assert.deepEqual([joined(events, 'reasoning_content'), joined(events, 'content')], ['想', '好']);
    const counts = (events.slice(0, -1) as Json[]).map(event => (event['usage'] as Json)['completion_tokens']);
    // Reasoning 1, text 1; "read" 1, `{"path":` 5, `"a"}` 4; "list" 1, `{` and `}` 1 each.
    assert.deepEqual(counts, [1, 2, 3, 8, 12, 13, 14, 15, 15]);
    assert.equal(simulator.requests()[0]?.bill.outputTokens, 15);
  });

  it('accepts the results of tools', async () => {
    const call = { id: 'c1', type: 'function', function: { name: 'read', arguments: '{}' } };
    const messages = [
      { role: 'user', content: 'q' },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'c1', content: 'function found() {}' },
    ];
    assert.match(JSON.stringify(await askJson(simulator, { messages })), /found/);
    assert.deepEqual(simulator.violations(), []);
  });

  for (const cachedAt of ['cached_tokens', 'cache_tokens'] as const)
    it(`says cached tokens as ${cachedAt} beside the sums`, async () => {
      simulator.script({ answer: { text: '一', cachedTokens: 4, cachedAt } }, 2);
      const usage = { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11, [cachedAt]: 4 };
      assert.deepEqual((await askJson(simulator))['usage'], usage);
      const events = await askEvents(simulator, { stream_options: { include_usage: true } });
      assert.deepEqual((events.at(-2) as Json)['usage'], usage);
      assert.equal(simulator.requests()[1]?.bill.cachedInputTokens, 4);
    });

  it('treats an empty appid as none, and records it as a violation', async () => {
    assert.ok('choices' in (await askJson(simulator, {}, { headers: { appid: '' } })));
    assert.deepEqual(simulator.violations(), ['#1: an empty appid']);
  });
});
