import { folderOf, isTestFolder } from './testFile.ts';

/** The folders of one language's projects in a workspace. */
export class ProjectRoots {
  readonly #roots: ReadonlySet<string>;

  constructor(files: readonly string[], markers: RegExp) {
    const marking = files.filter(path => markers.test(path.slice(path.lastIndexOf('/') + 1)));
    // A folder of tests may have a manifest of its own, and is a part of the project all the same.
    const roots = marking.map(folderOf).filter(folder => !isTestFolder(folder.slice(folder.lastIndexOf('/') + 1)));
    this.#roots = new Set(roots);
  }

  /** The nearest one around a file; empty where that is the workspace. */
  of(path: string): string {
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
      if (this.#roots.has(folder)) return folder;
    }
    return '';
  }
}
