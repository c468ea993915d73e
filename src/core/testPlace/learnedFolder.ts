import type { LearnedTest } from './learnedTests.ts';
import { mostVotes } from './mostVotes.ts';
import { folderOf, isTestFolder, joined } from './testFile.ts';
import { below, foldersOf, sharedDepth, testFolderBy } from './testRelation.ts';

/** A folder for tests, and the tests that it was inferred from. */
export interface LearnedFolder {
  readonly folder: string;
  readonly from: readonly LearnedTest[];
}

/** Tests of the whole system, whose location says nothing about unit tests. */
const FROM_OUTSIDE = new Set(
  'e2e integration bench benchmarks perf smoke cypress playwright manual browser'.split(' '),
);

/** Folders that contain all sources of a project. */
const SOURCE_ROOTS = new Set(['src', 'lib', 'app', 'source', 'sources']);

/** Infers the test folder for one more source from the existing tests. Folders are relative to the project root. */
export function learnedFolder(
  learned: readonly LearnedTest[],
  root: string,
  folder: string,
): LearnedFolder | undefined {
  const own = learned.filter(test => test.root === root);
  return (
    byRelation(own, folder) ??
    byNeighbours(own, folder) ??
    byFolders(own, root, folder) ??
    byRelation(
      learned.filter(test => test.root !== root),
      folder,
    )
  );
}

/** Returns the folder without the common root folder of all sources. */
export function withoutSourceRoot(folder: string): string {
  const [first = '', ...rest] = foldersOf(folder);
  return SOURCE_ROOTS.has(first) ? rest.join('/') : folder;
}

/** A test's weight increases with the proximity of its source. */
function byRelation(learned: readonly LearnedTest[], folder: string): LearnedFolder | undefined {
  const votes = learned.flatMap(test =>
    test.relations.flatMap(relation => {
      const place = testFolderBy(relation, folder);
      return place === undefined ? [] : [{ test, place, weight: 1 + sharedDepth(sourceFolder(test), folder) }];
    }),
  );
  const winner = mostVotes(votes.map(({ place, weight }) => [place, weight] as const));
  if (winner === undefined) return undefined;
  return { folder: winner, from: votes.filter(({ place }) => place === winner).map(({ test }) => test) };
}

/** For a part of the tree without tests: infers the common test folder from the nearest part that has tests. */
function byNeighbours(learned: readonly LearnedTest[], folder: string): LearnedFolder | undefined {
  const mirrors = learned.flatMap(test =>
    test.relations.flatMap(relation => (relation.kind === 'mirror' ? [{ test, relation }] : [])),
  );
  const winner = mostVotes(
    mirrors.map(({ relation: { tests, sources } }) => [tests, 1 + sharedDepth(sources, folder)] as const),
  );
  if (winner === undefined) return undefined;
  const from = mirrors.filter(({ relation }) => relation.tests === winner);
  const nearest = Math.max(...from.map(({ relation }) => sharedDepth(relation.sources, folder)));
  const isTree = from.some(({ test, relation }) => sourceFolder(test) !== relation.sources);
  const rest = isTree ? foldersOf(folder).slice(nearest).join('/') : '';
  return { folder: joined(winner, rest), from: from.map(({ test }) => test) };
}

/** Uses the folders of tests whose names match no source. */
function byFolders(learned: readonly LearnedTest[], root: string, folder: string): LearnedFolder | undefined {
  const unmatched = learned.flatMap(test => {
    const folders = foldersOf(below(root, test.test.folder) ?? test.test.folder);
    if (folders.some(each => FROM_OUTSIDE.has(each))) return [];
    const at = folders.findIndex(isTestFolder);
    const unit = folders[at + 1];
    const end = at < 0 ? 0 : at + (unit === 'unit' || unit === 'units' ? 2 : 1);
    return [{ test, tests: folders.slice(0, end).join('/'), isDeep: folders.length > end, last: folders[at] ?? '' }];
  });
  const winner = mostVotes(unmatched.map(({ tests, last }) => [last === '__tests__' ? last : tests, 1] as const));
  if (winner === undefined) return undefined;
  const from = unmatched.filter(({ tests, last }) => (last === '__tests__' ? last : tests) === winner);
  const tests = from.map(({ test }) => test);
  // Tests are beside sources with other names.
  if (winner === '') return { folder, from: tests };
  if (winner === '__tests__') {
    const isAtTop = from.some(each => each.tests === winner);
    return { folder: joined(isAtTop ? '' : folder, winner), from: tests };
  }
  const rest = from.some(({ isDeep }) => isDeep) ? withoutSourceRoot(folder) : '';
  return { folder: joined(winner, rest), from: tests };
}

function sourceFolder({ source = '', root }: LearnedTest): string {
  const folder = folderOf(source);
  return below(root, folder) ?? folder;
}
