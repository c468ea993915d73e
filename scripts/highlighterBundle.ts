import type { BuildOptions } from 'esbuild';

/** How the worker that colours code is bundled. */
export const highlighterBundle: BuildOptions = {
  entryPoints: ['src/lazy/highlighter.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
};
