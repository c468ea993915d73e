import path from 'node:path';
import { build } from 'esbuild';
import { historyReaderBundle } from '../../scripts/historyReaderBundle.ts';
import { REPOSITORY_FOLDER } from './folders.ts';
import { temporaryFolder } from './temporaryFolder.ts';

let built: Promise<string> | undefined;

/** Bundles the worker that reads the history as shipped, once per process. Returns the file. */
export function builtHistoryReader(): Promise<string> {
  return (built ??= buildIt());
}

async function buildIt(): Promise<string> {
  const file = path.join(temporaryFolder(), 'historyReader.cjs');
  const options = { ...historyReaderBundle, minify: true, absWorkingDir: REPOSITORY_FOLDER, outfile: file };
  await build({ ...options, logLevel: 'silent' });
  return file;
}
