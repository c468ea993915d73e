import assert from 'node:assert/strict';
import fc from 'fast-check';
import { plainText } from '../../../src/core/conversation/plainText.ts';

describe('The plain text of terminal output', () => {
  it('is what the user saw', () => {
    for (const [printed, seen] of [
      ['\x1b[31merror\x1b[0m: 文件\r\n\tline 2\n', 'error: 文件\n\tline 2\n'],
      ['\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\', 'link'],
      ['\x1b]0;title\x07$ ls', '$ ls'],
      ['\x9b1mbold\x9b0m', 'bold'],
      ['10%\r20%\r', '10%\n20%\n'],
      ['a\x08b\x00c\x7f', 'abc'],
      ['user\u202etxt.exe', 'usertxt.exe'],
      ['\x1bPq#0;2;0\x1b\\after', 'after'],
    ] as const) {
      assert.equal(plainText(printed), seen);
    }
  });

  it('contains no control sequences or direction marks, whatever was printed', () => {
    const pieces = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\x1b[', '\x1b]8;;', '\x07', '\x9b', '\x1b\\', '\u202e', '\r', '0;31m', '\n'),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), printed => {
        assert.doesNotMatch(plainText(printed.join('')), /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });

  it('is ordinary text unchanged', () => {
    const line = fc.stringMatching(/^[\p{L}\p{N}\p{P}\p{S} \t\n]{0,80}$/u);
    fc.assert(fc.property(line, text => assert.equal(plainText(text), text)));
  });
});
