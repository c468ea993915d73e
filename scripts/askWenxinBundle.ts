import type { BuildOptions } from 'esbuild';
import manifest from '../package.json' with { type: 'json' };

/**
 * How the command line is bundled. It has to start on every Node, also to say that it needs a newer one. What goes through
 * proxies stands beside it.
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
