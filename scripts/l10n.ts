// npm run l10n: lists the texts missing from the Chinese bundle, ready to be pasted into it, and those no longer used.
import { BUNDLE_PATH, readTexts, translationsOf } from '../test/unit/l10n/bundle.ts';
import { translationProblems } from '../test/unit/l10n/translations.ts';

const { texts, bundle } = await readTexts();
const missing = [...texts.keys()].filter(key => !Object.hasOwn(bundle, key));
const stale = Object.keys(bundle).filter(key => !texts.has(key));
const problems = translationsOf(texts, bundle).flatMap(translationProblems);

console.log(`${BUNDLE_PATH}: ${texts.size} texts, ${missing.length} missing, ${stale.length} stale`);
list(
  'Missing:',
  missing.map(key => `  ${JSON.stringify(key)}: "",`),
);
list(
  'Stale:',
  stale.map(key => `  ${JSON.stringify(key)}`),
);
list('To correct:', problems);

function list(title: string, lines: readonly string[]): void {
  if (lines.length > 0) console.log(`\n${title}\n${lines.join('\n')}`);
}
