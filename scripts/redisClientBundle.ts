import type { BuildOptions } from 'esbuild';
import { leanPackage } from './leanPackage.ts';

const leanRedis = leanPackage('ioredis', {
  // Ways to many servers, which are never taken.
  'built/cluster/index.js': 'exports.default = class {};',
  'built/connectors/SentinelConnector/index.js': 'exports.default = class {};',
  'built/constants/TLSProfiles.js': 'exports.default = {};',
  // With DEBUG in the environment it would print every command, and so the password.
  'built/utils/debug.js': 'exports.default = () => () => {};',
});

/** How the lazy part with ioredis is bundled: one server, and nothing that prints. */
export const redisClientBundle: BuildOptions = {
  entryPoints: ['src/lazy/redisClient.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  plugins: [leanRedis],
};
