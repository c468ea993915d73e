import assert from 'node:assert/strict';
import { controlSimulator } from '../../support/simulator/control.ts';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { askEvents, askJson, choice, type Json } from './asking.ts';
import { askV1Json } from './v1/asking.ts';

const QUESTION = { role: 'user', content: 'Read a.ts' };
const tools = [{ type: 'function', function: { name: 'read' } }];

/** Returns the messages that follow the tool calls of an answer. */
function afterCalls(answer: Json): Json[] {
  const { message } = choice(answer) as { message: Json };
  const calls = message['tool_calls'] as Json[];
  return [QUESTION, message, ...calls.map(({ id }) => ({ role: 'tool', tool_call_id: id, content: 'found' }))];
}

describe('simulator: a scripted agent', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator()));
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  const says = (answer: Json): unknown => (choice(answer)['message'] as Json)['content'];

  it('plays one step per request', async () => {
    simulator.answers([
      {
        toolCalls: [
          { name: 'read', arguments: { path: 'a.ts' } },
          { name: 'read', arguments: { path: 'b.ts' } },
        ],
      },
      { text: 'Both are fine.' },
    ]);
    const first = await askJson(simulator, { messages: [QUESTION], tools });
    const calls = (choice(first)['message'] as Json)['tool_calls'] as Json[];
    assert.deepEqual(
      calls.map(call => (call['function'] as Json)['arguments']),
      ['{"path":"a.ts"}', '{"path":"b.ts"}'],
    );
    assert.equal(says(await askJson(simulator, { messages: afterCalls(first), tools })), 'Both are fine.');
    assert.deepEqual(simulator.violations(), []);
  });

  it('plays a step only for a request that matches its condition', async () => {
    simulator.answers([
      { text: 'called', when: { offers: 'read', says: 'a.ts' } },
      { text: 'last', when: { afterTools: true } },
    ]);
    simulator.script({ answer: { text: 'title' }, when: { says: 'title' } }, 'always');
    simulator.script({ answer: { text: 'other' }, when: { afterTools: false } }, 'always');
    const ask = async (content: string, more: object = {}): Promise<unknown> =>
      says(await askJson(simulator, { messages: [{ role: 'user', content }], ...more }));
    assert.equal(await ask('a title for a.ts, please'), 'other');
    assert.equal(await ask('b.ts', { tools }), 'other');
    assert.equal(await ask('a.ts', { tools }), 'called');
    assert.equal(await ask('a.ts', { tools }), 'other');
    const call = { id: 'c', type: 'function', function: { name: 'read', arguments: '{}' } };
    const messages = afterCalls({ choices: [{ message: { role: 'assistant', content: '', tool_calls: [call] } }] });
    assert.equal(says(await askJson(simulator, { messages })), 'last');
  });

  it('receives its steps over HTTP, and plays them on V1 too', async () => {
    await controlSimulator(simulator.url).answers([{ text: 'one' }, { text: 'two', when: { says: 'Explain' } }]);
    assert.equal((await askV1Json(simulator))['result'], 'one');
    assert.equal((await askV1Json(simulator))['result'], 'two');
  });

  it('interleaves several calls when scripted, and counts the tokens sent so far', async () => {
    const toolCalls = [
      { name: 'read', arguments: ['{"path":', '"a"}'] },
      { name: 'list', arguments: ['{', '}'] },
    ];
    simulator.answers([{ text: 'so', toolCalls, interleaved: true }]);
    const events = (await askEvents(simulator, { stream_options: { chunk_include_usage: true } })).slice(
      0,
      -1,
    ) as Json[];
    const pieces = events.flatMap(
      event => ((choice(event)['delta'] as Json)['tool_calls'] as Json[] | undefined) ?? [],
    );
    assert.deepEqual(
      pieces.map(({ index, function: called }) => [index, (called as Json)['arguments']]),
      [
        ...[0, 1].map(index => [index, '']),
        ...[
          [0, '{"path":'],
          [1, '{'],
          [0, '"a"}'],
          [1, '}'],
        ],
      ],
    );
    const counts = events.map(event => (event['usage'] as Json)['completion_tokens']);
    // "so" 1; "read" 1, "list" 1; `{"path":` 5, `{` 1, `"a"}` 4, `}` 1.
    assert.deepEqual(counts, [1, 2, 3, 8, 9, 13, 14, 14]);
  });

  it('is rejected when it is misspelt', () => {
    assert.throws(() => simulator.answers([{ texts: 'x' } as object]), /no field texts/);
    assert.throws(() => simulator.answers([{ when: { say: 'x' } as object }]), /no field say/);
    assert.throws(() => simulator.script({ on: 'models', when: {} }), /when is for/);
  });
});
