import assert from 'node:assert/strict';

import fc from 'fast-check';

import type { ToolCall } from '../../../src/core/chat.ts';
import { type WholeCall, withWholeCalls } from '../../../src/core/tools/wholeCalls.ts';
import { bodyOf, eventStream, ScriptedBody } from '../../support/scriptedFetch.ts';
import { Attempt, DONE, event } from './attempt.ts';
import { DIALECTS, frame } from './dialects.ts';

const choice = (more: object): string => event({ id: 'as-1', choices: [{ index: 0, ...more }] });
const calls = (...pieces: object[]): string => choice({ delta: { tool_calls: pieces } });
const finish = (reason: string): string => choice({ delta: {}, finish_reason: reason });

const ARGUMENTS = '{"path":"源码/a b.ts","text":"1\\n2 \\"😀\\""}';
const READ: ToolCall = { id: 'c1', name: 'read', arguments: ARGUMENTS };
const LIST: ToolCall = { id: 'c2', name: 'list', arguments: '{}' };
const fn = (name: string | undefined, text: unknown): object => ({ function: { name, arguments: text } });

async function wholeCallsOf(attempt: Attempt): Promise<ToolCall[]> {
  const whole: WholeCall[] = [];
  for await (const each of withWholeCalls(attempt.answer)) if (each.type === 'call') whole.push(each);
  return whole.map(({ call }) => call);
}

const read = (...pieces: (string | Uint8Array)[]): Promise<ToolCall[]> =>
  wholeCallsOf(new Attempt(() => eventStream(bodyOf(...pieces))));

/** Removes the IDs, because generated IDs are unknown. */
const withoutIds = (some: readonly ToolCall[]): object[] => some.map(({ id: _, ...call }) => call);

/** Two calls; the arguments of the first come in several pieces. */
const STREAM = [
  calls({ index: 0, id: 'c1', type: 'function', ...fn('read', '') }),
  ...[0, 5, 9, 20].map((from, place, all) =>
    calls({ index: 0, ...fn(undefined, ARGUMENTS.slice(from, all[place + 1])) }),
  ),
  calls({ index: 1, id: 'c2', type: 'function', ...fn('list', '{}') }),
  finish('tool_calls'),
  DONE,
].join('');

