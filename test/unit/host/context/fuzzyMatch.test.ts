import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fuzzyMatch } from '../../../../src/host/context/fuzzyMatch.ts';

const ranked = (query: string, paths: readonly string[]): string[] =>
  paths
    .flatMap(path => {
      const rank = fuzzyMatch(query, path);
      return rank === undefined ? [] : [{ path, rank }];
    })
    .sort((one, other) => one.rank - other.rank)
    .map(({ path }) => path);

describe('Fuzzy matching of file paths', () => {
  it('ranks the exact name first, then its prefix, words, substrings and letters, and folders last', () => {
    assert.deepEqual(
      ranked('parse', ['parse/a.ts', 'src/sparse.ts', 'src/re-parse.ts', 'src/parser.ts', 'src/parse', 'pa-r-s-e.ts']),
      ['src/parse', 'src/parser.ts', 'src/re-parse.ts', 'src/sparse.ts', 'pa-r-s-e.ts', 'parse/a.ts'],
    );
  });

  it('matches letters in order, in any case', () => {
    assert.notEqual(fuzzyMatch('TTt', 'src/trimmedTurns.test.ts'), undefined);
    assert.equal(fuzzyMatch('zq', 'src/trimmedTurns.ts'), undefined);
  });

  it('matches Chinese names and folders', () => {
    assert.deepEqual(ranked('订单', ['源码/订单服务.ts', '订单/说明.md', 'a.ts']), [
      '源码/订单服务.ts',
      '订单/说明.md',
    ]);
    assert.notEqual(fuzzyMatch('源码/服务', '源码/订单服务.ts'), undefined);
  });

  it('matches any path for an empty query, and each text by itself', () => {
    assert.equal(fuzzyMatch(' ', 'a.ts'), 0);
    fc.assert(fc.property(fc.string({ minLength: 1 }), text => assert.notEqual(fuzzyMatch(text, text), undefined)));
  });
});
