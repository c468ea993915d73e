import assert from 'node:assert/strict';
import { testInsertion } from '../../../src/core/testPlace/testInsertion.ts';

/** A text whose line with `|` is the one that tests are put before; the mark stands for the end of the file too. */
function place(path: string, marked: string): void {
  const line = marked.split('\n').findIndex(each => each.includes('|'));
  assert.equal(testInsertion(path, marked.replace('|', '')).line, line);
}

describe('new tests in a file that is there', () => {
  it('come at its end', () => {
    place('a.test.ts', "import { it } from 'vitest';\nit('a', () => {});\n|");
    assert.equal(testInsertion('a.test.ts', 'it()').line, 1);
    assert.equal(testInsertion('a_test.go', 'package a\r\n\r\nfunc TestA() {\r\n}\r\n').line, 4);
  });

  it('come into the class of tests', () => {
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

  it('come before what runs them', () => {
    place(
      'test_a.py',
      'class TestA(TestCase):\n    def test_a(self):\n        pass\n|\n\nif __name__ == "__main__":\n    main()\n',
    );
    place('test_a.py', 'def test_a():\n    pass\n|\nif __name__ == "__main__":\n    main()\n');
  });

  it('come at the top level of Python where the file does not end with a class of tests', () => {
    place('test_a.py', 'class TestA:\n    def test_a(self):\n        pass\n\ndef test_b():\n    pass\n|');
  });

  it('come into the module of tests of Rust, or with it', () => {
    const text = 'fn a() {}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n\n    #[test]\n    fn b() {\n    }\n|}\n';
    place('a.rs', text);
    assert.equal(testInsertion('a.rs', text.replace('|', '')).within, 'module');
    assert.deepEqual(testInsertion('a.rs', 'fn a() {}\n'), { line: 1, indent: '', needsModule: true });
  });
});
