import type { BuildOptions } from 'esbuild';

/** Build options of the worker that reads the history. */
export const historyReaderBundle: BuildOptions = {
  entryPoints: ['src/lazy/historyReader.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
};
