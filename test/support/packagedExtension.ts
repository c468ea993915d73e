import { readdirSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY_FOLDER } from './folders.ts';

/** Path of the one package in the root, as `npm run package` leaves it. Throws when there is none. */
export function packagedExtension(): string {
  const name = readdirSync(REPOSITORY_FOLDER).find(each => /^ask-wenxin-.*\.vsix$/.test(each));
  if (name === undefined) throw new Error('There is no package of the extension. Make one with: npm run package');
  return path.join(REPOSITORY_FOLDER, name);
}
