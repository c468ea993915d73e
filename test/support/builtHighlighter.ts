import path from 'node:path';
import { build } from 'esbuild';
import { highlighterBundle } from '../../scripts/highlighterBundle.ts';
import { REPOSITORY_FOLDER } from './folders.ts';
import { temporaryFolder } from './temporaryFolder.ts';

let built: Promise<string> | undefined;

/** Bundles the worker that highlights code as shipped, once per process. Returns the file. */
export function builtHighlighter(): Promise<string> {
  return (built ??= buildIt());
}

async function buildIt(): Promise<string> {
  const file = path.join(temporaryFolder(), 'highlighter.cjs');
  const options = { ...highlighterBundle, minify: true, absWorkingDir: REPOSITORY_FOLDER, outfile: file };
  await build({ ...options, logLevel: 'silent' });
  return file;
}
