import { folderOf, joined } from './testFile.ts';

/** Where a test stands, seen from what it tests. Folders are those below the root of their project. */
export type TestRelation =
  /** In the same folder. */
  | { readonly kind: 'beside' }
  /** In a folder of the folder, as `__tests__`. */
  | { readonly kind: 'below'; readonly folder: string }
  /** In a tree of its own that follows the one of the sources. */
  | { readonly kind: 'mirror'; readonly tests: string; readonly sources: string };

/** Folders that hold the tests of the folder they stand in; others may be the tests of all that is below it. */
const BELOW = new Set(['__tests__', '__test__']);
const PERHAPS_BELOW = new Set(['tests', 'test', 'spec', 'specs']);

/** How two folders may belong together, the likeliest first. */
export function relationsOf(testFolder: string, sourceFolder: string): TestRelation[] {
  if (testFolder === sourceFolder) return [{ kind: 'beside' }];
  const mirror = mirrorOf(testFolder, sourceFolder);
  const folder = testFolder.slice(testFolder.lastIndexOf('/') + 1);
  // At the top a folder of tests is for the whole project.
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

/** The folder of the tests of what stands in a folder; `undefined` where the relation says nothing of it. */
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

/** The folders that lead from one folder down to another; `undefined` where it does not stand below. */
export function below(folder: string, inner: string): string | undefined {
  if (folder === '' || folder === inner) return folder === '' ? inner : '';
  return inner.startsWith(`${folder}/`) ? inner.slice(folder.length + 1) : undefined;
}

/** How many folders two paths share from the top. */
export function sharedDepth(one: string, other: string): number {
  const others = foldersOf(other);
  const differing = foldersOf(one).findIndex((folder, index) => folder !== others[index]);
  return differing < 0 ? foldersOf(one).length : differing;
}

export function foldersOf(path: string): string[] {
  return path === '' ? [] : path.split('/');
}
