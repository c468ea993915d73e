import { foldersOf } from './testRelation.ts';
import { folderOf } from './testFile.ts';
import { endingOf, testLanguageOf } from './testLanguage.ts';

/** What decides how a test names the file that it imports. */
export interface ImportMatter {
  readonly test: string;
  readonly source: string;
  /** All files of the workspace's folder. */
  readonly files: readonly string[];
  /** Other files of the project, the likest first: they show whether endings are written. */
  readonly texts: readonly string[];
  /** JavaScript files are ES modules. */
  readonly isModule: boolean;
}

/** How a test imports the file that it tests; `undefined` where the language names no files, or both are the same. */
export function importPath(matter: ImportMatter): string | undefined {
  const { test, source } = matter;
  if (test === source) return undefined;
  switch (testLanguageOf(source)) {
    case 'javascript':
      return relativePath(test, withEnding(matter));
    case 'python':
      return pythonModule(matter);
    case 'ruby':
      // What Rails has in `app` is loaded by itself.
      return /^(?:.*\/)?lib\/(.+)\.rb$/.exec(source)?.[1];
    case 'c':
      return relativePath(test, source);
    default:
      return undefined;
  }
}

/** An import of a file of the project, and the ending that it names. */
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
  // Compilers are told the name of what they make, or that of the source.
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

/** Packages begin below the last folder that is none. */
function pythonModule({ source, files }: ImportMatter): string {
  const folders = foldersOf(folderOf(source));
  const isPackage = (count: number): boolean => files.includes([...folders.slice(0, count), '__init__.py'].join('/'));
  let first = folders.length;
  while (first > 0 && isPackage(first)) first--;
  // Without any mark of a package the path from the top is what tools take.
  const isMarked = first < folders.length;
  const named = isMarked ? folders.slice(first) : folders[0] === 'src' ? folders.slice(1) : folders;
  const name = source.slice(source.lastIndexOf('/') + 1, -'.py'.length);
  return [...named, ...(name === '__init__' ? [] : [name])].join('.');
}
