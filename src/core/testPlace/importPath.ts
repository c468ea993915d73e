import { foldersOf } from './testRelation.ts';
import { folderOf } from './testFile.ts';
import { endingOf, testLanguageOf } from './testLanguage.ts';

/** What determines how a test imports a file. */
export interface ImportMatter {
  readonly test: string;
  readonly source: string;
  /** All files of the workspace folder. */
  readonly files: readonly string[];
  /** Other files of the project, most similar first; they show whether imports include extensions. */
  readonly texts: readonly string[];
  /** Whether JavaScript files are ES modules. */
  readonly isModule: boolean;
}

/**
 * Returns the path by which a test imports the tested file; `undefined` if the language does not import by file, or
 * both are the same file.
 */
export function importPath(matter: ImportMatter): string | undefined {
  const { test, source } = matter;
  if (test === source) return undefined;
  switch (testLanguageOf(source)) {
    case 'javascript':
      return relativePath(test, withEnding(matter));
    case 'python':
      return pythonModule(matter);
    case 'ruby':
      // Rails autoloads everything in `app`.
      return /^(?:.*\/)?lib\/(.+)\.rb$/.exec(source)?.[1];
    case 'c':
      return relativePath(test, source);
    default:
      return undefined;
  }
}

/** An import of a project file, with its extension. */
const RELATIVE_IMPORT = /(?:from|import|import\(|require\()\s*['"]\.{1,2}\/[^'"]*?(\.[mc]?[jt]sx?)?['"]/g;

function withEnding({ source, texts, isModule }: ImportMatter): string {
  const ending = endingOf(source);
  const bare = source.slice(0, -ending.length - 1);
  if (ending === 'vue' || ending === 'svelte') return source;
  const endings = texts.map(endingsIn).find(found => found.length > 0);
  const isTypeScript = /^[mc]?tsx?$/.test(ending);
  const made = ending.replace('ts', 'js').replace('jsx', 'js');
  if (endings === undefined) {
    if (isTypeScript) return isModule || (ending !== 'ts' && ending !== 'tsx') ? `${bare}.${made}` : bare;
    return isModule || ending !== 'js' ? source : bare;
  }
  const written = endings.filter(each => each !== '');
  if (written.length * 2 < endings.length) return bare;
  // Imports name either the compiled file or the source.
  const namesSources = written.some(each => each.includes('ts'));
  return isTypeScript && !namesSources ? `${bare}.${made}` : source;
}

function endingsIn(text: string): string[] {
  return Array.from(text.matchAll(RELATIVE_IMPORT), ([, ending = '']) => ending);
}

function relativePath(from: string, to: string): string {
  const start = foldersOf(folderOf(from));
  const end = to.split('/');
  while (start.length > 0 && end.length > 1 && start[0] === end[0]) {
    start.shift();
    end.shift();
  }
  return start.length === 0 ? `./${end.join('/')}` : [...start.map(() => '..'), ...end].join('/');
}

/** The module path starts below the innermost folder that is not a package. */
function pythonModule({ source, files }: ImportMatter): string {
  const folders = foldersOf(folderOf(source));
  const isPackage = (count: number): boolean => files.includes([...folders.slice(0, count), '__init__.py'].join('/'));
  let first = folders.length;
  while (first > 0 && isPackage(first)) first--;
  // Without a package marker, tools accept the path from the root.
  const isMarked = first < folders.length;
  const named = isMarked ? folders.slice(first) : folders[0] === 'src' ? folders.slice(1) : folders;
  const name = source.slice(source.lastIndexOf('/') + 1, -'.py'.length);
  return [...named, ...(name === '__init__' ? [] : [name])].join('.');
}
