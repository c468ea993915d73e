import assert from 'node:assert/strict';
import { defaultAnswer, defaultReasoning } from '../../support/simulator/answer.ts';

describe('simulator: default answer', () => {
  const code: readonly [string, string, string][] = [
    ['a function', 'function debounce(fn, ms) {\n}', 'debounce'],
    ['a Python function', 'def quick_sort(xs):\n  return xs', 'quick_sort'],
    ['a Go function', 'func Sum(xs []int) int {\n}', 'Sum'],
    ['an arrow function', 'const add = (a, b) => a + b;', 'add'],
    ['a typed arrow function', 'export const pick: Picker = async item => item;', 'pick'],
    ['a class', 'class Parser {\n}', 'Parser'],
    ['a Java method', '  public static List<String> readAll(Path path) {\n  }', 'readAll'],
    ['a C function', 'size_t length(const char *text) {\n}', 'length'],
  ];
  for (const [kind, text, name] of code)
    it(`names ${kind} and quotes its line in a code block`, () => {
      const answer = defaultAnswer(`Explain:\n\`\`\`ts\n${text}\n\`\`\``);
      assert.ok(answer.includes(`\`${name}\``), answer);
      assert.ok(answer.includes(`\`\`\`ts\n${text.split('\n')[0]?.trim()}\n\`\`\``), answer);
    });

  it('answers in Chinese when the question has a Han character', () => {
    assert.match(defaultAnswer('解释 function debounce() {}'), /`debounce`一共/);
    assert.match(defaultAnswer('你好'), /模拟器/);
  });

  it('answers in English otherwise, with some Chinese in it', () => {
    assert.match(defaultAnswer('function debounce() {}'), /^`debounce` is 1 line long.*\p{sc=Han}/su);
    assert.match(defaultAnswer('hello'), /^This is the \*\*simulator\*\*.*\p{sc=Han}.*```/su);
  });

  it('gives the same answer to the same question', () => {
    assert.equal(defaultAnswer('x'), defaultAnswer('x'));
    assert.equal(defaultReasoning('def f(): pass'), defaultReasoning('def f(): pass'));
    assert.match(defaultReasoning('def f(): pass'), /about f\./);
  });
});
