import { folderOf, joined } from './testFile.ts';

/** Location of a test relative to its source. Folders are relative to their project's root. */
export type TestRelation =
  /** In the same folder. */
  | { readonly kind: 'beside' }
  /** In a subfolder, such as `__tests__`. */
  | { readonly kind: 'below'; readonly folder: string }
  /** In a separate tree that mirrors that of the sources. */
  | { readonly kind: 'mirror'; readonly tests: string; readonly sources: string };

/** Folders with the tests of their parent folder; the latter may also contain the tests of a whole subtree. */
const BELOW = new Set(['__tests__', '__test__']);
const PERHAPS_BELOW = new Set(['tests', 'test', 'spec', 'specs']);

/** Returns the possible relations between two folders, most likely first. */
export function relationsOf(testFolder: string, sourceFolder: string): TestRelation[] {
  if (testFolder === sourceFolder) return [{ kind: 'beside' }];
  const mirror = mirrorOf(testFolder, sourceFolder);
  const folder = testFolder.slice(testFolder.lastIndexOf('/') + 1);
  // At the top level, a test folder is for the whole project.
  if (sourceFolder === '' || folderOf(testFolder) !== sourceFolder) return [mirror];
  if (BELOW.has(folder)) return [{ kind: 'below', folder }];
  return PERHAPS_BELOW.has(folder) ? [mirror, { kind: 'below', folder }] : [mirror];
}

function mirrorOf(testFolder: string, sourceFolder: string): TestRelation {
  const tests = foldersOf(testFolder);
  const sources = foldersOf(sourceFolder);
  while (tests.length > 1 && sources.length > 0 && tests.at(-1) === sources.at(-1)) {
    tests.pop();
    sources.pop();
  }
  return { kind: 'mirror', tests: tests.join('/'), sources: sources.join('/') };
}

/** Returns the test folder for a source folder; `undefined` if the relation does not apply to it. */
export function testFolderBy(relation: TestRelation, sourceFolder: string): string | undefined {
  switch (relation.kind) {
    case 'beside':
      return sourceFolder;
    case 'below':
      return joined(sourceFolder, relation.folder);
    case 'mirror': {
      const rest = below(relation.sources, sourceFolder);
      return rest === undefined ? undefined : joined(relation.tests, rest);
    }
  }
}

/** Returns the path from a folder to one below it; `undefined` if `inner` is not below `folder`. */
export function below(folder: string, inner: string): string | undefined {
  if (folder === '' || folder === inner) return folder === '' ? inner : '';
  return inner.startsWith(`${folder}/`) ? inner.slice(folder.length + 1) : undefined;
}

/** Returns the number of leading folders that two paths share. */
export function sharedDepth(one: string, other: string): number {
  const others = foldersOf(other);
  const differing = foldersOf(one).findIndex((folder, index) => folder !== others[index]);
  return differing < 0 ? foldersOf(one).length : differing;
}

export function foldersOf(path: string): string[] {
  return path === '' ? [] : path.split('/');
}
