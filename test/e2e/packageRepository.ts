import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../support/childProcess.ts';
import { REPOSITORY_FOLDER } from '../support/folders.ts';

/** Runs Git in the repository, and returns its output. */
type Git = (...parameters: readonly string[]) => Promise<string>;

/** A Git repository with sources of an npm package and a history of commits. */
export interface PackageRepository {
  readonly git: Git;
  /** Replaces a part of a file in the working tree. */
  readonly edit: (file: string, from: string, to: string) => Promise<void>;
}

/**
 * Creates a repository in a folder that may contain files: one commit for these, and one for each of the package's
 * `files`.
 */
export async function packageRepository(
  folder: string,
  npmPackage: string,
  files: Readonly<Record<string, string>>,
): Promise<PackageRepository> {
  const git: Git = (...parameters) => runProgram('git', parameters, { cwd: folder });
  await git('init', '-q', '-b', 'main');
  await git('config', 'user.name', '王小明');
  await git('config', 'user.email', 'wang@example.com');
  await git('add', '-A');
  await git('commit', '-q', '-m', 'Initial commit');
  for (const [file, subject] of Object.entries(files)) {
    await cp(path.join(REPOSITORY_FOLDER, 'node_modules', npmPackage, file), path.join(folder, file));
    await git('add', '-A');
    await git('commit', '-q', '-m', subject);
  }
  return {
    git,
    edit: async (file, from, to) => {
      const place = path.join(folder, file);
      const text = await readFile(place, 'utf8');
      if (!text.includes(from)) throw new Error(`${file} holds no ${from}`);
      await writeFile(place, text.replace(from, to));
    },
  };
}
