import path from 'node:path';
import { build } from 'esbuild';
import { usageReaderBundle } from '../../scripts/usageReaderBundle.ts';
import { REPOSITORY_FOLDER } from './folders.ts';
import { temporaryFolder } from './temporaryFolder.ts';

let built: Promise<string> | undefined;

/** Bundles the worker that reads the ledger as shipped, once per process. Returns the file. */
export function builtUsageReader(): Promise<string> {
  return (built ??= buildIt());
}

async function buildIt(): Promise<string> {
  const file = path.join(temporaryFolder(), 'usageReader.cjs');
  const options = { ...usageReaderBundle, minify: true, absWorkingDir: REPOSITORY_FOLDER, outfile: file };
  await build({ ...options, logLevel: 'silent' });
  return file;
}
