import { endingOf, type TestCustoms, type TestName } from './testLanguage.ts';

/** A test file, recognized by its path alone. */
export interface TestFile {
  readonly path: string;
  /** Folder without a trailing slash; empty at the top level. */
  readonly folder: string;
  /** Name of the tested file, without extension. */
  readonly stem: string;
  readonly name: TestName;
  readonly ending: string;
}

/** Names of folders that contain only tests and their helpers. */
const TEST_FOLDERS = new Set(['test', 'tests', '__tests__', 'spec', 'specs']);

/** Folders with data that tests read. */
const FIXTURES = new Set(['fixtures', '__fixtures__', 'fixture', 'testdata', '__snapshots__', '__mocks__']);

/** Folders that contain helpers if they are within a test folder. */
const AIDS = new Set(['helpers', 'helper', 'support', 'utils', 'util', 'mocks', 'common', 'data', 'resources', 'lib']);

/** Names of helper files that could be mistaken for tests. */
const AID_NAMES = new Set(['test_helper', 'spec_helper', 'rails_helper', 'test-helper', 'setup', ...AIDS]);

/** Folders of generated files and dependencies. */
const MADE = new Set(['dist', 'out', 'build', 'coverage', 'target', 'obj', 'vendor', 'node_modules', '.next']);

/** Parses the path of a test file; `undefined` if it is not one. */
export function testFileOf(path: string, { endings, names }: TestCustoms): TestFile | undefined {
  const ending = endingOf(path);
  if (!endings.includes(ending)) return undefined;
  const folder = folderOf(path);
  const folders = folder.split('/');
  if (folders.some(each => FIXTURES.has(each))) return undefined;
  const base = path.slice(folder === '' ? 0 : folder.length + 1, -ending.length - 1);
  if (base.endsWith('.d') || AID_NAMES.has(base)) return undefined;
  const fitting = names.filter(
    ({ before, after }) =>
      base.length > before.length + after.length && base.startsWith(before) && base.endsWith(after),
  );
  // `.unit.test` takes precedence over `.test`.
  const name = fitting.sort((one, other) => other.after.length - one.after.length)[0];
  if (name) {
    const stem = base.slice(name.before.length, base.length - name.after.length);
    return { path, folder, stem, name, ending };
  }
  const at = folders.findIndex(isTestFolder);
  const isPlain = endings.includes('js') && at >= 0 && !folders.slice(at).some(each => AIDS.has(each));
  return isPlain ? { path, folder, stem: base, name: { before: '', after: '' }, ending } : undefined;
}

/** Returns whether a folder of this name contains tests. */
export function isTestFolder(name: string): boolean {
  return TEST_FOLDERS.has(name);
}

/** Returns whether a path is in a folder of generated files or dependencies. */
export function isMade(path: string): boolean {
  return path.split('/').some(each => MADE.has(each));
}

/** Returns the folder of a path, without a trailing slash; empty if there is none. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Joins path segments, skipping empty ones. */
export function joined(...parts: readonly string[]): string {
  return parts.filter(part => part !== '').join('/');
}
