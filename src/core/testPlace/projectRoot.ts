import { folderOf, isTestFolder } from './testFile.ts';

/** Root folders of the projects of one language in a workspace. */
export class ProjectRoots {
  readonly #roots: ReadonlySet<string>;

  constructor(files: readonly string[], markers: RegExp) {
    const marking = files.filter(path => markers.test(path.slice(path.lastIndexOf('/') + 1)));
    // A test folder with its own manifest is still part of the enclosing project.
    const roots = marking.map(folderOf).filter(folder => !isTestFolder(folder.slice(folder.lastIndexOf('/') + 1)));
    this.#roots = new Set(roots);
  }

  /** Returns the nearest root above a file; empty for the workspace itself. */
  of(path: string): string {
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
      if (this.#roots.has(folder)) return folder;
    }
    return '';
  }
}
