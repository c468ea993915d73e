import { readSources, readText } from '../architecture/sourceFiles.ts';
import { listDifferences } from '../manifest/listDifferences.ts';
import { extractTexts, type SourceTexts } from './sourceTexts.ts';
import type { Translation } from './translations.ts';

/** The bundle of Chinese texts, relative to the repository's root. */
export const BUNDLE_PATH = 'l10n/bundle.l10n.zh-cn.json';

/** Chinese texts by the same keys as the English texts of the source. */
export type Bundle = Readonly<Record<string, string>>;

/** Reads the English texts of the source and their current Chinese translations. */
export async function readTexts(): Promise<{ readonly texts: SourceTexts; readonly bundle: Bundle }> {
  return { texts: await extractTexts(readSources('src')), bundle: JSON.parse(readText(BUNDLE_PATH)) as Bundle };
}

/** Returns the texts without a translation, and the translations of texts that no longer exist. */
export function bundleProblems(texts: SourceTexts, bundle: Bundle): string[] {
  return listDifferences(['the source', [...texts.keys()]], [BUNDLE_PATH, Object.keys(bundle)]);
}

/** Returns the texts that have a translation. */
export function translationsOf(texts: SourceTexts, bundle: Bundle): Translation[] {
  return [...texts].flatMap(([key, english]) => {
    const chinese = bundle[key];
    return chinese === undefined ? [] : [{ key, english, chinese }];
  });
}
