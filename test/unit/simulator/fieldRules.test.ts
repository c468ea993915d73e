import assert from 'node:assert/strict';
import { checkRequestFields } from '../../support/simulator/fieldRules.ts';
import { MODELS } from '../../support/simulator/models.ts';

const model = MODELS[0];
assert.ok(model);
const complaint = (body: object) => checkRequestFields({ stream: true, ...body }, model);
const search = (field: string) => (value: unknown) => ({ web_search: { [field]: value } });
const tool = { type: 'function', function: { name: 'f' } };
const declared = (change: object): object => ({ type: 'function', function: { name: 'f', ...change } });
const field = (name: string) => (value: unknown) => ({ [name]: value });

const thinking: readonly [string, unknown][] = [
  ['enable_thinking', true],
  ['thinking', { type: 'enabled' }],
  ['thinking_budget', 100],
  ['thinking_strategy', 'short_think'],
  ['reasoning_effort', 'low'],
];

describe('simulator: rules of request fields', () => {
  /** Name, function that builds the body, valid boundary values, values just outside. */
  const ranges: readonly [string, (value: unknown) => object, unknown[], unknown[]][] = [
    ['temperature', field('temperature'), [0.01, 1], [0, 1.01, '1', null]],
    ['top_p', field('top_p'), [0, 1], [-0.01, 1.01, NaN]],
    ['penalty_score', field('penalty_score'), [1, 2], [0.99, 2.01]],
    ['frequency_penalty', field('frequency_penalty'), [-2, 2], [-2.01, 2.01]],
    ['presence_penalty', field('presence_penalty'), [-2, 2], [-2.01, 2.01]],
    ['repetition_penalty', field('repetition_penalty'), [0.01, 2], [0, 2.01]],
    ['seed', field('seed'), [1, 2_147_483_646], [0, 2_147_483_647, 1.5]],
    [
      'stop',
      field('stop'),
      [[], ['a', 'b', 'c', 'x'.repeat(20)]],
      [['a', 'b', 'c', 'd', 'e'], ['x'.repeat(21)], [''], [1], 'a'],
    ],
    ['max_tokens', field('max_tokens'), [2, 65_536], [1, 65_537, 2.5, '2']],
    ['max_completion_tokens', field('max_completion_tokens'), [2, 65_536], [1, 65_537]],
    ['thinking_budget', field('thinking_budget'), [100, 65_536], [99, 65_537]],
    ['search_number', search('search_number'), [1, 28], [0, 29]],
    ['reference_number', search('reference_number'), [1, 28], [0, 29]],
    ['search_mode', search('search_mode'), ['auto'], ['required', 1]],
    ['stream', field('stream'), [true], [1, 'true', null]],
    ['user', field('user'), ['someone'], ['', 1]],
    ['enable_thinking', field('enable_thinking'), [true, false], ['true']],
    ['thinking', field('thinking'), [{ type: 'enabled' }, { type: 'disabled' }], [{}, { type: 'on' }, true]],
    ['thinking_strategy', field('thinking_strategy'), ['short_think', 'chain_of_draft'], ['deep']],
    ['reasoning_effort', field('reasoning_effort'), ['low', 'medium', 'high', 'max'], ['none']],
    ['parallel_tool_calls', field('parallel_tool_calls'), [true], ['yes']],
    [
      'tool_choice',
      value => ({ tools: [tool], tool_choice: value }),
      ['none', 'auto', 'required', { type: 'function', function: { name: 'f' } }],
      [
        'all',
        1,
        { type: 'function' },
        { type: 'web', function: { name: 'f' } },
        { type: 'function', function: { name: 'g' } },
      ],
    ],
    ['extra_parameters', field('extra_parameters'), [{ request_source: 'sdk' }], [{ other: 1 }, 'x']],
    [
      'metadata',
      field('metadata'),
      [{ a: 'b' }],
      [{ a: 1 }, 'a', Object.fromEntries([...Array(17).keys()].map(n => [n, 'x']))],
    ],
    [
      'response_format',
      field('response_format'),
      [{ type: 'text' }, { type: 'json_object' }, { type: 'json_schema', json_schema: {} }],
      [
        {},
        { type: 'xml' },
        'json_object',
        { type: 'json_schema', json_schema: 'x' },
        { type: 'json_schema' },
        { type: 'text', json_schema: {} },
      ],
    ],
    [
      'stream_options',
      field('stream_options'),
      [{}, { include_usage: true, chunk_include_usage: false }],
      [{ include_usage: 1 }, { usage: true }, []],
    ],
    [
      'tools',
      field('tools'),
      [
        [declared({ description: 'd', parameters: { type: 'object', properties: {} }, strict: true })],
        [declared({ name: 'a-Z_9'.padEnd(64, 'x') })],
        Array.from({ length: 128 }, (_, index) => declared({ name: `f${index}` })),
      ],
      [
        ...[[], [{}], [{ type: 'web' }], [declared({ name: '' })], [tool, tool], {}],
        [declared({ description: '' })],
        ...['a.b', 'a b', '读', 'x'.repeat(65)].map(name => [declared({ name })]),
        Array.from({ length: 129 }, (_, index) => declared({ name: `f${index}` })),
      ],
    ],
    [
      'parameters',
      value => ({ tools: [declared({ parameters: value })] }),
      [
        { type: 'object', properties: { a: { type: ['string', 'null'] }, b: false }, required: ['a'] },
        { type: 'object', properties: { a: { $ref: '#/$defs/a~1b' } }, $defs: { 'a/b': { anyOf: [{ const: 1 }] } } },
      ],
      [
        ...['x', {}, { type: 'object' }, { type: 'string', properties: {} }],
        ...[
          ...['string', { type: 'any' }, { type: 'array' }, { type: 'array', items: [{}] }, { anyOf: [] }],
          ...[{ required: true }, { required: ['a', 'a'] }, { minLength: -1 }, { exclusiveMinimum: true }],
          ...[{ $ref: 'https://x/y' }, { $ref: '#/$defs/none' }, { properties: [] }, { enum: [] }, { title: 1 }],
        ].map(a => ({ type: 'object', properties: { a } })),
      ],
    ],
  ];
  for (const [name, build, good, bad] of ranges)
    it(`knows the range of ${name}`, () => {
      for (const value of good) assert.equal(complaint(build(value)), null);
      for (const value of bad) assert.match(complaint(build(value)) ?? 'no complaint', new RegExp(name));
    });

  it('rejects fields of V1, of OpenAI and unknown fields', () => {
    for (const name of [
      'max_output_tokens',
      'penalty',
      'n',
      'top_k',
      'logprobs',
      'system',
      'disable_search',
      '__proto__x',
    ])
      assert.equal(complaint({ [name]: 1 }), `unknown field ${name}`);
  });

  it('requires tools for tool_choice', () => {
    assert.match(String(complaint({ tool_choice: 'auto' })), /only allowed with tools/);
  });

  it('requires a stream for stream_options', () => {
    assert.match(String(complaint({ stream: false, stream_options: {} })), /only allowed with stream/);
    assert.match(String(complaint({ stream: undefined, stream_options: {} })), /only allowed with stream/);
  });

  it('rejects fields and values that the model does not support', () => {
    const flash = MODELS.find(({ id }) => id === 'ernie-5.5-flash-preview');
    const turbo = MODELS.find(({ id }) => id === 'ernie-4.5-turbo-20260402');
    assert.ok(flash && turbo);
    assert.match(String(checkRequestFields({ temperature: 0.5 }, flash)), /temperature is not supported/);
    for (const [name, value] of thinking)
      assert.match(String(checkRequestFields({ [name]: value }, turbo)), new RegExp(`^${name} is not supported`));
    assert.match(String(checkRequestFields({ max_tokens: 12_289 }, turbo)), /\[2, 12288\]/);
  });
});
