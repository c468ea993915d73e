import assert from 'node:assert/strict';

import type { ChatEvent } from '../../../src/core/chat.ts';
import { event } from './attempt.ts';
import { DIALECTS, frame, openStreamIn, streamIn } from './dialects.ts';

const v1 = DIALECTS.find(({ name }) => name === 'V1') ?? assert.fail();
const read = (...pieces: string[]): Promise<ChatEvent[]> => streamIn(v1, ...pieces).run();
const last = (result: string, more: object = {}): string => frame(result, { is_end: true, ...more });
const counts = (prompt: number, completion: number, total: number): object => ({
  usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total },
});

describe('An answer of V1', () => {
  it('takes its usage from the last frame only, whatever earlier frames say', async () => {
    // As captured in 2023: each frame counts itself, while the total accumulates.
    const counting = [frame('一', counts(4, 14, 18)), frame('二', counts(18, 45, 63)), last('三', counts(4, 42, 105))];
    assert.deepEqual((await read(...counting)).at(-1), {
      type: 'done',
      finish: 'stop',
      usage: { inputTokens: 4, cachedInputTokens: 0, outputTokens: 101, reasoningTokens: 0 },
    });
  });

  it('has no usage when the last frame has none', async () => {
    const end = (await read(frame('一', counts(4, 14, 18)), last('', { usage: null }))).at(-1);
    assert.deepEqual(end, { type: 'done', finish: 'stop' });
  });

  it('is completed by its last frame, not by a finish reason', async () => {
    const attempt = streamIn(v1, frame('half', { finish_reason: 'stop' }));
    await attempt.fails('truncated');
    const number = streamIn(v1, frame('all', { is_end: 1 }));
    assert.equal((await number.run()).at(-1)?.type, 'done');
  });

  it('ends at once after its last frame, even when the connection stays open', async () => {
    const { attempt, body } = openStreamIn(v1);
    body.push(last('all'));
    const events = attempt.run();
    await attempt.clock.advance(100);
    assert.equal((await events).at(-1)?.type, 'done');
    assert.equal(body.cancelled, true);
    assert.equal(attempt.clock.pendingTimers, 0);
  });

  it('reports its finish reason', async () => {
    const ends: [more: object, finish: string][] = [
      [{ finish_reason: 'normal' }, 'stop'],
      [{ finish_reason: 'stop' }, 'stop'],
      [{ finish_reason: null }, 'stop'],
      [{ finish_reason: 'length' }, 'length'],
      [{ finish_reason: 'normal', is_truncated: true }, 'length'],
      [{ finish_reason: 'content_filter', is_truncated: true }, 'filtered'],
    ];
    for (const [more, finish] of ends) {
      const end = (await read(frame('text'), last('', more))).at(-1);
      assert.equal(end?.type === 'done' && end.finish, finish, JSON.stringify(more));
    }
  });

  it('reports that the conversation has to end, which is not a failure even without text', async () => {
    const refused = { need_clear_history: true, ban_round: -1, finish_reason: 'content_filter' };
    const end = { type: 'safety', verdict: 'end', banRound: -1 };
    assert.deepEqual((await read(last('换个话题吧', refused))).slice(0, 2), [
      end,
      { type: 'text', text: '换个话题吧' },
    ]);
    const silent = await read(last('', { need_clear_history: true, ban_round: 2 }));
    assert.deepEqual(
      silent.map(({ type }) => type),
      ['safety', 'done'],
    );
    assert.deepEqual(silent[0], { ...end, banRound: 2 });
  });

  it('reports the ban once, however many frames repeat it', async () => {
    const more = { need_clear_history: true };
    const events = await read(frame('a', more), frame('b', more), last('', more));
    assert.equal(events.filter(({ type }) => type === 'safety').length, 1);
  });

  it('reports a safety flag rather than the end of the conversation', async () => {
    const withdrawn = await read(frame('a'), last('', { flag: 4, need_clear_history: true }));
    assert.deepEqual(withdrawn[1], { type: 'safety', verdict: 'withdraw' });
    assert.deepEqual((await read(last('a', { flag: 1, need_clear_history: true })))[0], {
      type: 'safety',
      verdict: 'end',
    });
    // An undocumented flag.
    assert.deepEqual((await read(last('a', { flag: 9 })))[0], { type: 'safety', verdict: 'warn' });
    assert.deepEqual((await read(last('a', { flag: 0 })))[0], { type: 'text', text: 'a' });
  });

  it('reports a function call', async () => {
    const called = { name: 'read', arguments: '{"path":"a.ts"}', thoughts: '先看文件' };
    const events = await read(last('', { function_call: called, finish_reason: 'function_call', ...counts(7, 9, 16) }));
    const id = events[1]?.type === 'toolCall' ? events[1].id : undefined;
    // V1 sends no ID.
    assert.match(id ?? '', /^call-[\da-f-]{36}$/);
    assert.deepEqual(events, [
      { type: 'reasoning', text: '先看文件' },
      { type: 'toolCall', index: 0, id, name: 'read', arguments: '{"path":"a.ts"}' },
      {
        type: 'done',
        finish: 'tools',
        usage: { inputTokens: 7, cachedInputTokens: 0, outputTokens: 9, reasoningTokens: 0 },
      },
    ]);
    const older = await read(last('', { function_call: called, finish_reason: 'normal' }));
    assert.deepEqual(older.at(-1), { type: 'done', finish: 'tools' });
  });

  it('reports each cited page once', async () => {
    const page = { index: 1, url: 'https://p.example/1', title: '一' };
    const more = { search_info: { search_results: [page] } };
    const events = await read(frame('见^[1]^', more), last('', more));
    assert.deepEqual(events.slice(0, 2), [
      { type: 'citations', citations: [page] },
      { type: 'text', text: '见^[1]^' },
    ]);
    assert.equal(events.filter(({ type }) => type === 'citations').length, 1);
  });

  it('is not understood when it contains the choices of V2', async () => {
    await streamIn(v1, event({ choices: [{ delta: { content: 'hi' } }] })).fails('not-json');
  });

  it('ignores fields of another type', async () => {
    const odd = {
      is_truncated: 'no',
      need_clear_history: 0,
      flag: '4',
      function_call: [],
      search_info: 'x',
      ban_round: {},
    };
    assert.deepEqual(await read(last('text', { ...odd, usage: 'many' })), [
      { type: 'text', text: 'text' },
      { type: 'done', finish: 'stop' },
    ]);
  });
});
