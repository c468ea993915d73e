import assert from 'node:assert/strict';

import { readUsage } from '../../../src/core/qianfan/usage.ts';

const plain = { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 };
const read = { inputTokens: 10, cachedInputTokens: 0, outputTokens: 4, reasoningTokens: 0 };

describe('The usage', () => {
  it('is read with its details', () => {
    assert.deepEqual(readUsage(plain), read);
    const details = { ...plain, completion_tokens_details: { reasoning_tokens: 3 } };
    assert.deepEqual(readUsage(details), { ...read, reasoningTokens: 3 });
  });

  it('accepts every spelling of cached tokens', () => {
    const spellings = [
      { cached_tokens: 6 },
      { cache_tokens: 6 },
      { prompt_tokens_details: { cached_tokens: 6, search_tokens: 0 } },
    ];
    for (const spelling of spellings) assert.equal(readUsage({ ...plain, ...spelling })?.cachedInputTokens, 6);
    assert.equal(
      readUsage({ ...plain, cached_tokens: 6, prompt_tokens_details: { cached_tokens: 0 } })?.cachedInputTokens,
      6,
    );
  });

  it('never counts more cached tokens than input, nor less output than reasoning', () => {
    assert.equal(readUsage({ ...plain, cached_tokens: 99 })?.cachedInputTokens, 10);
    assert.equal(readUsage({ ...plain, completion_tokens_details: { reasoning_tokens: 9 } })?.outputTokens, 13);
  });

  it('derives the output from the total when it is missing', () => {
    assert.deepEqual(readUsage({ prompt_tokens: 10, total_tokens: 14 }), read);
  });

  it('is undefined when it is invalid', () => {
    const nonsense = [
      null,
      undefined,
      'many',
      {},
      { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
      { ...plain, prompt_tokens: -1 },
      { ...plain, completion_tokens: 1.5 },
      { ...plain, prompt_tokens: '10' },
      { ...plain, prompt_tokens: 1e300 },
    ];
    for (const usage of nonsense) assert.equal(readUsage(usage), undefined, JSON.stringify(usage));
  });

  it('ignores details of another shape', () => {
    assert.deepEqual(readUsage({ ...plain, prompt_tokens_details: 'x', completion_tokens_details: null }), read);
  });
});