describe('The tool calls of a stream', () => {
  it('are the same wherever its bytes are split', async () => {
    const bytes = new TextEncoder().encode(STREAM);
    for (let at = 1; at < bytes.length; at++) {
      assert.deepEqual(await read(bytes.slice(0, at), bytes.slice(at)), [READ, LIST], `cut at ${at}`);
    }
  });

  it('are dropped when the stream ends before it is complete, and the answer fails', async () => {
    const bytes = new TextEncoder().encode(STREAM);
    const complete = new TextEncoder().encode(STREAM.slice(0, -DONE.length)).length - '\n\n'.length;
    for (let length = 1; length < complete; length += 3) {
      const attempt = new Attempt(() => eventStream(bodyOf(bytes.slice(0, length))));
      const seen: string[] = [];
      await assert.rejects(
        async () => {
          for await (const each of withWholeCalls(attempt.answer)) seen.push(each.type);
        },
        { kind: 'truncated' },
      );
      assert.deepEqual(seen, [], `ended after ${length} bytes`);
    }
  });

  it('are dropped when the connection is lost in the middle of one', async () => {
    const body = new ScriptedBody();
    const attempt = new Attempt(() => eventStream(body.stream));
    body.push(STREAM.slice(0, STREAM.length / 2));
    const failure = assert.rejects(wholeCallsOf(attempt), { kind: 'truncated' });
    await attempt.clock.advance(0);
    body.fail(new TypeError('terminated', { cause: Object.assign(new Error(), { code: 'UND_ERR_SOCKET' }) }));
    await failure;
  });

  it('are separated by their index when their pieces alternate', async () => {
    assert.deepEqual(
      await read(
        calls({ index: 0, id: 'c1', ...fn('read', '') }, { index: 1, id: 'c2', ...fn('list', '') }),
        ...Array.from(ARGUMENTS, character => calls({ index: 0, ...fn(undefined, character) })),
        calls({ index: 1, ...fn(undefined, '{') }, { index: 1, ...fn(undefined, '}') }),
        finish('tool_calls'),
      ),
      [READ, LIST],
    );
  });

  it('are the same whatever optional fields a service sends with the pieces', async () => {
    const half = ARGUMENTS.length / 2;
    const [one, two] = [ARGUMENTS.slice(0, half), ARGUMENTS.slice(half)];
    const ways: Record<string, string[]> = {
      'the id with every piece': [
        calls({ index: 0, id: 'c1', ...fn('read', one) }),
        calls({ index: 0, id: 'c1', ...fn('read', two) }),
        calls({ index: 1, id: 'c2', ...fn('list', '{}') }),
      ],
      'no index': [
        calls({ id: 'c1', ...fn('read', one) }),
        calls(fn(undefined, two)),
        calls({ id: 'c2', ...fn('list', '{}') }),
      ],
      'the id alone, and pieces that alternate': [
        calls({ id: 'c1', ...fn('read', one) }, { id: 'c2', ...fn('list', '{') }),
        calls({ id: 'c1', ...fn(undefined, two) }, { id: 'c2', ...fn(undefined, '}') }),
      ],
      'the same index for all': [
        calls({ index: 0, id: 'c1', ...fn('read', ARGUMENTS) }, { index: 0, id: 'c2', ...fn('list', '{}') }),
      ],
      'the arguments as an object': [
        calls({ index: 0, id: 'c1', ...fn('read', JSON.parse(ARGUMENTS)) }, { index: 1, id: 'c2', ...fn('list', {}) }),
      ],
      'indexes from 5 on': [
        calls({ index: 5, id: 'c1', ...fn('read', one) }),
        calls({ index: 7, id: 'c2', ...fn('list', '') }),
        calls({ index: 5, ...fn(undefined, two) }),
      ],
      'the name after the id': [
        calls({ index: 0, id: 'c1' }, { index: 1, id: 'c2', ...fn(undefined, '{') }),
        calls({ index: 0, ...fn('read', one) }, { index: 1, id: 'c2', ...fn('list', '') }),
        calls({ index: 0, ...fn(undefined, two) }, { index: 1, ...fn(undefined, '}') }),
      ],
      'null for what does not change': [
        calls({ index: 0, id: 'c1', type: 'function', ...fn('read', one) }),
        calls({ index: 0, id: null, type: null, function: { name: null, arguments: two } }),
        calls({ index: 1, id: 'c2', function: { name: 'list', arguments: null } }),
      ],
    };
    for (const [way, pieces] of Object.entries(ways)) {
      for (const reason of ['tool_calls', 'function_call', 'stop', 'normal']) {
        assert.deepEqual(await read(...pieces, finish(reason), DONE), [READ, LIST], `${way}, ${reason}`);
      }
    }
  });

  it('get generated IDs when the service sends none', async () => {
    const pieces = [
      calls({ index: 0, ...fn('read', ARGUMENTS) }),
      calls({ index: 0, ...fn('read', '{"path":"b"}') }),
      calls(fn('list', '')),
    ];
    const whole = await read(...pieces, finish('tool_calls'));
    assert.deepEqual(withoutIds(whole), [
      ...withoutIds([READ]),
      { name: 'read', arguments: '{"path":"b"}' },
      ...withoutIds([LIST]),
    ]);
    assert.equal(new Set(whole.map(({ id }) => id)).size, 3);
    assert.ok(whole.every(({ id }) => id !== ''));
  });

  it('are separated by their index when two share an ID, and get distinct IDs', async () => {
    const whole = await read(
      calls({ index: 0, id: 'c1', ...fn('read', '{"path":') }, { index: 1, id: 'c1', ...fn('read', '{"path"') }),
      calls({ index: 0, id: 'c1', ...fn(undefined, '"a"}') }, { index: 1, id: 'c1', ...fn(undefined, ':"b"}') }),
      finish('tool_calls'),
    );
    assert.deepEqual(withoutIds(whole), [
      { name: 'read', arguments: '{"path":"a"}' },
      { name: 'read', arguments: '{"path":"b"}' },
    ]);
    assert.equal(whole[0]?.id, 'c1');
    assert.notEqual(whole[1]?.id, 'c1');
  });

  it('are also read from the older function_call field of OpenAI', async () => {
    const pieces = [
      choice({ delta: { function_call: { name: 'read', arguments: ARGUMENTS.slice(0, 9) } } }),
      choice({ delta: { function_call: { arguments: ARGUMENTS.slice(9) } } }),
    ];
    assert.deepEqual(withoutIds(await read(...pieces, finish('function_call'))), withoutIds([READ]));
  });

  it('have the original names of the tools', async () => {
    const tools = [{ name: 'mcp.files/读' }, { name: 'mcp.files/写' }];
    const attempt = new Attempt(
      ({ body }) => {
        const sent = (JSON.parse(body) as { tools: { function: { name: string } }[] }).tools;
        const pieces = sent.map(({ function: { name } }, index) =>
          calls({ index, id: `c${index}`, ...fn(name, '{}') }),
        );
        return eventStream(bodyOf(...pieces, finish('tool_calls'), DONE));
      },
      { options: { tools } },
    );
    assert.deepEqual(
      (await wholeCallsOf(attempt)).map(({ name }) => name),
      tools.map(({ name }) => name),
    );
  });

  it('are the same however they are split into pieces', async () => {
    const name = fc.constantFrom('read', 'list');
    const one = fc.tuple(name, fc.json(), fc.array(fc.nat(60), { maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 3 }), async made => {
        const whole = made.map(([called, json], index) => ({
          id: `c${index}`,
          name: called,
          arguments: `{"a":${json}}`,
        }));
        const queues = whole.map((call, index) => {
          const cuts = [0, ...(made[index]?.[2] ?? []).toSorted((a, b) => a - b), call.arguments.length];
          const texts = cuts.slice(1).map((cut, place) => call.arguments.slice(cuts[place], cut));
          return texts.map((text, place) =>
            calls({ index, ...(place === 0 && { id: call.id }), ...fn(place === 0 ? call.name : undefined, text) }),
          );
        });
        const longest = Math.max(...queues.map(({ length }) => length));
        const dealt = Array.from({ length: longest }, (_, turn) => queues.flatMap(queue => queue[turn] ?? []));
        assert.deepEqual(await read(...dealt.flat(), finish('tool_calls')), whole);
      }),
      { numRuns: 50 },
    );
  });
});

