import assert from 'node:assert/strict';
import { commonIndent, fitCode, indentTo } from '../../../src/core/code/fitCode.ts';

describe('Code of an answer in the place of other code', () => {
  it('ends as that ends', () => {
    assert.equal(fitCode('b', 'a\n', ''), 'b\n');
    assert.equal(fitCode('b', 'a', ''), 'b');
    assert.equal(fitCode('b\n\n', 'a\n', ''), 'b\n');
    assert.equal(fitCode('b', 'a\r\n', ''), 'b\n');
  });

  it('gets the indentation that the model left out', () => {
    assert.equal(fitCode('if (b) {\n  c();\n}', '    if (a) {\n    }\n', ''), '    if (b) {\n      c();\n    }\n');
    assert.equal(fitCode('b\n\nc', '\ta\n', ''), '\tb\n\n\tc\n');
  });

  it('keeps an indentation that the model did not leave out', () => {
    assert.equal(fitCode('    b\n      c', '    a\n', ''), '    b\n      c\n');
    assert.equal(fitCode('      b', '    a\n', ''), '      b\n');
  });

  it('is not indented twice behind the white space that was not selected', () => {
    assert.equal(fitCode('if (b) {\n  c();\n}', 'if (a) {\n    }', '    '), 'if (b) {\n      c();\n    }');
    assert.equal(fitCode('    if (b) {\n      c();\n    }', 'if (a) {\n    }', '    '), 'if (b) {\n      c();\n    }');
  });

  it('stays as it is behind other code', () => {
    assert.equal(fitCode('b + c', 'a', 'x = '), 'b + c');
  });

  it('has the indentation of the cursor', () => {
    assert.equal(indentTo('  a\n    b\n\n  c', '\t', true), 'a\n\t  b\n\n\tc');
    assert.equal(indentTo('a\nb', '  ', false), '  a\n  b');
    assert.equal(commonIndent('    a\n\n  \tb\n'), '  ');
    assert.equal(commonIndent('\n\n'), '');
  });
});
