import assert from 'node:assert/strict';
import { secretForms } from '../../support/secretForms.ts';

describe('The forms of a secret', () => {
  const secret = 'bce-v3/ALTAK-x/0123+?';

  it('are found wherever the secret occurs in a text, also in base64', () => {
    for (const before of ['', 'a', 'ab', 'abc', '密钥：']) {
      for (const after of ['', '"', '"}', '。']) {
        const text = `${before}${secret}${after}`;
        for (const carried of [
          text,
          encodeURIComponent(text),
          Buffer.from(text).toString('base64'),
          Buffer.from(text).toString('base64url'),
        ]) {
          assert.ok(
            secretForms(secret).some(form => carried.includes(form)),
            carried,
          );
        }
      }
    }
  });

  it('are not found in a text without the secret', () => {
    const other = JSON.stringify({ key: 'bce-v3/***', text: 'a'.repeat(500) });
    for (const carried of [other, Buffer.from(other).toString('base64')]) {
      assert.ok(!secretForms(secret).some(form => carried.includes(form)));
    }
  });
});
