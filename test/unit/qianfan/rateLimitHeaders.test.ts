import assert from 'node:assert/strict';
import { readRateLimits } from '../../../src/core/qianfan/rateLimitHeaders.ts';

const read = (headers: Record<string, string>): unknown => readRateLimits(new Headers(headers));

describe('The rate limits in response headers', () => {
  it('are read under the names of V1', () => {
    const headers = {
      'X-Ratelimit-Limit-Requests': '300',
      'X-Ratelimit-Remaining-Requests': '299',
      'X-Ratelimit-Limit-Tokens': '300000',
      'X-Ratelimit-Remaining-Tokens': '0',
    };
    assert.deepEqual(read(headers), { requests: 300, remainingRequests: 299, tokens: 300_000, remainingTokens: 0 });
  });

  it('are read under the names of V2, with input and output apart', () => {
    const headers = {
      'x-ratelimit-limit-input-tokens': '400000',
      'x-ratelimit-remaining-input-tokens': '399000',
      'x-ratelimit-limit-output-tokens': '40000',
      'x-ratelimit-remaining-output-tokens': '39990',
    };
    assert.deepEqual(read(headers), {
      inputTokens: 400_000,
      remainingInputTokens: 399_000,
      outputTokens: 40_000,
      remainingOutputTokens: 39_990,
    });
  });

  it('are undefined when there are none', () => {
    assert.equal(read({}), undefined);
    assert.equal(read({ 'content-type': 'text/event-stream', 'retry-after': '3' }), undefined);
  });

  it('leave out values that are not whole numbers, and keep the rest', () => {
    for (const wrong of ['', ' ', 'many', '-1', '1.5', '1e3', '0x10', 'NaN', '60, 60', '1'.repeat(13), '６０']) {
      const headers = new Headers();
      // Headers hold bytes, so encode other characters as UTF-8.
      headers.set('x-ratelimit-limit-requests', Buffer.from(wrong).toString('latin1'));
      assert.equal(readRateLimits(headers), undefined, wrong);
      headers.set('x-ratelimit-remaining-requests', ' 7 ');
      assert.deepEqual(readRateLimits(headers), { remainingRequests: 7 });
    }
  });
});
