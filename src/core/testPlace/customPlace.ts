import { withoutSourceRoot } from './learnedFolder.ts';
import { folderOf, joined } from './testFile.ts';
import type { TestLanguage, TestName } from './testLanguage.ts';
import { below, foldersOf } from './testRelation.ts';

/** Location of tests by the convention of a language. */
export interface CustomPlace {
  /** Relative to the project root. */
  readonly folder: string;
  readonly name?: TestName;
}

/** A source in a project without any example of where its tests belong. Paths are relative to the project root. */
export interface UntestedSource {
  readonly language: TestLanguage;
  readonly folder: string;
  /** All files of the project. */
  readonly files: readonly string[];
  /** JavaScript: set if the framework keeps tests beside the sources, with the suffix of their names. */
  readonly beside: { readonly after: string } | undefined;
}

/** Returns the language's convention, adapted to the folders of the project. */
export function customPlace(source: UntestedSource): CustomPlace {
  const { language, folder, files } = source;
  const rest = withoutSourceRoot(folder);
  switch (language) {
    case 'javascript':
      return source.beside
        ? { folder, name: { before: '', after: source.beside.after } }
        : { folder: joined(firstThere(files, ['test', 'tests']), rest) };
    case 'python':
    case 'c':
    case 'other':
      return { folder: firstThere(files, ['tests', 'test']) };
    case 'go':
    case 'rust':
      return { folder };
    case 'java':
    case 'kotlin':
      return { folder: ofJava(folder) };
    case 'csharp':
      return { folder: ofCsharp(folder, files) };
    case 'php':
      return { folder: joined(isThere(files, 'tests/Unit') ? 'tests/Unit' : 'tests', rest) };
    case 'ruby':
      return !isThere(files, 'spec') && isThere(files, 'test')
        ? { folder: joined('test', rest), name: { before: '', after: '_test' } }
        : { folder: joined('spec', rest) };
    case 'dart':
      return { folder: joined('test', rest) };
    case 'swift': {
      const [sources, target = '', ...inner] = foldersOf(folder);
      return { folder: sources === 'Sources' ? joined('Tests', `${target}Tests`, ...inner) : 'Tests' };
    }
  }
}

function ofJava(folder: string): string {
  const folders = foldersOf(folder);
  const main = folders.indexOf('main');
  if (main > 0 && folders[main - 1] === 'src') return folders.with(main, 'test').join('/');
  const [first, ...rest] = folders;
  return first === 'src' ? joined('test', ...rest) : folder;
}

/** Tests form their own project, named after the tested one. */
function ofCsharp(folder: string, files: readonly string[]): string {
  const projects = files.filter(path => path.endsWith('.csproj')).map(folderOf);
  const around = projects.filter(project => below(project, folder) !== undefined);
  const project = around.sort((one, other) => other.length - one.length)[0];
  if (project === undefined || project === '') return joined('Tests', folder);
  const name = `${project.slice(project.lastIndexOf('/') + 1)}.Tests`;
  const [first, ...rest] = foldersOf(folderOf(project));
  const beside = first === 'src' ? joined(firstThere(files, ['tests', 'test', 'src']), ...rest) : folderOf(project);
  return joined(beside, name, below(project, folder) ?? '');
}

/** Returns the first folder that exists, otherwise the first one. */
function firstThere(files: readonly string[], folders: readonly [string, ...string[]]): string {
  return folders.find(folder => isThere(files, folder)) ?? folders[0];
}

function isThere(files: readonly string[], folder: string): boolean {
  return files.some(path => path.startsWith(`${folder}/`));
}
