import { parentPort } from 'node:worker_threads';
import { createJavaScriptRegexEngine } from '@shikijs/engine-javascript';
import { codeToTokensBase, createShikiPrimitive, type ShikiPrimitive } from '@shikijs/primitive';
import type { CodeKind, CodeRun } from '../core/highlight/codeRun.ts';
import type { HighlightAnswer, HighlightQuestion } from '../core/highlight/highlighter.ts';
import { type GrammarName, GRAMMARS } from './grammars.ts';
import { KIND_OF_COLOUR, KINDS_THEME } from './kindsTheme.ts';

/** Longer lines, for example of minified code, stay plain: nobody reads them, and tokenizing them may take minutes. */
const MAX_LINE_LENGTH = 2000;

let shiki: ShikiPrimitive | undefined;

/** Grammar names by language, for loaded grammars. */
const loaded = new Map<string, string>();

async function grammarOf(known: ShikiPrimitive, language: GrammarName): Promise<string> {
  const name = loaded.get(language);
  if (name !== undefined) return name;
  const { default: registrations } = await GRAMMARS[language]();
  await known.loadLanguage(registrations);
  // The last registration is the language itself, the others are embedded in it.
  const own = registrations.at(-1)?.name ?? language;
  loaded.set(language, own);
  return own;
}

/** Splits code into runs that cover all of it. Returns `null` for a language without a grammar. */
async function runsOf({ language, text }: HighlightQuestion): Promise<readonly CodeRun[] | null> {
  if (!Object.hasOwn(GRAMMARS, language)) return null;
  // Some grammars have patterns that JavaScript cannot express; without them, the rest is still correct.
  const engine = createJavaScriptRegexEngine({ forgiving: true });
  shiki ??= createShikiPrimitive({ langs: [], themes: [KINDS_THEME], engine });
  const lang = await grammarOf(shiki, language as GrammarName);
  const lines = codeToTokensBase(shiki, text, {
    lang,
    theme: KINDS_THEME.name,
    tokenizeMaxLineLength: MAX_LINE_LENGTH,
    // The caller ends this worker when it takes too long.
    tokenizeTimeLimit: 0,
  });
  const runs: [CodeKind | null, number][] = [];
  const add = (kind: CodeKind | null, length: number): void => {
    const last = runs.at(-1);
    if (last?.[0] === kind) last[1] += length;
    else if (length > 0) runs.push([kind, length]);
  };
  let end = 0;
  for (const { offset, content, color } of lines.flat()) {
    add(null, offset - end);
    // Whitespace has no visible colour, so it counts as plain code.
    const kind = content.trim() === '' ? null : (KIND_OF_COLOUR.get(color?.toUpperCase() ?? '') ?? null);
    add(kind, content.length);
    end = offset + content.length;
  }
  add(null, text.length - end);
  return runs;
}

parentPort?.on('message', (question: HighlightQuestion) => {
  runsOf(question).then(
    runs => parentPort?.postMessage({ runs } satisfies HighlightAnswer),
    (error: unknown) => parentPort?.postMessage({ failure: String(error) } satisfies HighlightAnswer),
  );
});
