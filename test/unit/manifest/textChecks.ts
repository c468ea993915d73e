import { listDifferences } from './listDifferences.ts';
import { type ManifestFiles, resolve, settingsOf, type Texts } from './manifest.ts';

/** Fields of the manifest that are shown to the user. */
const TITLES = ['title', 'label', 'category', 'displayName'];
const SENTENCES = ['description', 'markdownDescription', 'deprecationMessage', 'markdownDeprecationMessage', 'altText'];
const LISTS = ['enumDescriptions', 'markdownEnumDescriptions', 'enumItemLabels'];

/** A user-visible text of the manifest, with the name of its field. */
interface ManifestText {
  readonly field: string;
  readonly text: string;
}

/** Finds texts that are missing in a language, unused, or hard-coded in the manifest. */
export function translationProblems({ manifest, english, chinese }: ManifestFiles): string[] {
  const used = [...new Set(JSON.stringify(manifest).match(/(?<=")%[^%"]+%(?=")/g))].map(key => key.slice(1, -1));
  return [
    ...listDifferences(['the manifest', used], ['package.nls.json', Object.keys(english)]),
    ...listDifferences(['the manifest', used], ['package.nls.zh-cn.json', Object.keys(chinese)]),
    ...[english, chinese].flatMap(texts =>
      Object.entries(texts).flatMap(([key, text]) => (text.trim() === '' ? [`${key} is empty`] : [])),
    ),
    ...readableTexts(manifest)
      .filter(({ text }) => !/^%.+%$/.test(text))
      .map(({ field, text }) => `${field} “${text}” has no translation`),
  ];
}

/**
 * Finds titles with a full stop, or with three dots in only one language. A title that asks for more ends in three
 * dots.
 */
export function titleProblems({ manifest, english, chinese }: ManifestFiles): string[] {
  const titles = readableTexts(manifest).filter(({ field }) => TITLES.includes(field) || field === 'name');
  return [...new Set(titles.map(({ text }) => text))].flatMap(title => {
    const texts = [resolve(title, english), resolve(title, chinese)];
    const asks = texts.filter(text => text.endsWith('...')).length;
    const problems = texts.some(text => text.includes('…')) ? ['write three dots'] : [];
    if (asks === 1) problems.push('only one language asks for more');
    if (texts.some(text => /[.。]$/.test(text.replace(/\.\.\.$/, '')))) problems.push('no full stop in a title');
    return problems.map(problem => `${title}: ${problem}`);
  });
}

/** Finds descriptions of settings and steps that are not sentences. Links on a line of their own are buttons. */
export function sentenceProblems({ manifest, english, chinese }: ManifestFiles): string[] {
  const { description: _, ...rest } = manifest as ManifestFiles['manifest'] & { description?: string };
  const sentences = readableTexts(rest).filter(({ field }) => SENTENCES.includes(field) || LISTS.includes(field));
  return sentences.flatMap(({ text }) => [
    ...(proseOf(text, english).endsWith('.') ? [] : [`${text}: the English text has no full stop`]),
    ...(proseOf(text, chinese).endsWith('。') ? [] : [`${text}: the Chinese text has no full stop`]),
  ]);
}

/** Finds plain-text descriptions with Markdown, and links to what does not exist. */
export function markdownProblems({ manifest, english, chinese }: ManifestFiles): string[] {
  const commands = manifest.contributes.commands.map(({ command }) => command);
  const settings = settingsOf(manifest);
  return readableTexts(manifest.contributes.configuration).flatMap(({ field, text }) =>
    [english, chinese].flatMap(texts => {
      const shown = resolve(text, texts);
      const plain = field.startsWith('markdown') ? [] : (shown.match(/[`#]|\*\*|\]\(/g) ?? []);
      const named = [...shown.matchAll(/`(wenxin\.[\w.]+)`/g)].map(([, id = '']) => `${id} is no link`);
      const dead = [...shown.matchAll(/#(wenxin\.[\w.]+)#|command:([\w.]+)/g)].flatMap(([, setting, command]) => [
        ...(setting !== undefined && !settings.has(setting) ? [`${setting} does not exist`] : []),
        ...(command?.startsWith('wenxin.') && !commands.includes(command) ? [`${command} does not exist`] : []),
      ]);
      return [...plain.map(mark => `${mark} is shown as it is`), ...named, ...dead].map(each => `${text}: ${each}`);
    }),
  );
}

function proseOf(text: string, texts: Texts): string {
  return resolve(text, texts).replace(/\n.*\[[^\]]+\]\([^)]+\)$/gm, '');
}

/** Returns all user-visible texts within a part of the manifest. The package's own `name` is not one. */
function readableTexts(part: unknown, isTop = true): ManifestText[] {
  if (typeof part !== 'object' || part === null) return [];
  if (Array.isArray(part)) return part.flatMap(each => readableTexts(each, false));
  return Object.entries(part).flatMap(([field, value]: [string, unknown]) => {
    const isName = field === 'name' && !isTop;
    if (typeof value === 'string') {
      return isName || TITLES.includes(field) || SENTENCES.includes(field) ? [{ field, text: value }] : [];
    }
    if (Array.isArray(value) && LISTS.includes(field)) return value.map(each => ({ field, text: String(each) }));
    return readableTexts(value, false);
  });
}
