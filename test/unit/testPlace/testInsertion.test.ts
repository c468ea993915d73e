import assert from 'node:assert/strict';
import { testInsertion } from '../../../src/core/testPlace/testInsertion.ts';

/** Asserts that new tests are inserted before the line marked with `|`, which may also mark the end of the file. */
function place(path: string, marked: string): void {
  const line = marked.split('\n').findIndex(each => each.includes('|'));
  assert.equal(testInsertion(path, marked.replace('|', '')).line, line);
}

describe('New tests in an existing file', () => {
  it('are inserted at its end', () => {
    place('a.test.ts', "import { it } from 'vitest';\nit('a', () => {});\n|");
    assert.equal(testInsertion('a.test.ts', 'it()').line, 1);
    assert.equal(testInsertion('a_test.go', 'package a\r\n\r\nfunc TestA() {\r\n}\r\n').line, 4);
  });

  it('are inserted into the test class', () => {
    place('ATest.java', 'package a;\n\nclass ATest {\n    @Test\n    void a() {\n    }\n|}\n');
    place(
      'ATests.cs',
      'namespace A\n{\n    public class ATests\n    {\n        [Fact]\n        public void A()\n        {\n        }\n|    }\n}\n',
    );
    assert.deepEqual(testInsertion('A.cs', 'namespace A\n{\n  class T\n  {\n    int a;\n  }\n}\n'), {
      line: 5,
      indent: '    ',
      within: 'class',
    });
    place('test_a.py', 'import unittest\n\nclass TestA(unittest.TestCase):\n    def test_a(self):\n        pass\n|');
  });

  it('are inserted before the code that runs the tests', () => {
    place(
      'test_a.py',
      'class TestA(TestCase):\n    def test_a(self):\n        pass\n|\n\nif __name__ == "__main__":\n    main()\n',
    );
    place('test_a.py', 'def test_a():\n    pass\n|\nif __name__ == "__main__":\n    main()\n');
  });

  it('are inserted at the top level in Python when the file does not end with a test class', () => {
    place('test_a.py', 'class TestA:\n    def test_a(self):\n        pass\n\ndef test_b():\n    pass\n|');
  });

  it('are inserted into the test module in Rust, which is added when missing', () => {
    const text = 'fn a() {}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n\n    #[test]\n    fn b() {\n    }\n|}\n';
    place('a.rs', text);
    assert.equal(testInsertion('a.rs', text.replace('|', '')).within, 'module');
    assert.deepEqual(testInsertion('a.rs', 'fn a() {}\n'), { line: 1, indent: '', needsModule: true });
  });
});
