import { readdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { installVSCode } from './install.ts';

/**
 * Links VS Code's built-in themes and languages into a folder, without the built-in extensions that run a program, such
 * as Git and GitHub: they take a sixth of the time that a window needs to open, and our extension does not use them.
 */
export async function linkThemesAndLanguages(folder: string): Promise<void> {
  const { serverMain } = await installVSCode();
  const builtIn = path.resolve(path.dirname(serverMain), '../extensions');
  for (const entry of await readdir(builtIn, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === 'node_modules') continue;
    const extension = path.join(builtIn, entry.name);
    const manifest = JSON.parse(await readFile(path.join(extension, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    if (manifest['main'] !== undefined || manifest['browser'] !== undefined) continue;
    await symlink(extension, path.join(folder, entry.name), 'junction');
  }
}
