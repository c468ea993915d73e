import type { ProjectRoots } from './projectRoot.ts';
import { folderOf, isMade, type TestFile, testFileOf } from './testFile.ts';
import { endingOf, type TestCustoms } from './testLanguage.ts';
import { below, relationsOf, sharedDepth, type TestRelation } from './testRelation.ts';

/** An existing test and its source. */
export interface LearnedTest {
  readonly test: TestFile;
  /** Path of the source; `undefined` if none has a matching name. */
  readonly source: string | undefined;
  /** Root folder of the test's project. */
  readonly root: string;
  /** Empty if the source belongs to another project, or is unknown. */
  readonly relations: readonly TestRelation[];
}

/** Returns the tests among files of one language, each with its source. */
export function learnTests(
  files: readonly string[],
  customs: TestCustoms,
  roots: ProjectRoots,
): readonly LearnedTest[] {
  const tests: TestFile[] = [];
  const sources = new Map<string, string[]>();
  for (const path of files) {
    if (!customs.endings.includes(endingOf(path)) || isMade(path)) continue;
    const test = testFileOf(path, customs);
    if (test) tests.push(test);
    else sources.set(stemOf(path), [...(sources.get(stemOf(path)) ?? []), path]);
  }
  return tests.map(test => {
    const root = roots.of(test.path);
    const source = nearest(test, sources.get(test.stem) ?? []);
    const isOfProject = source !== undefined && roots.of(source) === root;
    const inProject = (folder: string): string => below(root, folder) ?? folder;
    const relations = isOfProject ? relationsOf(inProject(test.folder), inProject(folderOf(source))) : [];
    return { test, source, root, relations };
  });
}

/** Returns the name of a file without its extension. */
export function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const ending = endingOf(path);
  return ending === '' ? name : name.slice(0, -ending.length - 1);
}

/**
 * Of sources with the same name, selects the one that the test belongs to: the one in its folder, otherwise the one
 * with the most similar path.
 */
function nearest({ folder }: TestFile, sources: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestRank = -1;
  for (const source of sources) {
    const sourceFolder = folderOf(source);
    const alike = sharedDepth(folder, sourceFolder) + sharedEnd(folder, sourceFolder);
    const rank = sourceFolder === folder ? Number.POSITIVE_INFINITY : alike - sourceFolder.length / 1000;
    if (rank > bestRank || best === undefined) [best, bestRank] = [source, rank];
  }
  return best;
}

function sharedEnd(one: string, other: string): number {
  const reversed = (path: string): string => path.split('/').reverse().join('/');
  return sharedDepth(reversed(one), reversed(other));
}
