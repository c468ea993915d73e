import type { BuildOptions } from 'esbuild';
import { leanPackage } from './leanPackage.ts';

const leanRedis = leanPackage('ioredis', {
  // Connections to several servers, which are never used.
  'built/cluster/index.js': 'exports.default = class {};',
  'built/connectors/SentinelConnector/index.js': 'exports.default = class {};',
  'built/constants/TLSProfiles.js': 'exports.default = {};',
  // With DEBUG in the environment it would print every command, including the password.
  'built/utils/debug.js': 'exports.default = () => () => {};',
});

/** Build options of the lazy part with ioredis: single server, no debug output. */
export const redisClientBundle: BuildOptions = {
  entryPoints: ['src/lazy/redisClient.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  plugins: [leanRedis],
};
