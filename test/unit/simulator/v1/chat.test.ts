import assert from 'node:assert/strict';
import { generate } from '../../../support/simulator/generation.ts';
import { type Simulator, startSimulator } from '../../../support/simulator/simulator.ts';
import { streamedAnswer, wholeAnswer } from '../../../support/simulator/v1/completion.ts';
import { V1_SERVICES } from '../../../support/simulator/v1/catalogue.ts';
import { askV1, askV1Frames, askV1Json, type V1Way } from './asking.ts';

const NO_WISHES = {
  stream: false,
  includeUsage: true,
  chunkIncludeUsage: true,
  maxTokens: null,
  maxCompletionTokens: null,
  thinkingBudget: null,
  stop: [],
  thinks: false,
  wantsJson: false,
};
const SPEED: V1Way = { endpoint: 'ernie_speed' };

describe('simulator: V1 chat', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator()));
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  it('answers as a whole', async () => {
    simulator.script({ answer: { text: '你好 world' } });
    const response = await askV1(simulator);
    const { requestId, atMs } = simulator.requests()[1] ?? { requestId: '', atMs: 0 };
    assert.equal(response.headers.get('content-type'), 'application/json');
    assert.deepEqual(await response.json(), {
      id: requestId,
      object: 'chat.completion',
      created: Math.floor(atMs / 1000),
      result: '你好 world',
      is_truncated: false,
      need_clear_history: false,
      finish_reason: 'normal',
      // "Explain this" is 3 tokens.
      usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    });
    assert.deepEqual(simulator.violations(), []);
  });

  it('streams frames that end with is_end and without [DONE], byte for byte', async () => {
    simulator.script({ answer: { chunks: ['你', '好'] } });
    const response = await askV1(simulator, { stream: true });
    const { requestId, atMs } = simulator.requests()[1] ?? { requestId: '', atMs: 0 };
    const head = `"id":"${requestId}","object":"chat.completion","created":${Math.floor(atMs / 1000)}`;
    const tail = '"is_truncated":false,"need_clear_history":false,"finish_reason":"normal"';
    const usage = (completion: number) =>
      `"usage":{"prompt_tokens":3,"completion_tokens":${completion},"total_tokens":${3 + completion}}`;
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    assert.equal(
      await response.text(),
      [
        `data: {${head},"sentence_id":0,"is_end":false,"result":"你",${tail},${usage(0)}}\n\n`,
        `data: {${head},"sentence_id":1,"is_end":false,"result":"好",${tail},${usage(0)}}\n\n`,
        `data: {${head},"sentence_id":2,"is_end":true,"result":"",${tail},${usage(2)}}\n\n`,
      ].join(''),
    );
    assert.equal(simulator.requests()[1]?.answerCompleted, true);
  });

  it('counts usage per frame, with the sum as the total, in the dialect of 2023', async () => {
    simulator.script({ answer: { chunks: ['你', '好吗'], usageDialect: '2023' } });
    const frames = await askV1Frames(simulator);
    assert.deepEqual(
      frames.map(frame => Object.values(frame['usage'] as Record<string, number>)),
      [
        [3, 1, 4],
        [3, 2, 6],
        [3, 0, 6],
      ],
    );
  });

  it('answers the last question when no script provides an answer, streamed or not', async () => {
    const messages = [
      { role: 'user', content: 'function first() {}' },
      { role: 'assistant', content: 'yes' },
      { role: 'user', content: '解释 function second() {}' },
    ];
    const frames = await askV1Frames(simulator, { messages });
    const text = frames.map(frame => String(frame['result'])).join('');
    assert.match(text, /^`second`一共/);
    assert.equal((await askV1Json(simulator, { messages }))['result'], text);
    assert.match(String((await askV1Json(simulator, { response_format: 'json_object' }))['result']), /^\{"answer":/);
  });

  it('cuts an answer at its limit, and marks it as truncated', async () => {
    simulator.script({ answer: { text: '一二三四' } }, 2);
    const last = (await askV1Frames(simulator, { max_output_tokens: 2 })).at(-1);
    assert.deepEqual([last?.['is_truncated'], last?.['finish_reason']], [true, 'length']);
    const whole = await askV1Json(simulator, { max_output_tokens: 2 });
    assert.deepEqual([whole['result'], whole['is_truncated'], whole['finish_reason']], ['一二', true, 'length']);
  });

  it('writes at most 1,024 tokens by default, and stops at stop words', async () => {
    simulator.script({ answer: { text: '字'.repeat(1_025) } });
    assert.equal(String((await askV1Json(simulator))['result']).length, 1_024);
    simulator.script({ answer: { text: '一二三四' } });
    assert.equal((await askV1Json(simulator, { stop: ['三'] }))['result'], '一二');
  });

  it('sends scripted fields at the end of an answer only', async () => {
    const answer = { chunks: ['a'], needClearHistory: true, isTruncated: true, flag: 1, banRound: -1 };
    const told = {
      is_truncated: true,
      need_clear_history: true,
      finish_reason: 'content_filter',
      flag: 1,
      ban_round: -1,
    };
    simulator.script({ answer: { ...answer, finishReason: 'content_filter' } }, 2);
    const [first, last] = await askV1Frames(simulator);
    assert.deepEqual({ ...last, ...told }, last);
    assert.deepEqual(
      [first?.['need_clear_history'], first?.['is_truncated'], first?.['flag']],
      [false, false, undefined],
    );
    const whole = await askV1Json(simulator);
    assert.deepEqual({ ...whole, ...told }, whole);
  });

  it('calls a function with an empty result', async () => {
    const toolCalls = [{ name: 'f', arguments: ['{"a"', ':1}'], thoughts: 'I need f' }];
    simulator.script({ answer: { toolCalls } }, 2);
    const call = { name: 'f', arguments: '{"a":1}', thoughts: 'I need f' };
    const whole = await askV1Json(simulator);
    assert.deepEqual([whole['result'], whole['function_call'], whole['finish_reason']], ['', call, 'function_call']);
    const [frame, last] = await askV1Frames(simulator);
    assert.deepEqual([frame?.['result'], frame?.['function_call'], frame?.['is_end']], ['', call, false]);
    assert.deepEqual(
      [last?.['function_call'], last?.['finish_reason'], last?.['is_end']],
      [undefined, 'function_call', true],
    );
    assert.equal((last?.['usage'] as { completion_tokens: number }).completion_tokens, 8);
  });

  it('sends search results with an answer and with the first frame', async () => {
    const searchResults = [{ index: 1, url: 'https://localhost/a', title: 'A' }];
    simulator.script({ answer: { chunks: ['a', 'b'], searchResults } }, 2);
    const info = { search_results: searchResults };
    assert.deepEqual((await askV1Json(simulator))['search_info'], info);
    const frames = await askV1Frames(simulator);
    assert.deepEqual(
      frames.map(frame => frame['search_info']),
      [info, undefined, undefined],
    );
  });

  it('omits the usage or the last frame when scripted', async () => {
    simulator.script({ answer: { chunks: ['a'], omit: ['usage'] } });
    simulator.script({ answer: { chunks: ['a'], omit: ['finish'] } });
    const [first, last] = await askV1Frames(simulator);
    assert.deepEqual([first?.['usage'], last?.['usage'], last?.['is_end']], [undefined, undefined, true]);
    const frames = await askV1Frames(simulator);
    assert.deepEqual(
      frames.map(frame => frame['is_end']),
      [false],
    );
    assert.equal(simulator.requests().at(-1)?.answerCompleted, false);
  });

  it('bills at the price of the service, and a broken stream for the tokens sent', async () => {
    simulator.script({ answer: { chunks: ['一', '二', '三'] } }, 2);
    await askV1Json(simulator);
    await askV1Json(simulator, {}, SPEED);
    simulator.script({ answer: { chunks: ['一', '二', '三'] }, delivery: { end: { afterEvents: 2 } } });
    await askV1Frames(simulator);
    assert.deepEqual(
      simulator
        .requests()
        .filter(({ issuedToken }) => issuedToken === null)
        .map(({ bill }) => [bill.inputTokens, bill.outputTokens, bill.amountNanoYuan]),
      [
        [3, 3, 3 * 30_000 + 3 * 90_000],
        [3, 3, 0],
        [3, 2, 3 * 30_000 + 2 * 90_000],
      ],
    );
  });

  it('counts system text and functions as input', async () => {
    // 47 tokens of JSON.
    const functions = [{ name: 'f', description: 'd', parameters: { type: 'object', properties: {} } }];
    await askV1Json(simulator, { system: '你好' });
    await askV1Json(simulator, { functions });
    const inputs = simulator.requests().map(({ bill }) => bill.inputTokens);
    assert.deepEqual([inputs[1], inputs[3]], [5, 3 + 47]);
  });

  it('throws when a V2 script with reasoning is used', () => {
    const model = V1_SERVICES[0]?.model;
    assert.ok(model);
    const request = { ...NO_WISHES, model, question: 'q', inputTokens: 1 };
    const generation = generate(request, { reasoning: 'hm' });
    for (const write of [wholeAnswer, streamedAnswer])
      assert.throws(() => write({ id: 'as-1', createdS: 0 }, request, generation, {}), /no place for reasoning/);
  });
});
