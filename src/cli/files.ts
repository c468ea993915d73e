import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Stop } from './stop.ts';

/** Real paths of a job's request file and results file. */
export interface JobFiles {
  /** `-` for standard input. */
  readonly input: string;
  readonly output: string;
  /** Whether the results file exists and is not empty. */
  readonly hasResults: boolean;
}

/** Resolves the real paths of both files. Throws a `Stop` when one cannot be used. */
export async function jobFiles(inputPath: string, outputPath: string): Promise<JobFiles> {
  const input = inputPath === '-' ? '-' : await realInput(inputPath);
  const folder = await realpath(dirname(resolve(outputPath))).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) throw new Stop('noOutputFolder', { path: dirname(resolve(outputPath)) });
    throw error;
  });
  const output = join(folder, basename(resolve(outputPath)));
  const found = await stat(output).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (found?.isDirectory()) throw new Stop('outputIsFolder', { path: outputPath });
  if (input === (found === undefined ? output : await realpath(output))) throw new Stop('sameFile');
  return { input, output, hasResults: (found?.size ?? 0) > 0 };
}

/** Resolves the real path of a request file. Throws a `Stop` when it cannot be read. */
export async function realInput(path: string): Promise<string> {
  try {
    const real = await realpath(path);
    if ((await stat(real)).isDirectory()) throw new Stop('inputUnreadable', { path, code: 'EISDIR' });
    return real;
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Converts a file-system error while reading to a `Stop`; returns any other error unchanged. */
export function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  return error.code === 'ENOENT'
    ? new Stop('noFile', { path })
    : new Stop('inputUnreadable', { path, code: String(error.code) });
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
