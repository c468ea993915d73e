import type { ProjectRoots } from './projectRoot.ts';
import { folderOf, isMade, type TestFile, testFileOf } from './testFile.ts';
import { endingOf, type TestCustoms } from './testLanguage.ts';
import { below, relationsOf, sharedDepth, type TestRelation } from './testRelation.ts';

/** A test that is there, and the source that it is for. */
export interface LearnedTest {
  readonly test: TestFile;
  /** Path of the source; `undefined` where none has such a name. */
  readonly source: string | undefined;
  /** The folder of its project. */
  readonly root: string;
  /** Empty where the source is of another project, or not known. */
  readonly relations: readonly TestRelation[];
}

/** The tests among files of one language, each with its source. */
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

/** Name of a file without its ending. */
export function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const ending = endingOf(path);
  return ending === '' ? name : name.slice(0, -ending.length - 1);
}

/** Of sources with the same name the one that a test is for: in its folder, else where most of the path is alike. */
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
