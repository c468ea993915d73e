import assert from 'node:assert/strict';
import { assertNone } from './assertNone.ts';
import {
  defaultExports,
  isBarrel,
  lineCount,
  mentions,
  prefixedInterfaces,
  unknownHosts,
  wrongName,
} from './conventions.ts';
import { circularImports } from './cycles.ts';
import { computedImports } from './imports.ts';
import { wrongImports } from './layers.ts';
import { readSources, type SourceFile } from './sourceFiles.ts';

const LONGEST_FILE = 300;
const LONGEST_MEDIAN = 100;

describe('the architecture', () => {
  const product = readSources('src');
  const everything = [...product, ...readSources('test', 'scripts')];

  it('is checked on all source files', () => {
    const paths = product.map(({ path }) => path);
    assert.ok(paths.includes('src/core/chat.ts') && paths.includes('src/protocol/chat.ts'));
  });

  it('has only the allowed imports between layers', () => {
    assertNone(everything.flatMap(wrongImports));
  });

  it('has no imports by a computed name', () => {
    assertNone(locate(product, computedImports));
  });

  it('has no circular imports', () => {
    assertNone(circularImports(everything));
  });

  it('reads VS Code’s settings in one file only', () => {
    const readers = product.filter(file => mentions(file, 'getConfiguration')).map(({ path }) => path);
    assert.deepEqual(readers, ['src/host/configuration.ts']);
  });

  it('names only Baidu’s hosts and this machine', () => {
    assertNone(locate(product, unknownHosts));
  });

  it('has named exports only', () => {
    assertNone(locate(product, defaultExports));
  });

  it('has no barrel files', () => {
    assertNone(product.filter(isBarrel).map(({ path }) => path));
  });

  it('names files after their content', () => {
    assertNone(everything.map(wrongName).filter(wrong => wrong !== undefined));
  });

  it('has no interface with a prefix', () => {
    assertNone(locate(everything, prefixedInterfaces));
  });

  it(`has no file of more than ${LONGEST_FILE} lines`, () => {
    const long = everything.filter(file => lineCount(file) > LONGEST_FILE);
    assertNone(long.map(file => `${file.path}: ${lineCount(file)}`));
  });

  it(`has a median file of at most ${LONGEST_MEDIAN} lines`, () => {
    const counts = product.map(lineCount).sort((a, b) => a - b);
    const median = counts[Math.floor(counts.length / 2)] ?? 0;
    assert.ok(median <= LONGEST_MEDIAN, `the median is ${median} lines`);
  });
});

function locate(files: readonly SourceFile[], find: (file: SourceFile) => readonly string[]): string[] {
  return files.flatMap(file => find(file).map(found => `${file.path}: ${found}`));
}
