import { readSources, readText } from '../architecture/sourceFiles.ts';
import { listDifferences } from '../manifest/listDifferences.ts';
import { extractTexts, type SourceTexts } from './sourceTexts.ts';
import type { Translation } from './translations.ts';

/** The file of the Chinese texts, from the repository's root. */
export const BUNDLE_PATH = 'l10n/bundle.l10n.zh-cn.json';

/** Chinese texts by the same keys as the source's English ones. */
export type Bundle = Readonly<Record<string, string>>;

/** The product's English texts, and their Chinese ones as they are now. */
export async function readTexts(): Promise<{ readonly texts: SourceTexts; readonly bundle: Bundle }> {
  return { texts: await extractTexts(readSources('src')), bundle: JSON.parse(readText(BUNDLE_PATH)) as Bundle };
}

/** Texts of the source without a translation, and translations of texts that are no longer there. */
export function bundleProblems(texts: SourceTexts, bundle: Bundle): string[] {
  return listDifferences(['the source', [...texts.keys()]], [BUNDLE_PATH, Object.keys(bundle)]);
}

/** The texts that are in both. */
export function translationsOf(texts: SourceTexts, bundle: Bundle): Translation[] {
  return [...texts].flatMap(([key, english]) => {
    const chinese = bundle[key];
    return chinese === undefined ? [] : [{ key, english, chinese }];
  });
}
