import path from 'node:path';
import { build } from 'esbuild';
import { askWenxinBundle } from '../../scripts/askWenxinBundle.ts';
import { endpointFetchBundle } from '../../scripts/endpointFetchBundle.ts';
import { REPOSITORY_FOLDER } from './folders.ts';
import { temporaryFolder } from './temporaryFolder.ts';

let built: Promise<string> | undefined;

/** Bundles the command line as shipped, with the lazy part it needs, once per process. Returns the file. */
export function builtAskWenxin(): Promise<string> {
  return (built ??= buildIt());
}

async function buildIt(): Promise<string> {
  const folder = temporaryFolder();
  const file = path.join(folder, 'askWenxin.cjs');
  const shared = { minify: true, absWorkingDir: REPOSITORY_FOLDER, logLevel: 'silent' } as const;
  await build({ ...askWenxinBundle, ...shared, outfile: file });
  await build({ ...endpointFetchBundle, ...shared, outfile: path.join(folder, 'endpointFetch.cjs') });
  return file;
}
