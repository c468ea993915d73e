import { endingOf, type TestCustoms, type TestName } from './testLanguage.ts';

/** A file that holds tests, by its path alone. */
export interface TestFile {
  readonly path: string;
  /** The folders it stands in, without a slash at the end; empty at the top. */
  readonly folder: string;
  /** Name of what it tests, without ending. */
  readonly stem: string;
  readonly name: TestName;
  readonly ending: string;
}

/** Names of folders that hold nothing but tests, and what serves them. */
const TEST_FOLDERS = new Set(['test', 'tests', '__tests__', 'spec', 'specs']);

/** What stands below them is read by tests, and is none. */
const FIXTURES = new Set(['fixtures', '__fixtures__', 'fixture', 'testdata', '__snapshots__', '__mocks__']);

/** Within a folder of tests they hold what tests use. */
const AIDS = new Set(['helpers', 'helper', 'support', 'utils', 'util', 'mocks', 'common', 'data', 'resources', 'lib']);

/** Files that tests use, though their names look like those of tests. */
const AID_NAMES = new Set(['test_helper', 'spec_helper', 'rails_helper', 'test-helper', 'setup', ...AIDS]);

/** Programs put there what they make of sources. */
const MADE = new Set(['dist', 'out', 'build', 'coverage', 'target', 'obj', 'vendor', 'node_modules', '.next']);

/** The test in a path; `undefined` where it is none. */
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
  // `.unit.test` is more than `.test`.
  const name = fitting.sort((one, other) => other.after.length - one.after.length)[0];
  if (name) {
    const stem = base.slice(name.before.length, base.length - name.after.length);
    return { path, folder, stem, name, ending };
  }
  const at = folders.findIndex(isTestFolder);
  const isPlain = endings.includes('js') && at >= 0 && !folders.slice(at).some(each => AIDS.has(each));
  return isPlain ? { path, folder, stem: base, name: { before: '', after: '' }, ending } : undefined;
}

/** Whether a folder's name says that it holds tests. */
export function isTestFolder(name: string): boolean {
  return TEST_FOLDERS.has(name);
}

/** Whether a path is of something that nobody wrote. */
export function isMade(path: string): boolean {
  return path.split('/').some(each => MADE.has(each));
}

/** The folders of a path, without a slash at the end; empty where it has none. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A path of folders and names, empty ones left out. */
export function joined(...parts: readonly string[]): string {
  return parts.filter(part => part !== '').join('/');
}