describe('The tool call of a V1 stream', () => {
  const v1 = DIALECTS.find(({ name }) => name === 'V1') ?? assert.fail();
  const end = frame('', { is_end: true, function_call: { name: 'read', arguments: ARGUMENTS, thoughts: '先看' } });

  it('is the same wherever its bytes are split', async () => {
    const bytes = new TextEncoder().encode(end);
    for (let at = 1; at < bytes.length; at += 3) {
      const attempt = new Attempt(() => eventStream(bodyOf(bytes.slice(0, at), bytes.slice(at))), v1.request);
      assert.deepEqual(withoutIds(await wholeCallsOf(attempt)), withoutIds([READ]));
    }
  });

  it('may have its arguments as an object', async () => {
    const called = { name: 'read', arguments: JSON.parse(ARGUMENTS) as object };
    const attempt = new Attempt(
      () => eventStream(bodyOf(frame('', { is_end: true, function_call: called }))),
      v1.request,
    );
    assert.deepEqual(withoutIds(await wholeCallsOf(attempt)), withoutIds([READ]));
  });

  it('is dropped when the stream ends before its last frame', async () => {
    const called = frame('', { function_call: { name: 'read', arguments: ARGUMENTS } });
    const attempt = new Attempt(() => eventStream(bodyOf(called)), v1.request);
    await assert.rejects(wholeCallsOf(attempt), { kind: 'truncated' });
  });
});
