import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { secretForms } from '../support/secretForms.ts';

/** Returns the files below `folder` that contain one of the secrets, in any of its encodings. */
export async function filesWith(folder: string, ...secrets: readonly string[]): Promise<string[]> {
  const forms = secrets.flatMap(secretForms);
  const found: string[] = [];
  // VS Code deletes files and folders while it runs.
  const look = async (place: string): Promise<void> => {
    for (const entry of await readdir(place, { withFileTypes: true }).catch(() => [])) {
      const inside = path.join(place, entry.name);
      if (entry.isDirectory()) await look(inside);
      if (!entry.isFile()) continue;
      const bytes = await readFile(inside).catch(() => Buffer.alloc(0));
      if (forms.some(form => bytes.includes(form))) found.push(inside);
    }
  };
  await look(folder);
  return found;
}
