/** A language of code in an answer. */
export interface CodeLanguage {
  /** Name of the grammar. */
  readonly id: string;
  /** Display name. */
  readonly label: string;
  /** VS Code's language id, where it differs. */
  readonly vscodeId?: string;
}

/** Name of the grammar, display name, aliases in lower case, and VS Code's language id if it differs. */
const TABLE: readonly (readonly [id: string, label: string, aliases: string, vscodeId?: string])[] = [
  ['typescript', 'TypeScript', 'ts mts cts'],
  ['tsx', 'TSX', 'typescriptreact', 'typescriptreact'],
  ['javascript', 'JavaScript', 'js mjs cjs node'],
  ['jsx', 'JSX', 'javascriptreact', 'javascriptreact'],
  ['json', 'JSON', 'webmanifest'],
  ['jsonc', 'JSON with Comments', 'json5'],
  ['html', 'HTML', 'htm xhtml'],
  ['css', 'CSS', ''],
  ['scss', 'SCSS', ''],
  ['less', 'Less', ''],
  ['vue', 'Vue', ''],
  ['svelte', 'Svelte', ''],
  ['python', 'Python', 'py py3 python3 gyp'],
  ['java', 'Java', ''],
  ['go', 'Go', 'golang'],
  ['rust', 'Rust', 'rs'],
  ['c', 'C', 'h'],
  ['cpp', 'C++', 'c++ cc cxx hpp h++'],
  ['csharp', 'C#', 'c# cs'],
  ['php', 'PHP', ''],
  ['ruby', 'Ruby', 'rb'],
  ['kotlin', 'Kotlin', 'kt kts'],
  ['swift', 'Swift', ''],
  ['dart', 'Dart', ''],
  ['scala', 'Scala', ''],
  ['lua', 'Lua', ''],
  ['r', 'R', ''],
  ['perl', 'Perl', 'pl pm'],
  ['sql', 'SQL', 'mysql postgresql postgres pgsql sqlite plsql tsql'],
  ['shellscript', 'Shell', 'sh bash zsh shell console shell-session shellsession'],
  ['powershell', 'PowerShell', 'ps ps1 pwsh'],
  ['bat', 'Batch', 'batch cmd dos'],
  ['yaml', 'YAML', 'yml'],
  ['toml', 'TOML', ''],
  ['ini', 'INI', 'conf cfg properties dotenv env'],
  ['xml', 'XML', 'svg xsd xslt plist wxml'],
  ['markdown', 'Markdown', 'md mdown'],
  ['diff', 'Diff', 'patch'],
  ['docker', 'Dockerfile', 'dockerfile', 'dockerfile'],
  ['make', 'Makefile', 'makefile mk', 'makefile'],
  ['cmake', 'CMake', ''],
  ['nginx', 'nginx', ''],
  ['proto', 'Protocol Buffers', 'protobuf proto3', 'proto3'],
  ['graphql', 'GraphQL', 'gql'],
];

/** All languages with a grammar. */
export const CODE_LANGUAGES: readonly CodeLanguage[] = TABLE.map(([id, label, , vscodeId]) => ({
  id,
  label,
  ...(vscodeId !== undefined && { vscodeId }),
}));

const BY_NAME: ReadonlyMap<string, CodeLanguage> = new Map(
  CODE_LANGUAGES.flatMap((language, index) => {
    const aliases = TABLE[index]?.[2].split(' ') ?? [];
    return [language.id, ...aliases].filter(name => name !== '').map(name => [name, language] as const);
  }),
);

/** Returns the language for the word after a fence, for example `c++` or `ts:src/a.ts`. */
export function codeLanguage(word: string): CodeLanguage | undefined {
  const name = word.toLowerCase().replace(/^[{.]+|[}]+$/g, '');
  return BY_NAME.get(name) ?? BY_NAME.get(/^[^:,{]*/.exec(name)?.[0] ?? '');
}

const SHELLS: readonly string[] = ['shellscript', 'powershell', 'bat'];

/** Returns whether code belongs at a terminal prompt, by the word after its fence. */
export function isShell(word: string): boolean {
  return SHELLS.includes(codeLanguage(word)?.id ?? '');
}

/** Returns whether code may be meant for a file: it has no language, or the one that VS Code gives the file. */
export function isMeantFor(word: string, languageId: string): boolean {
  const nameOf = (each: string): string => codeLanguage(each)?.id ?? each.toLowerCase();
  return word === '' || nameOf(word) === nameOf(languageId);
}
