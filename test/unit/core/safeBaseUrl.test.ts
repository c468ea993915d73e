import assert from 'node:assert/strict';
import { safeBaseUrl, safeOrigin } from '../../../src/core/safeBaseUrl.ts';

describe('An address that a key may be sent to', () => {
  it('is encrypted or on this computer, and loses its trailing slashes', () => {
    assert.equal(safeBaseUrl('https://qianfan.baidubce.com/v2/'), 'https://qianfan.baidubce.com/v2');
    assert.equal(safeBaseUrl('http://127.0.0.1:8080//'), 'http://127.0.0.1:8080');
    assert.equal(safeBaseUrl('http://localhost/v2'), 'http://localhost/v2');
  });

  it('has no user name, password, query or fragment', () => {
    for (const text of ['https://me@a.com', 'https://:x@a.com', 'https://a.com?key=1', 'https://a.com#x']) {
      assert.equal(safeBaseUrl(text), undefined, text);
    }
  });

  it('is a valid HTTP address', () => {
    for (const text of ['', 'a.com/v2', 'ftp://a.com', 'http://a.com', 'file:///etc/passwd']) {
      assert.equal(safeBaseUrl(text), undefined, text);
    }
  });

  it('has no path where only an origin is expected', () => {
    assert.equal(safeOrigin('https://iam.bj.baidubce.com/'), 'https://iam.bj.baidubce.com');
    assert.equal(safeOrigin('https://iam.bj.baidubce.com/v1'), undefined);
  });
});
