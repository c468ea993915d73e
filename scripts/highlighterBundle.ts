import type { BuildOptions } from 'esbuild';

/** Build options of the worker that highlights code. */
export const highlighterBundle: BuildOptions = {
  entryPoints: ['src/lazy/highlighter.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
};
