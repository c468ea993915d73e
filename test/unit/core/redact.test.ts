import assert from 'node:assert/strict';
import { redact } from '../../../src/core/redact.ts';

describe('redact', () => {
  it('removes a secret in every form in which it is sent', () => {
    const secret = 'S3CRETpart0123456789abcdef';
    for (const text of [
      `bce-v3/ALTAK-abc/${secret}`,
      `bce-v3%2FALTAK-abc%2F${secret}`,
      `Authorization: Bearer ${secret}`,
      `{"Authorization":"Bearer ${secret}"}`,
      `https://aip.baidubce.com/x?access_token=${secret}&a=1`,
      `client_secret=${secret}`,
      `{"api_key": "${secret}"}`,
      `Authorization: ACCESSCODE ${secret}`,
      `24.6c5e1ff107f0e8bcef8c46d3424a0e78.2592000.1485516651.S3CRET-8574074`,
      `wenxin-team-1.${secret}.S3CRET`,
      `bce-auth-v1/${secret}/2026-11-22T00:00:00Z/1800/host/${secret}`,
    ]) {
      assert.ok(!redact(text).includes('S3CRET'), text);
    }
  });

  it('keeps ordinary words', () => {
    const text = 'refused qianfan.baidubce.com 429 rpm_rate_limit_exceeded：请稍后重试\n\tat line 3';
    assert.equal(redact(text), text);
  });

  it('removes control characters that a terminal or editor could interpret', () => {
    assert.equal(redact('a\u001b]8;;http://x\u0007b\u009bc\u007f\r'), 'a]8;;http://xbc');
  });
});
