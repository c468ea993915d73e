import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { secretForms } from '../support/secretForms.ts';

/** Returns the files below `folder` that contain one of the secrets, in any of its encodings. */
export async function filesWith(folder: string, ...secrets: readonly string[]): Promise<string[]> {
  const forms = secrets.flatMap(secretForms);
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    // VS Code deletes files while it runs.
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    if (forms.some(form => bytes.includes(form))) found.push(file);
  }
  return found;
}
