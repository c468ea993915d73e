import type { BuildOptions } from 'esbuild';

/** How the worker that reads the ledger is bundled. */
export const usageReaderBundle: BuildOptions = {
  entryPoints: ['src/lazy/usageReader.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
};
