import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findCode } from '../../../src/core/code/findCode.ts';

describe('Code that was taken from a file', () => {
  const FILE = 'one\ntwo\n  three\ntwo\nfive\n';

  it('is found at its original line', () => {
    assert.deepEqual(findCode(FILE, 'two\n', 1), { startLine: 1, startCharacter: 0, endLine: 2, endCharacter: 0 });
    assert.deepEqual(findCode(FILE, 'two\n', 3), { startLine: 3, startCharacter: 0, endLine: 4, endCharacter: 0 });
    assert.deepEqual(findCode(FILE, 'three', 2), { startLine: 2, startCharacter: 2, endLine: 2, endCharacter: 7 });
  });

  it('is found after it moved', () => {
    assert.deepEqual(findCode(`new\nlines\n${FILE}`, '  three\ntwo', 2), {
      startLine: 4,
      startCharacter: 0,
      endLine: 5,
      endCharacter: 3,
    });
  });

  it('is found with different line endings', () => {
    const place = { startLine: 2, startCharacter: 0, endLine: 3, endCharacter: 3 };
    assert.deepEqual(findCode(FILE.replaceAll('\n', '\r\n'), '  three\ntwo', 2), place);
    assert.deepEqual(findCode(FILE, '  three\r\ntwo', 2), place);
  });

  it('is found by its column when it occurs twice in a line', () => {
    const place = { startLine: 0, startCharacter: 4, endLine: 0, endCharacter: 7 };
    assert.deepEqual(findCode('two two', 'two', 0, 4), place);
    assert.equal(findCode('two two', 'two', 0, 3), 'ambiguous');
  });

  it('is reported as changed when it is missing, and as ambiguous when it occurs more than once', () => {
    assert.equal(findCode(FILE, '  tree\n', 2), 'changed');
    assert.equal(findCode(FILE, 'two\n', 0), 'ambiguous');
    assert.equal(findCode('two two', 'two', 0), 'ambiguous');
    assert.equal(findCode(FILE, '', 0), 'changed');
  });

  it('is found when both the code and the file are empty', () => {
    assert.deepEqual(findCode('', '', 0), { startLine: 0, startCharacter: 0, endLine: 0, endCharacter: 0 });
  });

  it('equals the text at the place that is found', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r\n', '中', '😀'), maxLength: 30 });
    fc.assert(
      fc.property(text, fc.nat(30), fc.nat(10), fc.nat(5), (file, from, length, line) => {
        const code = file.slice(from, from + length);
        const place = findCode(file, code, line);
        if (typeof place === 'string') return;
        const lines = file.replace(/\r\n?/g, '\n').split('\n');
        const offset = (at: number, character: number): number =>
          lines.slice(0, at).reduce((sum, each) => sum + each.length + 1, character);
        const found = lines
          .join('\n')
          .slice(offset(place.startLine, place.startCharacter), offset(place.endLine, place.endCharacter));
        assert.equal(found, code.replace(/\r\n?/g, '\n'));
      }),
    );
  });
});
