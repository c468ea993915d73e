import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the repository. Its path is relative to the repository's root, with `/` as separator. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The repository's root folder. */
export const REPOSITORY = join(import.meta.dirname, '..', '..', '..');

/** Reads all TypeScript files of these top-level folders, except recorded fixtures. */
export function readSources(...folders: readonly string[]): SourceFile[] {
  return folders
    .flatMap(folder => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: REPOSITORY }))
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => !path.startsWith('test/fixtures/') && !path.includes('node_modules/'))
    .sort()
    .map(path => ({ path, text: readText(path) }));
}

/** Reads the text of one file of the repository. */
export function readText(path: string): string {
  return readFileSync(join(REPOSITORY, path), 'utf8');
}
