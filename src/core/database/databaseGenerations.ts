import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Returns the path of a generation: `name.1.db` and so on. */
export function generationPath(folder: string, name: string, generation: number): string {
  return join(folder, `${name}.${generation}.db`);
}

/** Returns the generation in a file's name; `undefined` for any other file. */
export function generationOf(path: string, name: string): number | undefined {
  const file = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  if (!file.startsWith(`${name}.`) || !file.endsWith('.db')) return undefined;
  const number = Number(file.slice(name.length + 1, -3));
  return Number.isSafeInteger(number) ? number : undefined;
}

/** Returns the highest generation; 1 if there is none. */
export async function newestGeneration(folder: string, name: string): Promise<number> {
  const generations = (await readdir(folder)).map(file => generationOf(file, name) ?? 1);
  return Math.max(1, ...generations);
}
