import type { BuildOptions } from 'esbuild';

/** Build options of the worker that reads the ledger. */
export const usageReaderBundle: BuildOptions = {
  entryPoints: ['src/lazy/usageReader.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
};
