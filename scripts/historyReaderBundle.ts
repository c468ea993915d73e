import type { BuildOptions } from 'esbuild';

/** How the worker that reads the history is bundled. */
export const historyReaderBundle: BuildOptions = {
  entryPoints: ['src/lazy/historyReader.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
};
