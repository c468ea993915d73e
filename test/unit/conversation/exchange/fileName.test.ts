import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fileName } from '../../../../src/core/conversation/exchange/fileName.ts';

describe('The name of an exported file', () => {
  it('is the title when every system accepts it', () => {
    assert.equal(fileName('为什么慢？ · ledger.ts', 'chat'), '为什么慢？ · ledger.ts');
  });

  it('contains no characters with a special meaning in Windows or in paths', () => {
    assert.equal(fileName('a/b\\c: "d" <e>|f?*', 'chat'), 'a-b-c- -d- -e-f');
    assert.equal(fileName('../../etc/passwd', 'chat'), 'etc-passwd');
    assert.equal(fileName('.env. ', 'chat'), 'env');
    assert.equal(fileName('a\u202egpj.md', 'chat'), 'a gpj.md');
  });

  it('is not a device name of Windows', () => {
    assert.equal(fileName('CON', 'chat'), 'CON_');
    assert.equal(fileName('nul.txt', 'chat'), 'nul_.txt');
    assert.equal(fileName('console', 'chat'), 'console');
  });

  it('is the fallback when nothing is left', () => {
    assert.equal(fileName('???', 'chat'), 'chat');
    assert.equal(fileName('', 'chat'), 'chat');
  });

  it('is short enough and never ends within a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 100, maxLength: 300 }), title => {
        const name = fileName(title, 'chat');
        assert.ok(Buffer.byteLength(name) <= 121 && name.isWellFormed());
      }),
    );
  });
});
