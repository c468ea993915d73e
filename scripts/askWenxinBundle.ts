import type { BuildOptions } from 'esbuild';
import manifest from '../package.json' with { type: 'json' };

/**
 * Build options of the command line. It must start on every version of Node, if only to report that it needs a newer
 * one. The code for proxies is in a separate file.
 */
export const askWenxinBundle: BuildOptions = {
  entryPoints: ['src/cli/main.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node18',
  charset: 'utf8',
  banner: { js: '#!/usr/bin/env node' },
  define: { 'process.env.ASK_WENXIN_VERSION': JSON.stringify(manifest.version) },
  external: ['./endpointFetch.cjs'],
};
