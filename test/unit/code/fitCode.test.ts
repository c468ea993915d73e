import assert from 'node:assert/strict';
import { commonIndent, fitCode, indentTo } from '../../../src/core/code/fitCode.ts';

describe('Code from an answer that replaces other code', () => {
  it('ends with a line break when the replaced code does', () => {
    assert.equal(fitCode('b', 'a\n', ''), 'b\n');
    assert.equal(fitCode('b', 'a', ''), 'b');
    assert.equal(fitCode('b\n\n', 'a\n', ''), 'b\n');
    assert.equal(fitCode('b', 'a\r\n', ''), 'b\n');
  });

  it('gets the indentation that the model left out', () => {
    assert.equal(fitCode('if (b) {\n  c();\n}', '    if (a) {\n    }\n', ''), '    if (b) {\n      c();\n    }\n');
    assert.equal(fitCode('b\n\nc', '\ta\n', ''), '\tb\n\n\tc\n');
  });

  it('keeps its indentation when the model did not leave it out', () => {
    assert.equal(fitCode('    b\n      c', '    a\n', ''), '    b\n      c\n');
    assert.equal(fitCode('      b', '    a\n', ''), '      b\n');
  });

  it('is not indented twice when the selection starts after the indentation', () => {
    assert.equal(fitCode('if (b) {\n  c();\n}', 'if (a) {\n    }', '    '), 'if (b) {\n      c();\n    }');
    assert.equal(fitCode('    if (b) {\n      c();\n    }', 'if (a) {\n    }', '    '), 'if (b) {\n      c();\n    }');
  });

  it('stays unchanged when the selection starts after other code', () => {
    assert.equal(fitCode('b + c', 'a', 'x = '), 'b + c');
  });

  it('is indented to the cursor', () => {
    assert.equal(indentTo('  a\n    b\n\n  c', '\t', true), 'a\n\t  b\n\n\tc');
    assert.equal(indentTo('a\nb', '  ', false), '  a\n  b');
    assert.equal(commonIndent('    a\n\n  \tb\n'), '  ');
    assert.equal(commonIndent('\n\n'), '');
  });
});
