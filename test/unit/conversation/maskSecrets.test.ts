import assert from 'node:assert/strict';
import { findSecrets } from '../../../src/core/conversation/secrets/findSecrets.ts';
import { maskSecrets } from '../../../src/core/conversation/secrets/maskSecrets.ts';
import { madeUp, madeUpPem } from '../../support/madeUpSecret.ts';

function masked(text: string): string {
  return maskSecrets(text, findSecrets(text));
}

describe('Masking secrets', () => {
  it('replaces each secret with a note on its kind, and leaves everything else as it is', () => {
    assert.equal(
      masked(`const a = "AKIA${madeUp('upper', 16)}"; // 密钥\nredis://:s3cr3tPw@cache`),
      'const a = "[secret removed: AWS key]"; // 密钥\nredis://:[secret removed: password in a URL]@cache',
    );
  });

  it('keeps the line count of a private key, so that line numbers stay correct', () => {
    for (const lineBreak of ['\n', '\r\n']) {
      const text = `a\n${madeUpPem().replaceAll('\n', lineBreak)}\nb`;
      assert.equal(masked(text), `a\n[secret removed: private key]${lineBreak.repeat(13)}\nb`);
    }
  });

  it('leaves nothing that would be found as a secret again', () => {
    const text = `password = "hunter22"\nBearer ${madeUp('letters', 30)}\n${madeUpPem()}\nsk-${madeUp('hex', 40)}`;
    assert.deepEqual(findSecrets(masked(text)), []);
  });
});
