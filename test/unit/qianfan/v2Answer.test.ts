import assert from 'node:assert/strict';

import type { ChatEvent } from '../../../src/core/chat.ts';
import { bodyOf, eventStream } from '../../support/scriptedFetch.ts';
import { Attempt, DONE, FINISH, delta, event } from './attempt.ts';

const stream = (...pieces: string[]): Attempt => new Attempt(() => eventStream(bodyOf(...pieces)));
const read = (...pieces: string[]): Promise<ChatEvent[]> => stream(...pieces).run();
const choice = (more: object): string => event({ id: 'as-1', choices: [{ index: 0, ...more }] });
const finished = (reason: string): string => choice({ delta: {}, finish_reason: reason });
const call = (index: number, more: object): string => choice({ delta: { tool_calls: [{ index, ...more }] } });

describe('A tool call in V2', () => {
  it('arrives in fragments', async () => {
    const events = await read(
      call(0, { id: 'call-1', type: 'function', function: { name: 'read', arguments: '' } }),
      call(0, { function: { arguments: '{"path":' } }),
      call(0, { function: { arguments: '"a.ts"}' } }),
      call(1, { id: 'call-2', type: 'function', function: { name: 'now', arguments: '{}' } }),
      finished('tool_calls'),
      DONE,
    );
    assert.deepEqual(events, [
      { type: 'toolCall', index: 0, id: 'call-1', name: 'read', arguments: '' },
      { type: 'toolCall', index: 0, arguments: '{"path":' },
      { type: 'toolCall', index: 0, arguments: '"a.ts"}' },
      { type: 'toolCall', index: 1, id: 'call-2', name: 'now', arguments: '{}' },
      { type: 'done', finish: 'tools' },
    ]);
  });

  it('arrives whole, without an index, when the answer does', async () => {
    const functions = ['read', 'now'].map(name => ({ id: `c-${name}`, function: { name, arguments: '{}' } }));
    const message = { role: 'assistant', content: null, tool_calls: functions };
    const attempt = new Attempt(() => Response.json({ choices: [{ message, finish_reason: 'tool_calls' }] }));
    assert.deepEqual(await attempt.run(), [
      { type: 'toolCall', index: 0, id: 'c-read', name: 'read', arguments: '{}' },
      { type: 'toolCall', index: 1, id: 'c-now', name: 'now', arguments: '{}' },
      { type: 'done', finish: 'tools' },
    ]);
  });

  it('sets the finish reason, even when the service only says that it stopped', async () => {
    const one = call(0, { id: 'c', function: { name: 'now', arguments: '{}' } });
    assert.deepEqual((await read(one, FINISH)).at(-1), { type: 'done', finish: 'tools' });
    assert.deepEqual((await read(one, finished('length'))).at(-1), { type: 'done', finish: 'length' });
  });

  it('is missing when an answer ends for tool calls but contains none', async () => {
    await stream(finished('tool_calls'), DONE).fails('empty');
  });

  it('ignores fragments of another shape', async () => {
    const odd = [{ delta: { content: 'a', tool_calls: 'x' } }, { delta: { content: 'b', tool_calls: [7] } }];
    const attempt = stream(...odd.map(choice), FINISH);
    await attempt.run();
    assert.equal(attempt.text, 'ab');
  });
});

describe('The cited pages of a V2 answer', () => {
  const page = (index: number): object => ({ index, url: `https://p.example/${index}`, title: `第${index}页` });
  const found = (...search_results: unknown[]): string =>
    event({ choices: [{ delta: { content: '答' } }], search_results });

  it('are reported before the text beside them, each once', async () => {
    const events = await read(found(page(1)), found(page(1), page(2)), FINISH);
    assert.deepEqual(events.slice(0, -1), [
      { type: 'citations', citations: [page(1)] },
      { type: 'text', text: '答' },
      { type: 'citations', citations: [page(2)] },
      { type: 'text', text: '答' },
    ]);
  });

  it('are left out when their URL is unsafe or invalid', async () => {
    const urls = [
      ' javascript:alert(1)',
      'file:///etc/passwd',
      'command:x',
      'http://',
      '',
      `https://x/${'y'.repeat(3000)}`,
    ];
    const events = await read(found(...urls.map(url => ({ index: 1, url, title: '' })), 7, null, {}), FINISH);
    assert.deepEqual(
      events.map(({ type }) => type),
      ['text', 'done'],
    );
  });

  it('have printable titles, and generated numbers when the service sends none', async () => {
    const [first] = await read(
      found({ url: 'https://p.example/', title: `a\u001b[31m\u202e${'b'.repeat(300)}` }),
      FINISH,
    );
    assert.ok(first?.type === 'citations');
    const [{ index, title } = { index: 0, title: '' }] = first.citations;
    assert.equal(index, 1);
    assert.equal([...title].length, 200);
    assert.doesNotMatch(title, /[\u001b\u202e]/);
  });
});

describe('An answer of V2', () => {
  it('accepts both spellings of reasoning, and takes it once when a server sends both', async () => {
    const events = await read(
      choice({ delta: { reasoning_content: '想' } }),
      choice({ delta: { reasoning: '再想' } }),
      choice({ delta: { reasoning: '完', reasoning_content: '完' } }),
      delta('答'),
      FINISH,
    );
    assert.deepEqual(events.slice(0, 3), [
      { type: 'reasoning', text: '想' },
      { type: 'reasoning', text: '再想' },
      { type: 'reasoning', text: '完' },
    ]);
  });

  it('takes the usage from wherever it is sent', async () => {
    const usage = { prompt_tokens: 9, completion_tokens: 5, total_tokens: 14, cache_tokens: 4 };
    const places = {
      'a message without choices': [delta('a'), FINISH, event({ choices: [], usage })],
      'a message that names no choices': [delta('a'), FINISH, event({ usage })],
      'the last choice’s message': [delta('a'), event({ choices: [{ delta: {}, finish_reason: 'stop' }], usage })],
      'the last choice': [delta('a'), choice({ delta: {}, finish_reason: 'stop', usage })],
      'every message, counting up': [
        event({ choices: [{ delta: { content: 'a' } }], usage: { ...usage, completion_tokens: 1 } }),
        event({ choices: [{ delta: {}, finish_reason: 'stop' }], usage }),
      ],
    };
    for (const [place, pieces] of Object.entries(places)) {
      const end = (await read(...pieces, DONE)).at(-1);
      const expected = { inputTokens: 9, cachedInputTokens: 4, outputTokens: 5, reasoningTokens: 0 };
      assert.deepEqual(end?.type === 'done' && end.usage, expected, place);
    }
  });

  it('is not a failure when the safety rules withhold its text', async () => {
    for (const [flag, verdict] of [
      [2, 'end'],
      [3, 'hide'],
      [4, 'withdraw'],
    ] as const) {
      const events = await read(choice({ delta: { content: '' }, finish_reason: 'stop', flag, ban_round: -1 }), DONE);
      assert.deepEqual(events, [
        { type: 'safety', verdict, banRound: -1 },
        { type: 'done', finish: 'stop' },
      ]);
    }
    await stream(choice({ delta: {}, finish_reason: 'stop', flag: 1 }), DONE).fails('empty');
  });

  it('ends the conversation with the fields of V1 too', async () => {
    const events = await read(choice({ delta: { content: '换个话题' }, is_end: true, need_clear_history: true }));
    assert.deepEqual(events[0], { type: 'safety', verdict: 'end' });
  });
});
