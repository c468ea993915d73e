import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Files below `folder` that hold `secret` as it is, or as base64 or an URL would carry it. */
export async function filesWith(folder: string, secret: string): Promise<string[]> {
  const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, '')];
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const bytes = await readFile(file);
    if (forms.some(form => bytes.includes(form))) found.push(file);
  }
  return found;
}
