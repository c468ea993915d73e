import { customPlace } from './customPlace.ts';
import { learnedFolder } from './learnedFolder.ts';
import { type LearnedTest, learnTests, stemOf } from './learnedTests.ts';
import { mostVotes } from './mostVotes.ts';
import { ProjectRoots } from './projectRoot.ts';
import { folderOf, isTestFolder, joined, type TestFile, testFileOf } from './testFile.ts';
import { endingOf, testCustomsOf, testLanguageOf, type TestName } from './testLanguage.ts';
import { below, foldersOf, sharedDepth } from './testRelation.ts';

/** A source to be tested. Paths are relative to the workspace folder, with slashes. */
export interface TestedSource {
  readonly path: string;
  /** All files of the workspace folder, including this one. */
  readonly files: readonly string[];
  /** See `UntestedSource`. */
  readonly beside?: { readonly after: string };
}

/** Where the tests of a file belong. */
export interface TestPlace {
  readonly path: string;
  /** The file exists; tests are added to it. */
  readonly isThere: boolean;
  /** Another test of the project, as an example of style. */
  readonly example: string | undefined;
}

/**
 * Determines where the tests of a source belong: in the file that already contains tests of it, otherwise where the
 * project's tests suggest, otherwise by the convention of the language.
 */
export function testPlace({ path, files, beside }: TestedSource): TestPlace {
  const language = testLanguageOf(path);
  const customs = testCustomsOf(path);
  const roots = new ProjectRoots(files, customs.markers);
  const root = roots.of(path);
  const folder = below(root, folderOf(path)) ?? '';
  const test = testFileOf(path, customs);
  const isTest = test !== undefined && (isNamed(test) || isTestFolder(foldersOf(folder)[0] ?? ''));
  // Rust's unit tests are in a module of the file itself.
  if (isTest || language === 'rust') return { path, isThere: true, example: undefined };
  const learned = learnTests(files, customs, roots);
  const found = learnedFolder(learned, root, folder);
  const custom = customPlace({
    language,
    folder,
    files: files.flatMap(each => below(root, each) ?? []),
    beside,
  });
  const place = found ?? { ...custom, from: [] };
  const name = learnedName(place.from) ?? custom.name ?? customs.names[0] ?? { before: 'test_', after: '' };
  const ending = learnedEnding(place.from, endingOf(path), files);
  const file = `${name.before}${stemOf(path)}${name.after}${ending === '' ? '' : `.${ending}`}`;
  const inPlace = joined(root, place.folder, file);
  const own = learned.filter(({ source }) => source === path).map(({ test }) => test.path);
  const known = own.includes(inPlace) ? inPlace : nearestTo(inPlace, own);
  const wanted = known ?? inPlace;
  const others = learned.map(({ test }) => test.path).filter(each => each !== wanted);
  const ofProject = others.filter(each => roots.of(each) === root);
  return { path: wanted, isThere: files.includes(wanted), example: nearestTo(inPlace, ofProject) };
}

function isNamed({ name }: TestFile): boolean {
  return name.before !== '' || name.after !== '';
}

function learnedName(from: readonly LearnedTest[]): TestName | undefined {
  const wanted = mostVotes(from.map(({ test: { name } }) => [`${name.before}*${name.after}`, 1] as const));
  return from.map(({ test }) => test.name).find(({ before, after }) => `${before}*${after}` === wanted);
}

/** Most tests have the extension of their source, but those of components and headers cannot. */
function learnedEnding(from: readonly LearnedTest[], own: string, files: readonly string[]): string {
  const ofSame = from.filter(({ source }) => source !== undefined && endingOf(source) === own);
  const seen = mostVotes((ofSame.length > 0 ? ofSame : from).map(({ test }) => [test.ending, 1] as const));
  const isSeen = from.some(({ test }) => test.ending === own);
  if (seen !== undefined && (ofSame.length > 0 || !(isSeen || own.endsWith('sx')))) return seen;
  if (own === 'vue' || own === 'svelte') return files.includes('tsconfig.json') ? 'ts' : 'js';
  if (own === 'h') return 'c';
  return own === 'hpp' || own === 'hh' ? 'cpp' : own;
}

function nearestTo(place: string, paths: readonly string[]): string | undefined {
  const folder = folderOf(place);
  const ranked = paths.map(path => ({ path, shared: sharedDepth(folderOf(path), folder) }));
  ranked.sort((one, other) => other.shared - one.shared || one.path.length - other.path.length);
  return ranked[0]?.path;
}
