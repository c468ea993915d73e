import { readdirSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY_FOLDER } from './folders.ts';

/** Returns the path of the package in the root folder, as built by `npm run package`. Throws if there is none. */
export function packagedExtension(): string {
  const name = readdirSync(REPOSITORY_FOLDER).find(each => /^ask-wenxin-.*\.vsix$/.test(each));
  if (name === undefined) throw new Error('There is no package of the extension. Make one with: npm run package');
  return path.join(REPOSITORY_FOLDER, name);
}
