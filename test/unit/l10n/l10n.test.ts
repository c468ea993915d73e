import assert from 'node:assert/strict';
import { assertNone } from '../architecture/assertNone.ts';
import { readSources } from '../architecture/sourceFiles.ts';
import { readManifestFiles } from '../manifest/manifest.ts';
import { BUNDLE_PATH, bundleProblems, readTexts, translationsOf } from './bundle.ts';
import { unreadableTexts } from './sourceTexts.ts';
import { translationProblems } from './translations.ts';
import { buttonsWithFullStop, hardCodedTexts } from './userTexts.ts';

describe('the texts of the product', () => {
  const sources = readSources('src');
  let read: Awaited<ReturnType<typeof readTexts>>;

  before(async function () {
    this.timeout(180_000); // The extraction tool starts slowly.
    read = await readTexts();
  });

  it('are all found by the extraction tool', function () {
    this.timeout(180_000); // It reads all source files.
    assert.ok(read.texts.size > 0);
    const unreadable = sources.flatMap(file =>
      unreadableTexts(file, read.texts).map(found => `${file.path}: ${found}`),
    );
    assertNone(unreadable);
  });

  it(`are all in ${BUNDLE_PATH}, and nothing else is`, () => {
    assertNone(bundleProblems(read.texts, read.bundle));
  });

  it('mean the same in both languages, worded as VS Code and Baidu word them', () => {
    assertNone(translationsOf(read.texts, read.bundle).flatMap(translationProblems));
  });

  it('mean the same in both languages in the manifest', () => {
    const { english, chinese } = readManifestFiles();
    const translations = Object.entries(english).map(([key, text]) => ({
      key,
      english: text,
      chinese: chinese[key] ?? '',
    }));
    assertNone(translations.flatMap(translationProblems));
  });

  it('are never hard-coded in one language', () => {
    assertNone(sources.flatMap(file => hardCodedTexts(file).map(found => `${file.path}: ${found}`)));
  });

  it('have no full stop on buttons', () => {
    assertNone(sources.flatMap(file => buttonsWithFullStop(file).map(found => `${file.path}: ${found}`)));
  });
});
