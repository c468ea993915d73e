import assert from 'node:assert/strict';
import { encodeAnswer } from '../../../src/core/cache/encodedAnswer.ts';
import type { KeptAnswer } from '../../../src/core/cache/keptAnswer.ts';
import { MemoryAnswers } from '../../../src/core/cache/memory.ts';
import { exampleAnswer } from './keptExample.ts';

const MEGABYTE = 1024 * 1024;

describe('MemoryAnswers', () => {
  let maxEntries: number;
  let memory: MemoryAnswers;

  beforeEach(() => {
    maxEntries = 3;
    memory = new MemoryAnswers(() => maxEntries);
  });

  const put = (...keys: readonly string[]): void => keys.forEach(key => memory.set(key, exampleAnswer()));
  const kept = (...keys: readonly string[]): string[] => keys.filter(key => memory.get(key) !== undefined);

  it('returns what was stored', () => {
    const answer = exampleAnswer();
    memory.set('a', answer);
    assert.equal(memory.get('a'), answer);
    assert.equal(memory.get('b'), undefined);
  });

  it('replaces an older answer with a newer one', () => {
    const newer = exampleAnswer({ answeredAtMs: 2 });
    put('a');
    memory.set('a', newer);
    assert.equal(memory.get('a'), newer);
    assert.equal(memory.entries, 1);
  });

  it('evicts the least recently used answer', () => {
    put('a', 'b', 'c');
    memory.get('a');
    put('d');
    assert.deepEqual(kept('a', 'b', 'c', 'd'), ['a', 'c', 'd']);
  });

  it('evicts surplus answers at the next access after the limit was lowered', () => {
    put('a', 'b', 'c');
    maxEntries = 1;
    assert.equal(memory.get('a'), undefined);
    assert.equal(memory.entries, 1);
    maxEntries = 2;
    put('d', 'e');
    assert.deepEqual(kept('c', 'd', 'e'), ['d', 'e']);
  });

  it('keeps more answers once the limit is raised', () => {
    put('a', 'b', 'c');
    maxEntries = 5;
    put('d', 'e', 'f');
    assert.deepEqual(kept('a', 'b', 'c', 'd', 'e', 'f'), ['b', 'c', 'd', 'e', 'f']);
  });

  it('keeps nothing with a limit of 0 or less', () => {
    for (maxEntries of [0, -1]) {
      put('a');
      assert.equal(memory.entries, 0);
    }
  });

  it('keeps at most 32 MB', () => {
    maxEntries = 1_000;
    for (let count = 0; count < 40; count++) memory.set(`key ${count}`, large(MEGABYTE));
    assert.equal(memory.entries, 31);
    assert.equal(memory.get('key 8'), undefined);
    assert.ok(memory.get('key 9'));
    assert.ok(memory.bytes <= 32 * MEGABYTE);
  });

  it('rejects an answer larger than the total limit without evicting others', () => {
    put('a', 'b');
    memory.set('b', large(32 * MEGABYTE));
    assert.deepEqual(kept('a', 'b'), ['a']);
  });

  it('counts at least the bytes of an answer’s parts, and at most twice its encoded size', () => {
    const content: KeptAnswer['content'] = [
      { type: 'reasoning', text: '想'.repeat(1_000) },
      { type: 'text', text: 'a'.repeat(1_000) },
      {
        type: 'citations',
        citations: [{ index: 1, url: `https://localhost/${'b'.repeat(500)}`, title: '页'.repeat(500) }],
      },
    ];
    memory.set('a', { content, answeredAtMs: 1 });
    assert.ok(memory.bytes >= 2 * (1_000 + 1_000 + 500 + 500));
    assert.ok(memory.bytes <= 2 * encodeAnswer({ content, answeredAtMs: 1 }).length);
  });

  it('deletes one answer', () => {
    put('a', 'b');
    memory.delete('a');
    assert.deepEqual(kept('a', 'b'), ['b']);
  });

  it('deletes all answers', () => {
    put('a', 'b');
    memory.clear();
    assert.deepEqual(kept('a', 'b'), []);
    assert.equal(memory.entries, 0);
    assert.equal(memory.bytes, 0);
  });
});

/** Returns an answer of about this size. */
function large(bytes: number): KeptAnswer {
  return { content: [{ type: 'text', text: 'a'.repeat(bytes / 2) }], answeredAtMs: 1 };
}
