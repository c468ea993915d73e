import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fileName } from '../../../../src/core/conversation/exchange/fileName.ts';

describe('the name of an exported file', () => {
  it('is the title, where every system takes that', () => {
    assert.equal(fileName('为什么慢？ · ledger.ts', 'chat'), '为什么慢？ · ledger.ts');
  });

  it('has no characters that Windows or a path means otherwise', () => {
    assert.equal(fileName('a/b\\c: "d" <e>|f?*', 'chat'), 'a-b-c- -d- -e-f');
    assert.equal(fileName('../../etc/passwd', 'chat'), 'etc-passwd');
    assert.equal(fileName('.env. ', 'chat'), 'env');
    assert.equal(fileName('a\u202egpj.md', 'chat'), 'a gpj.md');
  });

  it('is no device of Windows', () => {
    assert.equal(fileName('CON', 'chat'), 'CON_');
    assert.equal(fileName('nul.txt', 'chat'), 'nul_.txt');
    assert.equal(fileName('console', 'chat'), 'console');
  });

  it('is another one where nothing is left', () => {
    assert.equal(fileName('???', 'chat'), 'chat');
    assert.equal(fileName('', 'chat'), 'chat');
  });

  it('is short enough, and never half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 100, maxLength: 300 }), title => {
        const name = fileName(title, 'chat');
        assert.ok(Buffer.byteLength(name) <= 121 && name.isWellFormed());
      }),
    );
  });
});
