import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the repository. Its path begins at the repository's root and is written with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The repository's root folder. */
export const REPOSITORY = join(import.meta.dirname, '..', '..', '..');

/** All TypeScript of these top-level folders, recorded fixtures left out, as it lies on the disk. */
export function readSources(...folders: readonly string[]): SourceFile[] {
  return folders
    .flatMap(folder => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: REPOSITORY }))
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => !path.startsWith('test/fixtures/') && !path.includes('node_modules/'))
    .sort()
    .map(path => ({ path, text: readText(path) }));
}

/** The text of one file of the repository. */
export function readText(path: string): string {
  return readFileSync(join(REPOSITORY, path), 'utf8');
}
