import assert from 'node:assert/strict';
import { mayReceive } from '../../../src/core/auth/origins.ts';

describe('A credential', () => {
  const baidu = { origins: ['https://qianfan.baidubce.com'] };

  it('may be sent to the origins it was given for, and from one of Baidu to the others', () => {
    assert.ok(mayReceive(baidu, 'https://qianfan.baidubce.com'));
    assert.ok(mayReceive(baidu, 'https://iam.bj.baidubce.com'));
    assert.ok(mayReceive({ origins: ['https://relay.example:8443'] }, 'https://relay.example:8443'));
    assert.ok(mayReceive({ origins: 'any' }, 'https://relay.example'));
  });

  it('may be sent to this computer', () => {
    for (const origin of ['http://127.0.0.1:8000', 'http://localhost:11434', 'http://[::1]:1']) {
      assert.ok(mayReceive(baidu, origin), origin);
    }
  });

  it('may not be sent to another host, port or scheme', () => {
    for (const origin of [
      'https://evil.example',
      'https://qianfan.baidubce.com:8443',
      'http://qianfan.baidubce.com',
      'https://qianfan.baidubce.com.evil.example',
      'https://evilbaidubce.com',
      'https://127.0.0.1.evil.example',
    ]) {
      assert.ok(!mayReceive(baidu, origin), origin);
    }
    assert.ok(!mayReceive({ origins: ['https://relay.example'] }, 'https://qianfan.baidubce.com'));
  });
});
